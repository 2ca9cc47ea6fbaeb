// The disk as pure functions. What its faults mean for a node: test/kernel/faults/disk*.test.ts.
import { expect, test } from 'vitest';
import {
  complete,
  crash,
  type Disk,
  damage,
  diskWith,
  emptyDisk,
  fail,
  inspected,
  issue,
  tear,
} from '../../src/storage/disk.ts';

const two = issue(issue(emptyDisk, { a: 1, b: 1 }, 'log', 20), { b: 2, c: 2 }, 'vote', 10);

test('a write is due at its time, or with the one before it if that is later', () => {
  expect(two.pending.map(({ id, due, kind }) => [id, due, kind])).toEqual([[0, 20, 'log'], [1, 20, 'vote']]); // biome-ignore format: pairs
  expect(issue(two, {}, 'log', 30).pending[2]!.due).toBe(30);
});

test('writes that are complete are merged key by key, in order, and numbers are never used again', () => {
  const one = complete(two);
  expect([one.durable, one.pending.length, one.isEmpty]).toEqual([{ a: 1, b: 1 }, 1, false]);
  expect(complete(one).durable).toEqual({ a: 1, b: 2, c: 2 });
  expect(issue(crash(two, 0), {}, 'log', 0).pending[0]!.id).toBe(2);
});

test('a crash keeps the oldest writes and forgets the others', () => {
  expect([0, 1, 2].map((kept) => crash(two, kept).durable)).toEqual([{}, { a: 1, b: 1 }, { a: 1, b: 2, c: 2 }]);
  expect(crash(two, 1).pending).toEqual([]);
  expect([crash(two, 0).isEmpty, crash(two, 1).isEmpty]).toEqual([true, false]);
});

test('a torn write leaves the keys whose positions survive, in sorted order', () => {
  expect(tear(two, 1, (position) => position === 0)).toMatchObject({ durable: { a: 1, b: 2 }, pending: [] });
  // The order in which a protocol wrote the keys makes no difference.
  const other = issue(complete(issue(emptyDisk, { a: 1, b: 1 }, 'log', 0)), { c: 2, b: 2 }, 'vote', 0);
  expect(tear(other, 0, (position) => position === 0).durable).toEqual({ a: 1, b: 2 });
  expect(tear(two, 0, (position) => position === 1)).toMatchObject({ durable: { b: 1 }, isEmpty: false });
});

test('a failed write takes those behind it, and what was durable stays', () => {
  expect(fail(complete(two))).toMatchObject({ durable: { a: 1, b: 1 }, pending: [], issued: 2 });
});

test('damage takes keys, is known until it was found, and leaves a disk that is not empty', () => {
  const damaged = damage(diskWith({ b: 1, a: 2 }), (position) => position === 1);
  expect(damaged).toMatchObject({ durable: { b: 1 }, damaged: ['a'], isFound: false, isEmpty: false });
  // Written before it was found a key is as damaged as before; after that it is mended.
  const written = (disk: Disk) => complete(issue(disk, { a: 3 }, 'write', 0)).damaged;
  expect([written(damaged), written(inspected(damaged))]).toEqual([['a'], []]);
});
