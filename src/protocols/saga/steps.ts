// One step at one service, and its compensation: each is a local transaction of the store.
import {
  type Change,
  forced,
  keyed,
  keyOf,
  moved,
  noted,
  reversed,
  rowOf,
  type Store,
  withRow,
} from '../shop/index.ts';
import type { Settings } from './options.ts';

/** What a command is about, and what its saga read before; null where it read nothing. */
export type Work = {
  readonly saga: string;
  readonly step: string;
  readonly change: Change | null;
  readonly seen: number | null;
};
export type Result = { readonly store: Store; readonly ok: boolean };

export function stepKey({ saga, step }: Pick<Work, 'saga' | 'step'>): string {
  return `${saga}/${step}`;
}

export function doStep(store: Store, work: Work, settings: Settings): Result {
  const key = stepKey(work);
  const known = keyOf(store, key);
  if (known !== undefined) return { store, ok: known === 'done' };
  const { saga: deal, step, change } = work;
  const after = change === null ? store : written(store, change, work.seen, settings);
  const kind = after === undefined ? 'refuse' : 'do';
  const noticed = noted(after ?? store, { deal, step, kind, change });
  // A refusal is kept too: a copy that comes when there is enough again would do what nobody waits for any more.
  return {
    store: remembered(noticed, key, after === undefined ? 'refused' : 'done', settings),
    ok: after !== undefined,
  };
}

export function undoStep(store: Store, work: Work, settings: Settings): Store {
  const key = stepKey(work);
  const known = keyOf(store, key);
  if (known === undefined && settings.idempotencyKeys) {
    return settings.tombstones ? keyed(store, key, 'undone') : store;
  }
  if (known === 'undone' || known === 'refused') return store;
  const { saga: deal, step, change } = work;
  const after = change === null ? store : takenBack(store, change, work.seen, settings);
  return remembered(noted(after, { deal, step, kind: 'undo', change }), key, 'undone', settings);
}

/** Whether a step has been done. One that has not will be refused from now on: or the answer would be worth nothing. */
export function queryStep(store: Store, about: Pick<Work, 'saga' | 'step'>, settings: Settings): Result {
  const key = stepKey(about);
  const known = keyOf(store, key);
  if (known !== undefined || !settings.tombstones) return { store, ok: known === 'done' };
  return { store: keyed(store, key, 'refused'), ok: false };
}

function remembered(store: Store, key: string, outcome: string, { idempotencyKeys }: Settings): Store {
  return idempotencyKeys ? keyed(store, key, outcome) : store;
}

/** Undefined: refused. What is held for the saga is its own, and is always moved by its amount. */
function written(store: Store, change: Change, seen: number | null, settings: Settings): Store | undefined {
  const row = rowOf(store.rows, change.row, settings);
  if (row === undefined || seen === null) return moved(store, change, settings);
  if (settings.countermeasure === 'reread') return row.free === seen ? moved(store, change, settings) : undefined;
  // What was read is what is written, less the amount: whatever else has become of it meanwhile.
  const free = change.from === 'free' ? seen - change.amount : change.to === 'free' ? seen + change.amount : row.free;
  return withRow(store, change.row, { ...forcedRow(store, change, settings), free });
}

function takenBack(store: Store, change: Change, seen: number | null, settings: Settings): Store {
  const back = reversed(change);
  if (seen === null || settings.countermeasure === 'reread') return forced(store, back, settings);
  return withRow(store, change.row, { ...forcedRow(store, back, settings), free: seen });
}

function forcedRow(store: Store, change: Change, settings: Settings) {
  return rowOf(forced(store, change, settings).rows, change.row, settings)!;
}
