// One branch at its service: the three traps, with a fence row and without.
import { expect, test } from 'vitest';
import { defaultsOf, type Options } from '../../../src/contract/system.ts';
import { emptyStore, rowOf, type Store } from '../../../src/protocols/shop/index.ts';
import { cancelled, confirmed, tried } from '../../../src/protocols/tcc/branches.ts';
import { tcc } from '../../../src/protocols/tcc/index.ts';
import { settingsOf } from '../../../src/protocols/tcc/options.ts';

const settings = (options: Options = {}) => settingsOf({ ...defaultsOf(tcc), stock: 3, ...options });
const none = settings({ fence: 'none' });
const reserve = { row: 'item0', from: 'free', to: 'held', amount: 1 } as const;
const use = { row: 'item0', from: 'held', to: 'gone', amount: 1 } as const;
const attempt = (store: Store, how = settings()) => tried(store, 'c1-1', 'goods', reserve, use, how);
const cancel = (store: Store, how = settings()) => cancelled(store, 'c1-1', 'goods', reserve, how);
const confirm = (store: Store, how = settings()) => confirmed(store, 'c1-1', 'goods', use, how);
const item = (store: Store) => rowOf(store.rows, 'item0', settings());

test('Try, Confirm; or Try, Cancel', () => {
  const held = attempt(emptyStore).store;
  expect(item(held)).toEqual({ free: 2, held: 1, gone: 0 });
  expect(item(confirm(held).store)).toEqual({ free: 2, held: 0, gone: 1 });
  expect(item(cancel(held))).toEqual({ free: 3, held: 0, gone: 0 });
});

test('an empty Cancel gives nothing free; without a fence a piece that was never there', () => {
  expect(item(cancel(emptyStore))).toEqual({ free: 3, held: 0, gone: 0 });
  expect(item(cancel(emptyStore, none))).toEqual({ free: 4, held: -1, gone: 0 });
});

test('a Try after its Cancel is refused; with a row that begins with the Try it reserves', () => {
  expect(attempt(cancel(emptyStore)).ok).toBe(false);
  const partial = settings({ fence: 'partial' });
  expect(attempt(cancel(emptyStore, partial), partial).ok).toBe(true);
});

test('a second Confirm or Cancel changes nothing; without a fence it takes what others have reserved', () => {
  const held = attempt(emptyStore).store;
  const done = confirm(held).store;
  expect(confirm(done)).toEqual({ store: done, ok: true });
  expect(cancel(done)).toBe(done);
  const both = tried(attempt(emptyStore, none).store, 'c2-1', 'goods', reserve, use, none).store;
  expect(item(confirm(confirm(both, none).store, none).store)).toEqual({ free: 1, held: 0, gone: 2 });
});

test('a Confirm of what has been cancelled, or was never tried, fails', () => {
  expect(confirm(cancel(attempt(emptyStore).store)).ok).toBe(false);
  expect(confirm(emptyStore)).toEqual({ store: emptyStore, ok: false });
});

test('there is not enough, or no such row', () => {
  expect(attempt(emptyStore, settings({ stock: 0 })).ok).toBe(false);
  const nobody = { row: 'nobody', from: null, to: 'free', amount: 10 } as const;
  expect(tried(emptyStore, 'c1-1', 'target', null, nobody, settings()).ok).toBe(false);
});
