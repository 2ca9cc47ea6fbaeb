// Clocks: what they include, how they join, what a bound makes them forget.
import { expect, test } from 'vitest';
import { type Clock, includes, joined, truncated, withDot } from '../../../src/protocols/dynamo/index.ts';

const dot = (actor: string, count: number) => ({ actor, count });
const clockOf = (counts: readonly number[], isPlain = false): Clock =>
  counts.reduce<Clock>((clock, count) => withDot(clock, dot('n1', count), count, isPlain), {});

test('a clock that knows the 1st and the 3rd write does not know the 2nd, unless it is plain', () => {
  expect(includes(clockOf([1, 3]), dot('n1', 2))).toBe(false);
  expect(includes(clockOf([1, 3], true), dot('n1', 2))).toBe(true);
  expect(includes(clockOf([1, 3]), dot('n2', 1))).toBe(false);
});

test('what follows without a gap is one number, in whatever order it came', () => {
  expect(clockOf([2, 3, 1])).toEqual({ n1: { upTo: 3, also: [], at: 3 } });
  expect(clockOf([1, 4, 3])).toEqual({ n1: { upTo: 1, also: [3, 4], at: 4 } });
});

test('joined knows what either knows', () => {
  const clock = joined(clockOf([1, 3]), withDot(clockOf([2]), dot('n2', 1), 9, false), false);
  expect(clock).toEqual({ n1: { upTo: 3, also: [], at: 3 }, n2: { upTo: 1, also: [], at: 9 } });
});

test('a bound drops the entries that were added to longest ago', () => {
  const clock: Clock = {
    n1: { upTo: 4, also: [], at: 10 },
    n2: { upTo: 1, also: [], at: 30 },
    n3: { upTo: 2, also: [], at: 20 },
  };
  expect(truncated(clock, 2)).toEqual({ n2: clock['n2'], n3: clock['n3'] });
  expect(truncated(clock, 3)).toBe(clock);
  expect(truncated(clock, 0)).toBe(clock);
});
