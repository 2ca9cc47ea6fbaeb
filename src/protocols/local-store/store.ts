// A store with local transactions: rows of whole numbers, strict two-phase locking, and a record of what is prepared and
// what was decided that survives a crash. Pure functions on plain data; sending, waiting and writing is the caller's.
//
//   begin ──▶ active ──prepare──▶ prepared        commit, rollBack: from either; locks are held until then
import type { Plain } from '../../base/plain.ts';
import { sortedKeys } from '../../base/sorted.ts';
import { acquire, type Locks, release, type TransactionId } from './locks.ts';

/** A balance, or how many are in stock, by row. */
export type Rows = { readonly [row: string]: number };
export type Outcome = 'committed' | 'aborted';

export type Transaction = {
  readonly phase: 'active' | 'prepared';
  /** The rows that it has written, as they are to be. The store has them when it commits. */
  readonly writes: Rows;
  /** The rows that it has read and not written. */
  readonly reads: readonly string[];
  /** What else is written down with a prepared transaction: who decides, who takes part. */
  readonly note: Plain;
};

export type Store = {
  /** As committed. */
  readonly rows: Rows;
  readonly locks: Locks;
  readonly open: { readonly [transaction: TransactionId]: Transaction };
  /** What was decided, so that a late message of a transaction that is over finds it so. */
  readonly outcomes: { readonly [transaction: TransactionId]: Outcome };
};

/** What is on disk: all of it in one record, so that a torn write cannot part a row from its transaction. */
export type DurableStore = Pick<Store, 'rows' | 'outcomes'> & {
  readonly prepared: { readonly [transaction: TransactionId]: Transaction };
};

/** After a transaction ended: the store, and who got a lock by it. */
export type Ended = { readonly store: Store; readonly granted: readonly TransactionId[] };

export function emptyStore(rows: Rows): Store {
  return { rows, locks: {}, open: {}, outcomes: {} };
}

export function begin(store: Store, id: TransactionId): Store {
  if (store.open[id] !== undefined) return store;
  return withOpen(store, id, { phase: 'active', writes: {}, reads: [], note: null });
}

/** Makes a promise: the transaction can commit whatever happens, and it no longer ends by itself. */
export function prepare(store: Store, id: TransactionId, note: Plain): Store {
  return withOpen(store, id, { ...openOf(store, id), phase: 'prepared', note });
}

export function commit(store: Store, id: TransactionId): Ended {
  const { writes } = openOf(store, id);
  return ended({ ...store, rows: { ...store.rows, ...writes } }, id, 'committed');
}

/** Also of a transaction that never came here: if it comes later, it has been aborted. */
export function rollBack(store: Store, id: TransactionId): Ended {
  return ended(store, id, 'aborted');
}

/** Forgets a transaction that only read, without an outcome: its locks are free. */
export function dropOut(store: Store, id: TransactionId): Ended {
  const { [id]: _gone, ...open } = store.open;
  const { locks, granted } = release(store.locks, id);
  return { store: { ...store, open, locks }, granted };
}

export function openOf(store: Store, id: TransactionId): Transaction {
  const transaction = store.open[id];
  if (transaction === undefined) throw new Error(`${id} is not open`);
  return transaction;
}

export function withOpen(store: Store, id: TransactionId, transaction: Transaction): Store {
  return { ...store, open: { ...store.open, [id]: transaction } };
}

export function durableOf({ rows, outcomes, open }: Store): DurableStore {
  const prepared = Object.entries(open).filter(([, { phase }]) => phase === 'prepared');
  return { rows, outcomes, prepared: Object.fromEntries(prepared) };
}

/** What was active is gone; what was prepared has its locks again. `durable` undefined: the first start. */
export function recovered(durable: DurableStore | undefined, rows: Rows): Store {
  if (durable === undefined) return emptyStore(rows);
  const { rows: kept, outcomes, prepared } = durable;
  const locks = sortedKeys(prepared).reduce((all, id) => lockedAgain(all, id, prepared[id]!), {});
  return { rows: kept, outcomes, open: prepared, locks };
}

function lockedAgain(locks: Locks, transaction: TransactionId, { writes, reads }: Transaction): Locks {
  const claims = [
    ...sortedKeys(writes).map((row) => ({ row, mode: 'exclusive' as const })),
    ...reads.map((row) => ({ row, mode: 'shared' as const })),
  ];
  return claims.reduce((all, { row, mode }) => acquire(all, row, { transaction, mode }, 'wait').locks, locks);
}

function ended(store: Store, id: TransactionId, outcome: Outcome): Ended {
  const { store: left, granted } = dropOut(store, id);
  return { store: { ...left, outcomes: { ...store.outcomes, [id]: outcome } }, granted };
}
