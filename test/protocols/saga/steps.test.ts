// A step and its compensation at one service: what comes twice, late, or in the wrong order.
import { describe, expect, test } from 'vitest';
import { defaultsOf, type Options } from '../../../src/contract/system.ts';
import { saga } from '../../../src/protocols/saga/index.ts';
import { settingsOf } from '../../../src/protocols/saga/options.ts';
import { doStep, queryStep, undoStep } from '../../../src/protocols/saga/steps.ts';
import { emptyStore, rowOf, type Store } from '../../../src/protocols/shop/index.ts';

const settings = (options: Options = {}) => settingsOf({ ...defaultsOf(saga), stock: 2, balance: 15, ...options });
const reserve = {
  saga: 'c1-1',
  step: 'reserve',
  change: { row: 'item0', from: 'free', to: 'held', amount: 1 },
  seen: null,
} as const;
const rowIn = (store: Store, options?: Options) => rowOf(store.rows, 'item0', settings(options));

test('a step, a copy of it, its compensation, and a copy of that', () => {
  const done = doStep(emptyStore, reserve, settings());
  expect(rowIn(done.store)).toEqual({ free: 1, held: 1, gone: 0 });
  expect(doStep(done.store, reserve, settings())).toEqual({ store: done.store, ok: true });
  const undone = undoStep(done.store, reserve, settings());
  expect(rowIn(undone)).toEqual({ free: 2, held: 0, gone: 0 });
  expect(undoStep(undone, reserve, settings())).toBe(undone);
  expect(doStep(undone, reserve, settings())).toEqual({ store: undone, ok: false });
});

test('without keys a copy is carried out once more', () => {
  const off = settings({ idempotencyKeys: false });
  const twice = doStep(doStep(emptyStore, reserve, off).store, reserve, off);
  expect(rowIn(twice.store)).toEqual({ free: 0, held: 2, gone: 0 });
});

test('a refusal stays one, also when there is enough again', () => {
  const none = settings({ stock: 0 });
  const refused = doStep(emptyStore, reserve, none);
  expect(refused.ok).toBe(false);
  expect(doStep(refused.store, reserve, settings())).toEqual({ store: refused.store, ok: false });
  expect(undoStep(refused.store, reserve, settings())).toBe(refused.store);
});

describe('a compensation that comes before its step', () => {
  test('leaves a tombstone, and the step is refused', () => {
    const first = undoStep(emptyStore, reserve, settings());
    expect(rowIn(first)).toEqual({ free: 2, held: 0, gone: 0 });
    expect(doStep(first, reserve, settings()).ok).toBe(false);
  });
  test('without one the step is carried out', () => {
    const off = settings({ tombstones: false });
    const first = undoStep(emptyStore, reserve, off);
    expect(first).toBe(emptyStore);
    expect(doStep(first, reserve, off).ok).toBe(true);
  });
});

test('a query that finds nothing says no, and sees to it that this stays true', () => {
  const asked = queryStep(emptyStore, reserve, settings());
  expect(asked.ok).toBe(false);
  expect(doStep(asked.store, reserve, settings()).ok).toBe(false);
  const done = doStep(emptyStore, reserve, settings()).store;
  expect(queryStep(done, reserve, settings())).toEqual({ store: done, ok: true });
});

describe('what was read, and what has become of it since', () => {
  const other = doStep(emptyStore, { ...reserve, saga: 'c2-1' }, settings()).store;
  const seen = { ...reserve, seen: 2 };
  test('none: it is written back all the same, less the amount', () => {
    const none = { countermeasure: 'none' };
    const done = doStep(other, seen, settings(none)).store;
    expect(rowIn(done)).toEqual({ free: 1, held: 2, gone: 0 });
    expect(rowIn(undoStep(done, seen, settings(none)))).toEqual({ free: 2, held: 1, gone: 0 });
  });
  test('reread: the step is refused; its compensation adds', () => {
    const reread = { countermeasure: 'reread' };
    expect(doStep(other, seen, settings(reread)).ok).toBe(false);
    const done = doStep(other, { ...reserve, seen: 1 }, settings(reread)).store;
    expect(rowIn(undoStep(done, { ...reserve, seen: 1 }, settings(reread)))).toEqual({ free: 1, held: 1, gone: 0 });
  });
});
