// The commands and scripts that locks are made of.
import { describe, expect, test } from 'vitest';
import {
  type Command,
  emptyKeyspace,
  execute,
  type Keyspace,
  lookUp,
} from '../../../src/protocols/redis/commands/index.ts';

const setNx = (value: string, px = 100): Command => ({ name: 'SET', key: 'lock', value, px, nx: true });
const evaluate = (script: Extract<Command, { name: 'EVAL' }>['script'], ...args: readonly (string | number)[]) =>
  ({ name: 'EVAL', script, key: 'lock', args }) as const;

/** Runs commands at their times, and answers the replies and what is left. */
function run(...steps: readonly (readonly [time: number, command: Command])[]) {
  let keyspace: Keyspace = emptyKeyspace;
  const published: string[] = [];
  const values = steps.map(([time, command]) => {
    const done = execute(keyspace, command, time);
    keyspace = done.keyspace;
    published.push(...done.published.map(({ channel }) => channel));
    return done.value;
  });
  return { values, keyspace, published };
}

test('SET with NX takes a key that is not there, or has expired, and no other', () => {
  const { values, keyspace } = run([0, setNx('a')], [100, setNx('b')], [101, setNx('c')]);
  expect(values).toEqual(['OK', null, 'OK']);
  expect(lookUp(keyspace, 'lock', 150)).toEqual({ value: 'c', expireAt: 201 });
});

test('SETNX leaves a key without an end, and PEXPIRE gives it one', () => {
  const taken = run([0, { name: 'SETNX', key: 'lock', value: 'a' }], [9e9, { name: 'SETNX', key: 'lock', value: 'b' }]);
  expect(taken.values).toEqual([1, 0]);
  const timed = run([0, { name: 'SETNX', key: 'lock', value: 'a' }], [5, { name: 'PEXPIRE', key: 'lock', px: 100 }]);
  expect(lookUp(timed.keyspace, 'lock', 105)?.expireAt).toBe(105);
  expect(run([0, { name: 'PEXPIRE', key: 'lock', px: 100 }]).values).toEqual([0]);
});

test('compare-and-delete deletes the owner’s own key alone', () => {
  const { values, keyspace } = run([0, setNx('a')], [1, evaluate('compare-and-delete', 'b')]);
  expect([values[1], lookUp(keyspace, 'lock', 1)?.value]).toEqual([0, 'a']);
  expect(run([0, setNx('a')], [1, evaluate('compare-and-delete', 'a')], [2, setNx('b')]).values).toEqual([
    'OK',
    1,
    'OK',
  ]);
});

describe('the hash of Redisson', () => {
  const lock = (owner: string, lease = 100) => evaluate('redisson-lock', owner, lease);
  const unlock = (owner: string, latch: string) => evaluate('redisson-unlock', owner, 100, 'channel', latch);
  const held = (value: number | null) => ({ ttl: value, token: null });

  test('an owner locks again and counts; another is told how long it may take', () => {
    const { values, keyspace } = run([0, lock('a')], [10, lock('a')], [30, lock('b')]);
    expect(values).toEqual([held(null), held(null), held(80)]);
    expect(lookUp(keyspace, 'lock', 30)).toEqual({ value: { a: 2 }, expireAt: 110 });
  });

  test('as many unlocks as locks, and a message at the last alone', () => {
    const first = run([0, lock('a')], [0, lock('a')], [50, unlock('a', 'u1')]);
    expect([first.values[2], first.published]).toEqual([0, []]);
    expect(lookUp(first.keyspace, 'lock', 50)).toEqual({ value: { a: 1 }, expireAt: 150 });
    const both = run([0, lock('a')], [0, lock('a')], [50, unlock('a', 'u1')], [60, unlock('a', 'u2')]);
    expect([both.values[3], both.published, lookUp(both.keyspace, 'lock', 60)]).toEqual([1, ['channel'], undefined]);
  });

  test('another’s unlock does nothing; the same unlock twice does it once', () => {
    const other = run([0, lock('a')], [1, unlock('b', 'u1')]);
    expect([other.values[1], lookUp(other.keyspace, 'lock', 1)?.value]).toEqual([null, { a: 1 }]);
    const again = run([0, lock('a')], [0, lock('a')], [1, unlock('a', 'u1')], [2, unlock('a', 'u1')]);
    expect([again.values[3], lookUp(again.keyspace, 'lock', 2)?.value]).toEqual([0, { a: 1 }]);
  });

  test('a renewal is for who still holds it', () => {
    const renew = (owner: string) => evaluate('redisson-renew', owner, 100);
    expect(lookUp(run([0, lock('a')], [50, renew('a')]).keyspace, 'lock', 50)?.expireAt).toBe(150);
    const late = run([0, lock('a')], [101, lock('b')], [150, renew('a')]);
    expect([late.values[2], lookUp(late.keyspace, 'lock', 150)]).toEqual([0, { value: { b: 1 }, expireAt: 201 }]);
    expect(run([0, renew('a')]).values).toEqual([0]);
  });

  test('tokens go up with each lock, and not with a refusal', () => {
    const fenced = (owner: string) => evaluate('redisson-lock', owner, 100, 'tokens');
    const { values } = run([0, fenced('a')], [1, fenced('b')], [200, fenced('b')]);
    expect(values).toEqual([
      { ttl: null, token: 1 },
      { ttl: 99, token: null },
      { ttl: null, token: 2 },
    ]);
  });
});
