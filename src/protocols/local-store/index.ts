// A store with local transactions and row locks, for protocols that tie several of them together. Read `store.ts` first.
export { accounts, deposit, stock, totalOf, withdraw } from './bank.ts';
export { type Change, type Executed, execute, snapshot } from './execute.ts';
export {
  type Answer,
  acquire,
  type Claim,
  type Lock,
  type Locks,
  type Mode,
  release,
  rowsHeld,
  type TransactionId,
} from './locks.ts';
export {
  begin,
  commit,
  type DurableStore,
  dropOut,
  durableOf,
  type Ended,
  emptyStore,
  type Outcome,
  openOf,
  prepare,
  type Rows,
  recovered,
  rollBack,
  type Store,
  type Transaction,
} from './store.ts';
