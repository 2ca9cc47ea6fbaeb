// The interpreter: what a command replies, and what it has the replicas write.
import { expect, test } from 'vitest';
import {
  applyAll,
  type Command,
  emptyKeyspace,
  entriesOf,
  execute,
  type Keyspace,
  lookUp,
  mayWrite,
  readOnly,
} from '../../../src/protocols/redis/commands/index.ts';

const get: Command = { name: 'GET', key: 'k' };
const del: Command = { name: 'DEL', key: 'k' };
const set = (value: number, px?: number): Command => ({
  name: 'SET',
  key: 'k',
  value,
  ...(px === undefined ? {} : { px }),
});
const compareAndSet = (from: number | null, to: number): Command => ({
  name: 'EVAL',
  script: 'compare-and-set',
  key: 'k',
  args: [from, to],
});

/** Holds what the commands left, all given at time 0. */
const after = (...commands: readonly Command[]): Keyspace =>
  commands.reduce((keyspace, command) => execute(keyspace, command, 0).keyspace, emptyKeyspace);

test('a key that was never set is null; one that was set has its value', () => {
  expect(execute(emptyKeyspace, get, 0).value).toBe(null);
  expect(execute(after(set(7)), get, 0)).toMatchObject({ value: 7, writes: [] });
});

test('replicas that take the writes hold what the primary holds', () => {
  const { keyspace, writes } = execute(after(set(1, 50)), set(2, 100), 10);
  expect(entriesOf(applyAll(after(set(1, 50)), writes))).toEqual(entriesOf(keyspace));
});

test('a time to live becomes an absolute time, so that it does not begin anew on a replica', () => {
  expect(execute(emptyKeyspace, set(1, 100), 10).writes).toEqual([{ name: 'SET', key: 'k', value: 1, expireAt: 110 }]);
});

test('a key is there until its time, and gone after it', () => {
  const keyspace = after(set(1, 100));
  expect(lookUp(keyspace, 'k', 100)?.value).toBe(1);
  expect(lookUp(keyspace, 'k', 101)).toBeUndefined();
});

test('a primary that looks at an expired key deletes it, and says so to its replicas', () => {
  const { keyspace, value, writes } = execute(after(set(1, 100)), get, 101);
  expect(value).toBe(null);
  expect(writes).toEqual([{ name: 'DEL', key: 'k' }]);
  expect(entriesOf(keyspace)).toEqual([]);
});

test('a replica shows no expired key, though it holds it', () => {
  expect(readOnly(after(set(1, 100)), 'k', 101)).toBe(null);
  expect(readOnly(after(set(1, 100)), 'k', 100)).toBe(1);
});

test('a write without a time takes the old time away', () => {
  expect(lookUp(after(set(1, 100), set(2)), 'k', 101)?.value).toBe(2);
});

test('DEL counts what was there, and writes nothing where nothing was', () => {
  expect(execute(after(set(1)), del, 0)).toMatchObject({ value: 1, writes: [{ name: 'DEL', key: 'k' }] });
  expect(execute(emptyKeyspace, del, 0)).toMatchObject({ value: 0, writes: [] });
});

test('compare-and-set writes where the value is as expected, else nothing', () => {
  expect(execute(after(set(1)), compareAndSet(1, 2), 0)).toMatchObject({
    value: [true, 2],
    writes: [{ name: 'SET', key: 'k', value: 2, expireAt: null }],
  });
  expect(execute(after(set(1)), compareAndSet(3, 2), 0)).toMatchObject({ value: [false, 1], writes: [] });
  expect(execute(emptyKeyspace, compareAndSet(null, 2), 0).value).toEqual([true, 2]);
});

test('compare-and-set finds an expired key to be missing, and replicas delete before they write', () => {
  const { value, writes } = execute(after(set(1, 100)), compareAndSet(1, 2), 101);
  expect(value).toEqual([false, null]);
  expect(writes).toEqual([{ name: 'DEL', key: 'k' }]);
});

test('keys that every object inherits are not there', () => {
  for (const key of ['constructor', 'toString', '__proto__']) {
    expect(readOnly(emptyKeyspace, key, 0)).toBe(null);
    expect(readOnly(execute(emptyKeyspace, { name: 'SET', key, value: 1 }, 0).keyspace, key, 0)).toBe(1);
  }
});

test('all that may write is refused by replicas, scripts included', () => {
  expect([get, set(1), del, compareAndSet(1, 2)].map(mayWrite)).toEqual([false, true, true, true]);
});
