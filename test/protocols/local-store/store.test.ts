import { describe, expect, test } from 'vitest';
import {
  accounts,
  acquire,
  begin,
  type Change,
  commit,
  deposit,
  durableOf,
  emptyStore,
  execute,
  prepare,
  recovered,
  release,
  rollBack,
  rowsHeld,
  type Store,
  totalOf,
  withdraw,
} from '../../../src/protocols/local-store/index.ts';
import { deepFreeze } from '../recording-context.ts';

const bank = deepFreeze(emptyStore(accounts(3, 100)));

function done(store: Store, id: string, changes: readonly Change[]): Store {
  const executed = execute(deepFreeze(store), id, changes, 'wait');
  expect(executed.result).toBe('done');
  return deepFreeze(executed.store);
}

describe('locks', () => {
  const claim = (transaction: string, mode: 'shared' | 'exclusive') => ({ transaction, mode });

  test('readers share; a writer waits for them; a reader behind it does not overtake', () => {
    let { locks } = acquire({}, 'a1', claim('t1', 'shared'), 'wait');
    const second = acquire(locks, 'a1', claim('t2', 'shared'), 'wait');
    expect(second.answer).toBe('granted');
    const writer = acquire(second.locks, 'a1', claim('t3', 'exclusive'), 'wait');
    expect(writer.answer).toBe('waiting');
    const late = acquire(writer.locks, 'a1', claim('t4', 'shared'), 'wait');
    expect(late.answer).toBe('waiting');
    expect(acquire(writer.locks, 'a1', claim('t4', 'shared'), 'refuse').answer).toBe('refused');
    ({ locks } = release(late.locks, 't1'));
    expect(locks['a1']!.holders).toEqual([claim('t2', 'shared')]);
    const freed = release(locks, 't2');
    expect(freed.granted).toEqual(['t3']);
    expect(release(freed.locks, 't3').granted).toEqual(['t4']);
  });

  test('readers at the head of the queue get in together', () => {
    let { locks } = acquire({}, 'a1', claim('t1', 'exclusive'), 'wait');
    for (const id of ['t2', 't3']) ({ locks } = acquire(locks, 'a1', claim(id, 'shared'), 'wait'));
    expect(release(locks, 't1').granted).toEqual(['t2', 't3']);
  });

  test('a sole reader becomes the writer; with another reader it waits, before all others', () => {
    const { locks } = acquire({}, 'a1', claim('t1', 'shared'), 'wait');
    expect(acquire(locks, 'a1', claim('t1', 'exclusive'), 'wait').answer).toBe('granted');
    const shared = acquire(locks, 'a1', claim('t2', 'shared'), 'wait').locks;
    const other = acquire(shared, 'a1', claim('t3', 'exclusive'), 'wait').locks;
    const upgrade = acquire(other, 'a1', claim('t1', 'exclusive'), 'wait');
    expect(upgrade.answer).toBe('waiting');
    expect(release(upgrade.locks, 't2').granted).toEqual(['t1']);
  });

  test('whoever waits no longer leaves the queue', () => {
    let { locks } = acquire({}, 'a1', claim('t1', 'exclusive'), 'wait');
    ({ locks } = acquire(locks, 'a1', claim('t2', 'exclusive'), 'wait'));
    ({ locks } = release(locks, 't2'));
    expect(release(locks, 't1')).toEqual({ locks: {}, granted: [] });
  });
});

describe('transactions', () => {
  test('what is written is seen by others when it is committed, and never if it is rolled back', () => {
    const written = done(bank, 't1', [withdraw('a1', 30), deposit('a2', 30)]);
    expect(written.rows).toEqual(bank.rows);
    expect(commit(written, 't1').store.rows).toEqual({ a1: 70, a2: 130, a3: 100 });
    expect(rollBack(written, 't1').store.rows).toEqual(bank.rows);
    expect(totalOf(commit(written, 't1').store.rows, 'a')).toBe(300);
  });

  test('a balance does not fall below zero, its own changes included', () => {
    expect(execute(bank, 't1', [withdraw('a1', 101)], 'wait').result).toBe('insufficient');
    const written = done(bank, 't1', [withdraw('a1', 60)]);
    expect(execute(written, 't1', [withdraw('a1', 60)], 'wait').result).toBe('insufficient');
  });

  test('a second writer waits, or is refused, until the first has ended', () => {
    const written = done(bank, 't1', [withdraw('a1', 10)]);
    expect(execute(written, 't2', [deposit('a1', 1)], 'refuse').result).toBe('locked');
    const waiting = execute(written, 't2', [deposit('a1', 1)], 'wait');
    expect(waiting.result).toBe('waiting');
    const { store, granted } = commit(waiting.store, 't1');
    expect(granted).toEqual(['t2']);
    expect(commit(done(store, 't2', [deposit('a1', 1)]), 't2').store.rows['a1']).toBe(91);
  });

  test('reads see committed rows and the own ones, and keep writers off', () => {
    const reading = execute(bank, 't1', [{ row: 'a1' }, deposit('a2', 5)], 'wait');
    expect(reading).toMatchObject({ result: 'done', values: { a1: 100, a2: 105 } });
    expect(execute(reading.store, 't2', [deposit('a1', 1)], 'refuse').result).toBe('locked');
    expect(execute(reading.store, 't2', [{ row: 'a1' }], 'refuse').result).toBe('done');
  });

  test('begun twice is begun once', () => {
    const once = begin(bank, 't1');
    expect(begin(once, 't1')).toBe(once);
  });
});

describe('after a crash', () => {
  const active = done(bank, 't1', [withdraw('a1', 10)]);
  const prepared = prepare(done(active, 't2', [withdraw('a2', 10), { row: 'a3' }]), 't2', { from: 'k1' });
  const after = recovered(durableOf(prepared), {});

  test('what was active is gone, and its locks are free', () => {
    expect(Object.keys(after.open)).toEqual(['t2']);
    expect(rowsHeld(after.locks, 't1')).toEqual([]);
  });

  test('what was prepared is there with its note and its locks, and can still be committed', () => {
    expect(after.open['t2']).toEqual(prepared.open['t2']);
    expect(rowsHeld(after.locks, 't2')).toEqual(['a2', 'a3']);
    expect(execute(after, 't3', [deposit('a2', 1)], 'refuse').result).toBe('locked');
    expect(execute(after, 't3', [{ row: 'a3' }], 'refuse').result).toBe('done');
    expect(commit(after, 't2').store.rows['a2']).toBe(90);
  });

  test('outcomes are remembered, of transactions that never came too', () => {
    const { store } = rollBack(commit(after, 't2').store, 't9');
    expect(recovered(durableOf(store), {}).outcomes).toEqual({ t2: 'committed', t9: 'aborted' });
  });
});
