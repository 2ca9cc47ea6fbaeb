import { describe, expect, test } from 'vitest';
import {
  finalReadsOf,
  lostByFinalValues,
  lostByKeptValues,
  readsAndWrites,
} from '../../../src/checkers/measures/index.ts';
import { type Timed, timed } from './timed.ts';

function accessesOf(...each: readonly Timed[]) {
  const accesses = readsAndWrites(timed(...each), 'kv');
  if ('unknown' in accesses) throw new Error(accesses.unknown);
  return accesses;
}

const inputs = ({ lost }: ReturnType<typeof lostByFinalValues>) => lost.map(({ input }) => input);
const three: readonly Timed[] = [1, 2, 3].map((value) => [0, 10 * value, 10 * value + 1, 'write', value]);

describe('by what a key holds at the end', () => {
  test('the newer writes are lost, and nothing else', () => {
    const lost = lostByFinalValues(accessesOf(...three), [{ key: 'x', values: [1] }]);
    expect(lost.acknowledged).toBe(3);
    expect(inputs(lost)).toEqual([2, 3]);
    expect(inputs(lostByFinalValues(accessesOf(...three), [{ key: 'x', values: [3] }]))).toEqual([]);
    expect(inputs(lostByFinalValues(accessesOf(...three), [{ key: 'x', values: [null] }]))).toEqual([1, 2, 3]);
  });

  test('a write is kept if one of several values is not older', () => {
    expect(inputs(lostByFinalValues(accessesOf(...three), [{ key: 'x', values: [1, 3] }]))).toEqual([]);
  });

  test('what was concurrent, unknown or refused is not lost', () => {
    const accesses = accessesOf(
      [0, 0, 9, 'write', 1],
      [1, 5, 6, 'write', 2],
      [2, 20, 21, 'write', 3, 'info'],
      [3, 30, 31, 'write', 4, 'fail'],
    );
    expect(lostByFinalValues(accesses, [{ key: 'x', values: [1] }])).toEqual({ acknowledged: 2, lost: [] });
  });
});

test('by what a store kept, a write that was replaced after it was lost is counted too', () => {
  expect(inputs(lostByKeptValues(accessesOf(...three), [{ key: 'x', values: [1, 3] }]))).toEqual([2]);
});

test('the final values are the last answer of each session after the last write', () => {
  const reads: readonly Timed[] = [
    [1, 25, 26, 'read', 1],
    [1, 40, 41, 'read', 2],
    [1, 50, 51, 'read', 3],
    [2, 45, 46, 'read', 2],
    [3, 12, 13, 'read', 1],
  ];
  expect(finalReadsOf(accessesOf(...three, ...reads))).toEqual([{ key: 'x', values: [3, 2] }]);
});
