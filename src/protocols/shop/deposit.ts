// A customer pays in at the service that keeps the account. The outcome is kept under the deposit's own key, so that a copy
// of it pays in nothing.
import type { Deposit } from './messages.ts';
import type { Stocked } from './rows.ts';
import { keyed, keyOf, moved, noted, type Store } from './store.ts';

/** The store after it, and whether it was paid in: not while the row is locked. */
export function paidIn(
  store: Store,
  { id, account, amount }: Deposit,
  stocked: Stocked,
): { store: Store; ok: boolean } {
  const key = `${id}/deposit`;
  if (keyOf(store, key) !== undefined) return { store, ok: true };
  if (store.locks[account] !== undefined) return { store, ok: false };
  const change = { row: account, from: null, to: 'free', amount } as const;
  const after = moved(store, change, stocked);
  if (after === undefined) return { store, ok: false };
  return { store: noted(keyed(after, key, 'done'), { deal: id, step: 'deposit', kind: 'do', change }), ok: true };
}
