// A service's local store. A handler's changes to it are one local transaction: they are one record on the disk.
import { append, emptyList, type PagedList } from '../../base/paged-list.ts';
import { type Change, changed, type Row, type Rows, rowOf, type Stocked } from './rows.ts';

/** What was done to a store, or read from it. For monitors and for people: the services do not go by it. */
export type Deed = {
  readonly deal: string;
  readonly step: string;
  readonly kind: 'do' | 'undo' | 'refuse' | 'look';
  /** What was meant, whatever became of the row. */
  readonly change: Change | null;
};

export type Store = {
  readonly rows: Rows;
  /** Outcomes by idempotency key, kept in the transaction that they are of. */
  readonly keys: { readonly [key: string]: string };
  /** Semantic locks: who works on a row. */
  readonly locks: { readonly [row: string]: string };
  readonly ledger: PagedList<Deed>;
};

export const emptyStore: Store = { rows: {}, keys: {}, locks: {}, ledger: emptyList() };

export function keyed(store: Store, key: string, outcome: string): Store {
  return { ...store, keys: { ...store.keys, [key]: outcome } };
}

export function keyOf(store: Store, key: string): string | undefined {
  return Object.hasOwn(store.keys, key) ? store.keys[key] : undefined;
}

export function noted(store: Store, deed: Deed): Store {
  return { ...store, ledger: append(store.ledger, deed) };
}

export function withRow(store: Store, name: string, row: Row): Store {
  return { ...store, rows: { ...store.rows, [name]: row } };
}

/** The change, relative to what is there now; undefined where there is not enough of it, or no such row. */
export function moved(store: Store, change: Change, stocked: Stocked): Store | undefined {
  const row = rowOf(store.rows, change.row, stocked);
  if (row === undefined) return undefined;
  return change.from !== null && row[change.from] < change.amount
    ? undefined
    : withRow(store, change.row, changed(row, change));
}

/** The same, also where it leaves less than nothing. */
export function forced(store: Store, change: Change, stocked: Stocked): Store {
  const row = rowOf(store.rows, change.row, stocked);
  return row === undefined ? store : withRow(store, change.row, changed(row, change));
}
