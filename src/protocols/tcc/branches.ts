// A branch at its service: what Try, Confirm, Cancel and a reservation that runs out do to the store. With a fence row:
//
//   (none) ── Try ──▶ tried ── Confirm ──▶ confirmed       Cancel before its Try: cancelled, nothing is given free
//      │                │                                  Try after its Cancel: refused
//      │                ├── Cancel, or its time is up ──▶ cancelled
//      └── Cancel ──▶ cancelled        └── Try that finds too little ──▶ refused
import { type Change, forced, keyed, keyOf, moved, noted, reversed, rowOf, type Store } from '../shop/index.ts';
import type { Settings } from './options.ts';
import { confirmOf, tryOf } from './plan.ts';

export type Result = { readonly store: Store; readonly ok: boolean };

export function fenceKey(transaction: string, branch: string): string {
  return `${transaction}/${branch}`;
}

export function tried(
  store: Store,
  deal: string,
  branch: string,
  reserve: Change | null,
  confirm: Change,
  settings: Settings,
): Result {
  const key = fenceKey(deal, branch);
  const state = keyOf(store, key);
  if (state !== undefined) return { store, ok: state === 'tried' || state === 'confirmed' };
  const isThere = rowOf(store.rows, confirm.row, settings) !== undefined;
  const after = reserve === null ? (isThere ? store : undefined) : moved(store, reserve, settings);
  const ok = after !== undefined;
  const deed = noted(after ?? store, { deal, step: tryOf(branch), kind: ok ? 'do' : 'refuse', change: reserve });
  return { store: fenced(deed, key, ok ? 'tried' : 'refused', settings), ok };
}

export function confirmed(store: Store, deal: string, branch: string, confirm: Change, settings: Settings): Result {
  const key = fenceKey(deal, branch);
  const state = keyOf(store, key);
  if (state === 'confirmed') return { store, ok: true };
  if (settings.fence !== 'none' && state !== 'tried') return { store, ok: false };
  const after = moved(store, confirm, settings);
  if (after === undefined) return { store, ok: false };
  const deed = noted(after, { deal, step: confirmOf(branch), kind: 'do', change: confirm });
  return { store: fenced(deed, key, 'confirmed', settings), ok: true };
}

export function cancelled(
  store: Store,
  deal: string,
  branch: string,
  reserve: Change | null,
  settings: Settings,
): Store {
  const key = fenceKey(deal, branch);
  const state = keyOf(store, key);
  // An empty cancel: there is nothing to give free, and a Try that comes after it must not reserve.
  if (settings.fence === 'full' && state === undefined) return keyed(store, key, 'cancelled');
  if (settings.fence !== 'none' && state !== 'tried') return store;
  const after = reserve === null ? store : forced(store, reversed(reserve), settings);
  const deed = noted(after, { deal, step: tryOf(branch), kind: 'undo', change: reserve });
  return fenced(deed, key, 'cancelled', settings);
}

function fenced(store: Store, key: string, state: string, { fence }: Settings): Store {
  return fence === 'none' ? store : keyed(store, key, state);
}
