import { describe, expect, test } from 'vitest';
import { oldestOf, readsAndWrites, stalenessOf } from '../../../src/checkers/measures/index.ts';
import { ms } from '../../../src/contract/time.ts';
import { type Timed, timed } from './timed.ts';

function measured(...each: readonly Timed[]) {
  const accesses = readsAndWrites(timed(...each), 'kv');
  if ('unknown' in accesses) throw new Error(accesses.unknown);
  return stalenessOf(accesses);
}

describe('a read is', () => {
  test('not stale if it returns the last write', () => {
    expect(measured([0, 0, 1, 'write', 1], [1, 2, 3, 'read', 1])).toMatchObject({
      reads: 1,
      stale: [],
      age: { max: 0 },
    });
  });

  test('stale from the moment at which its value was replaced by an acknowledged write', () => {
    const found = measured([0, 0, 1, 'write', 1], [0, 2, 5, 'write', 2], [1, 15, 16, 'read', 1]);
    // Replaced at 5 ms, read from 15 ms on.
    expect(found).toMatchObject({ age: { max: ms(10) }, versions: { max: 1 } });
    expect(oldestOf(found)).toMatchObject({ returned: { input: 1 }, replacedBy: { input: 2 }, read: { output: 1 } });
  });

  test('as many versions behind as writes were acknowledged meanwhile', () => {
    const writes: Timed[] = [1, 2, 3, 4].map((value) => [0, 10 * value, 10 * value + 1, 'write', value]);
    expect(measured(...writes, [1, 50, 51, 'read', 1])).toMatchObject({ age: { max: ms(29) }, versions: { max: 3 } });
    expect(measured(...writes, [1, 50, 51, 'read', null])).toMatchObject({
      age: { max: ms(39) },
      versions: { max: 4 },
    });
  });

  test('not stale where the newer write was still open, was never acknowledged, or was concurrent with the older', () => {
    expect(measured([0, 0, 1, 'write', 1], [0, 2, 9, 'write', 2], [1, 8, 10, 'read', 1]).stale).toEqual([]);
    expect(measured([0, 0, 1, 'write', 1], [0, 2, 5, 'write', 2, 'info'], [1, 8, 10, 'read', 1]).stale).toEqual([]);
    expect(measured([0, 0, 4, 'write', 1], [2, 2, 5, 'write', 2], [1, 8, 10, 'read', 1]).stale).toEqual([]);
  });

  test('stale with the value of an unknown write only after somebody has read it', () => {
    const unread = measured([0, 0, 9, 'write', 1, 'info'], [2, 12, 13, 'write', 2], [1, 20, 21, 'read', 1]);
    expect(unread.stale).toEqual([]);
    const lost: Timed = [0, 0, 9, 'write', 1, 'info'];
    const read = measured(lost, [3, 10, 11, 'read', 1], [2, 12, 13, 'write', 2], [1, 20, 21, 'read', 1]);
    expect(read).toMatchObject({ age: { p50: 0, max: ms(7) }, versions: { max: 1 } });
  });
});

test('the distribution is over all reads, by nearest rank', () => {
  const reads: Timed[] = Array.from({ length: 99 }, (_, index) => [1, 10 + index, 11 + index, 'read', 2]);
  const found = measured([0, 0, 1, 'write', 1], [0, 2, 3, 'write', 2], ...reads, [1, 203, 204, 'read', 1]);
  // The 99th of 100 is fresh, the last is 200 ms old.
  expect(found).toMatchObject({ reads: 100, age: { p50: 0, p99: 0, max: ms(200) } });
});

test('a value that was written twice and read cannot be told', () => {
  const operations = timed([0, 0, 1, 'write', 1], [0, 2, 3, 'write', 1], [1, 4, 5, 'read', 1]);
  expect(readsAndWrites(operations, 'kv')).toMatchObject({ unknown: expect.stringContaining('written 2 times') });
});
