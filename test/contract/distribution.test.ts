// Statistics of what many runs have measured: by their definitions, and honest about runs that ended first.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countWithin,
  type Distribution,
  distributionOf,
  figureOf,
  type MeasuredReport,
  quantiles,
} from '../../src/contract/distribution.ts';

const ran = (value: number | undefined, beyond?: number): MeasuredReport => ({
  name: 'm',
  unit: 'count',
  value,
  beyond,
});
const of = (values: readonly number[], beyond: readonly number[] = []): Distribution =>
  distributionOf('m', 'count', [...values.map((value) => ran(value)), ...beyond.map((bound) => ran(undefined, bound))]);

test('values and bounds are sorted, and runs without either are counted apart', () => {
  const distribution = distributionOf('m', 'count', [ran(3), ran(undefined), ran(1), ran(undefined, 9)]);
  expect(distribution).toMatchObject({ values: [1, 3], beyond: [9], unmeasured: 1 });
});

test('of 1 to 200 the nearest ranks and the mean are known', () => {
  const distribution = of(Array.from({ length: 200 }, (_, i) => 200 - i));
  const at = (name: Parameters<typeof figureOf>[1]) => figureOf(distribution, name);
  // Of 200 a thousandth is a fifth of a run: p1 is the 2nd, p99.9 the 200th.
  expect([at('min'), at('p1'), at('median'), at('p90'), at('p99.9'), at('max')].map((figure) => figure?.value)).toEqual(
    [1, 2, 100, 180, 200, 200],
  );
  expect(at('mean')).toEqual({ value: 100.5, isMore: false });
});

test('nothing measured has no statistics', () => {
  expect(figureOf(of([]), 'median')).toBeUndefined();
});

describe('runs that ended first', () => {
  test('are beyond all values: what they reach is only known to be more', () => {
    const distribution = of([1, 2, 3], [10, 11]);
    expect(figureOf(distribution, 'median')).toEqual({ value: 3, isMore: false });
    expect(figureOf(distribution, 'p75')).toEqual({ value: 10, isMore: true });
    expect(figureOf(distribution, 'max')).toEqual({ value: 10, isMore: true });
    expect(figureOf(distribution, 'mean')).toEqual({ value: 27 / 5, isMore: true });
  });

  test('above the least of them nothing is certain', () => {
    // The run that ended at 2 may have come to 2.5: then the median would be that, and not 3.
    expect(figureOf(of([1, 3, 4], [2]), 'p75')).toEqual({ value: 2, isMore: true });
    expect(figureOf(of([1, 3, 4], [2]), 'min')).toEqual({ value: 1, isMore: false });
  });

  test('are within a limit perhaps, if they ended before it', () => {
    expect(countWithin(of([1, 2, 8], [3, 9]), 5)).toEqual({ least: 2, most: 3 });
    expect(countWithin(of([1, 2, 8], [3, 9]), 3)).toEqual({ least: 2, most: 2 });
  });

  test('whatever they would have come to, the statistics said are true of it', () => {
    const numbers = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 12 });
    const open = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 30 })), { maxLength: 6 });
    const names = Object.keys(quantiles) as (keyof typeof quantiles)[];
    fc.assert(
      fc.property(numbers, open, (values, ended) => {
        const distribution = of(
          values,
          ended.map(([bound]) => bound),
        );
        const truth = of([...values, ...ended.map(([bound, more]) => bound + more)]);
        for (const name of [...names, 'mean' as const]) {
          const said = figureOf(distribution, name);
          const real = figureOf(truth, name);
          if (said === undefined || real === undefined) {
            expect(said).toEqual(real);
            continue;
          }
          // "More than" is said of a bound that an open run is past, or of a value that may be one of several.
          if (said.isMore) expect(real.value).toBeGreaterThanOrEqual(said.value);
          else expect(real.value).toBe(said.value);
        }
        const { least, most } = countWithin(distribution, 15);
        const real = countWithin(truth, 15).least;
        expect(real).toBeGreaterThanOrEqual(least);
        expect(real).toBeLessThanOrEqual(most);
      }),
      { numRuns: 2000, seed: 1 },
    );
  });
});
