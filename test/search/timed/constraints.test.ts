// Difference constraints against brute force: what comes out satisfies all of them and is the least that does; where
// nothing comes out, the constraints that are named contradict each other, and no small times satisfy all.
import { array, assert, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Constraint, leastTimes } from '../../../src/search/timed/constraints.ts';

/** Three unknowns besides the beginning: with gaps of at most 3 none of the least times is above 9. */
const UNKNOWNS = 4;
const LEAST_MAX = 9;

const systems = array(
  record({
    from: integer({ min: 0, max: UNKNOWNS - 1 }),
    to: integer({ min: 0, max: UNKNOWNS - 1 }),
    least: integer({ min: -3, max: 3 }),
  }),
  { maxLength: 8 },
);

const isSatisfied = (times: readonly number[], constraints: readonly Constraint[]) =>
  constraints.every(({ from, to, least }) => times[to]! >= times[from]! + least);

/** All assignments of small times to the unknowns, the beginning at 0. */
function* assignments(): Generator<readonly number[]> {
  for (let a = 0; a <= LEAST_MAX; a++) {
    for (let b = 0; b <= LEAST_MAX; b++) for (let c = 0; c <= LEAST_MAX; c++) yield [0, a, b, c];
  }
}

describe('least times', () => {
  test('satisfy all constraints, and none of them could be less', () => {
    assert(
      property(systems, (constraints) => {
        const solution = leastTimes(UNKNOWNS, constraints);
        const all = [...assignments()].filter((times) => isSatisfied(times, constraints));
        if ('cycle' in solution) return all.length === 0;
        const { times } = solution;
        return isSatisfied(times, constraints) && all.every((other) => times.every((time, at) => time <= other[at]!));
      }),
      { numRuns: 300 },
    );
  });

  test('are refused only for a cycle of given constraints that adds up to more than nothing', () => {
    assert(
      property(systems, (constraints) => {
        const solution = leastTimes(UNKNOWNS, constraints);
        if ('times' in solution) return;
        const { cycle } = solution;
        expect(cycle.reduce((sum, { least }) => sum + least, 0)).toBeGreaterThan(0);
        expect(cycle.every(({ to }, at) => to === cycle[(at + 1) % cycle.length]!.from)).toBe(true);
        // That nothing is before the beginning is given too.
        const isGiven = (one: Constraint) => constraints.includes(one) || (one.from === 0 && one.least === 0);
        expect(cycle.every(isGiven)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test('without constraints everything is at the beginning', () => {
    expect(leastTimes(3, [])).toEqual({ times: [0, 0, 0] });
  });
});
