// What a transaction does to a store: changes of rows and reads, all or nothing. Locks are asked for in the order of the
// rows, so transactions of one store do not wait for each other in a circle; across stores they can.
import { sortedSet } from '../../base/sorted.ts';
import { acquire, type Mode, type TransactionId } from './locks.ts';
import { begin, openOf, type Rows, type Store, withOpen } from './store.ts';

/** `by`: a row grows by so much, and never falls below 0. Without it the row is read. */
export type Change = { readonly row: string; readonly by?: number };

export type Executed = {
  readonly store: Store;
} /** `values`: the rows that it touched, as the transaction sees them. */ & (
  | { readonly result: 'done'; readonly values: Rows }
  /** A lock is held by another: call again when it is granted. */
  | { readonly result: 'waiting' }
  /** `insufficient`: a row would fall below 0. Nothing was changed; locks are held until it is rolled back. */
  | { readonly result: 'locked' | 'insufficient' }
);

export function execute(
  store: Store,
  id: TransactionId,
  changes: readonly Change[],
  onConflict: 'wait' | 'refuse',
): Executed {
  const begun = begin(store, id);
  const { locks, answer } = allLocks(begun, id, changes, onConflict);
  const locked = locks === begun.locks ? begun : { ...begun, locks };
  if (answer !== 'granted') return { store: locked, result: answer === 'waiting' ? 'waiting' : 'locked' };
  const transaction = openOf(locked, id);
  const writes = changes.reduce((after, change) => changed(locked.rows, after, change), transaction.writes);
  if (Object.values(writes).some((value) => value < 0)) return { store: locked, result: 'insufficient' };
  const touched = sortedSet(changes.map(({ row }) => row));
  const reads = sortedSet([...transaction.reads, ...touched]).filter((row) => writes[row] === undefined);
  const values = Object.fromEntries(touched.map((row) => [row, writes[row] ?? locked.rows[row] ?? 0]));
  return { store: withOpen(locked, id, { ...transaction, writes, reads }), result: 'done', values };
}

/** Reads what is committed, without a lock: each store by itself is consistent, several together need not be. */
export function snapshot({ rows }: Store, changes: readonly Change[]): Rows {
  return Object.fromEntries(changes.map(({ row }) => [row, rows[row] ?? 0]));
}

function changed(rows: Rows, writes: Rows, { row, by }: Change): Rows {
  return by === undefined ? writes : { ...writes, [row]: (writes[row] ?? rows[row] ?? 0) + by };
}

function allLocks(store: Store, transaction: TransactionId, changes: readonly Change[], onConflict: 'wait' | 'refuse') {
  let { locks } = store;
  for (const row of sortedSet(changes.map((change) => change.row))) {
    const isRead = changes.every((change) => change.row !== row || change.by === undefined);
    const mode: Mode = isRead ? 'shared' : 'exclusive';
    const asked = acquire(locks, row, { transaction, mode }, onConflict);
    locks = asked.locks;
    if (asked.answer !== 'granted') return { locks, answer: asked.answer };
  }
  return { locks, answer: 'granted' as const };
}
