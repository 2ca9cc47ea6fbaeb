// Last write wins: which of two cells stays, and what is forgotten.
import { expect, test } from 'vitest';
import { type Cell, lastWriteWins } from '../../../src/protocols/cassandra/index.ts';

const { merged, isSuperseded, compacted } = lastWriteWins;
const cells: readonly Cell[] = [
  { value: 1, at: 100 },
  { value: 2, at: 100 },
  { value: null, at: 100 },
  { value: 1, at: 101 },
  { value: 'a', at: 101 },
  { value: null, at: 99 },
];

test('a merge comes to the same whatever the order, the grouping and the repetition', () => {
  for (const a of cells) {
    expect(merged(a, { ...a })).toEqual(a);
    for (const b of cells) {
      expect(merged(a, b)).toEqual(merged(b, a));
      for (const c of cells) expect(merged(merged(a, b), c)).toEqual(merged(a, merged(b, c)));
    }
  }
});

test('the greater time wins; of equal times the tombstone, then the greater value', () => {
  const at = (value: number | null, time: number): Cell => ({ value, at: time });
  expect(merged(at(9, 100), at(1, 101))).toEqual(at(1, 101));
  expect(merged(at(9, 100), at(null, 100))).toEqual(at(null, 100));
  expect(merged(at(10, 100), at(9, 100))).toEqual(at(10, 100));
  expect(merged(null, at(1, 1))).toEqual(at(1, 1));
});

test('nothing new leaves the very cell that is held', () => {
  const held: Cell = { value: 1, at: 100 };
  expect(merged(held, { value: 1, at: 100 })).toBe(held);
  expect(merged(held, { value: 7, at: 99 })).toBe(held);
});

test('superseded is what gives way, not what is held already', () => {
  expect(isSuperseded({ value: 1, at: 100 }, { value: 2, at: 99 })).toBe(true);
  expect(isSuperseded({ value: 1, at: 100 }, { value: 1, at: 100 })).toBe(false);
  expect(isSuperseded(null, { value: 1, at: 100 })).toBe(false);
});

test('compaction drops tombstones older than gc_grace, and neither younger ones nor values', () => {
  const values = { old: { value: 1, at: 1 }, gone: { value: null, at: 99 }, young: { value: null, at: 100 } };
  expect(compacted(values, 100)).toEqual({ old: values.old, young: values.young });
  expect(compacted(values, 99)).toBe(values);
});
