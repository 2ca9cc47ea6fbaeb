// Distributions drawn: tables and plots of small ones, where every character can be reckoned.
import { describe, expect, test } from 'vitest';
import type { Distribution, Published } from '../../src/contract/distribution.ts';
import type { RowReport } from '../../src/contract/report.ts';
import { cdfPlot } from '../../src/display/cdf.ts';
import { distributionTable, groupsOf } from '../../src/display/distribution.ts';
import { scaleOf } from '../../src/display/scale.ts';
import { plainStyle } from '../../src/display/style.ts';

const of = (values: readonly number[], beyond: readonly number[] = []): Distribution => ({
  measure: 'gap',
  unit: 'duration',
  values: values.map((value) => value * 1000),
  beyond: beyond.map((value) => value * 1000),
  unmeasured: 0,
});

const row = (
  name: string | undefined,
  distribution: Distribution,
  published: readonly Published[] = [],
): RowReport => ({
  row: name,
  runs: distribution.values.length + distribution.beyond.length,
  verdict: 'held',
  expectations: [],
  distributions: [distribution],
  published,
});

const published: Published = {
  measure: 'gap',
  figures: [
    { statistic: 'median', value: 2_500 },
    { statistic: 'max', value: 3_000 },
  ],
  shares: [{ within: 2_000, share: { numerator: 3, denominator: 5 } }],
};

const lines = (rows: readonly RowReport[], width = 120) =>
  groupsOf(rows).flatMap((group) => distributionTable(group, plainStyle, width));

test('without rows a line is a measure', () => {
  expect(lines([row(undefined, of([1, 2, 3]))])).toEqual([
    'measured  runs  min  p10  median  mean  p90  p99  max',
    'gap          3  1ms  1ms     2ms   2ms  3ms  3ms  3ms',
  ]);
});

test('with rows a line is a row, and under it what was published', () => {
  expect(lines([row('one', of([1, 2, 3]), [published]), row('two', of([4], [5]))])).toEqual([
    'gap  runs             min  p10  median    mean   p90   p99    max  within 2ms',
    'one     3  here       1ms  1ms     2ms     2ms   3ms   3ms    3ms       66.7%',
    '           published             2.5ms                        3ms       60.0%',
    '           error                −20.0%                      +0.0%     +6.7 pt',
    'two     2  here       4ms  4ms     4ms  >4.5ms  >5ms  >5ms   >5ms',
  ]);
});

test('on a narrow screen the less needed figures are left out', () => {
  expect(lines([row(undefined, of([1, 2, 3]))], 40)[0]).toBe('measured  runs  median  mean  p99  max');
});

test('and where that is not enough the names of rows are cut', () => {
  const long = 'a waiter is dead and the lock is not fair';
  const narrow = lines([row(long, of([1, 2, 3])), row('short', of([1, 2, 3]))], 60);
  expect(narrow).toEqual([
    'gap                             runs  median  mean  p99  max',
    'a waiter is dead and the lock…     3     2ms   2ms  3ms  3ms',
    'short                              3     2ms   2ms  3ms  3ms',
  ]);
});

describe('plots', () => {
  const plot = (rows: readonly RowReport[], isAscii = false) =>
    groupsOf(rows).flatMap((group) => cdfPlot(group, { width: 27, height: 5, isAscii }));

  test('of one distribution an area: the share of runs at most there', () => {
    // 20 columns from 0 ms to 20 ms: at the right edge of the 5th a quarter is there, at that of the 10th a half.
    expect(plot([row(undefined, of([0, 5, 10, 20]))])).toEqual([
      'share of the runs, by gap',
      '100% ┤                   █',
      '     │         ▆▆▆▆▆▆▆▆▆▆█',
      ' 50% ┤    ▄▄▄▄▄███████████',
      '     │▂▂▂▂████████████████',
      '  0% ┤████████████████████',
      '     └────────────────────',
      '      0us    10ms',
    ]);
  });

  test('in ASCII where there is nothing else', () => {
    const text = plot([row(undefined, of([0, 5, 10, 20]))], true);
    expect(text.join('\n')).toMatch(/^[\n -~]*$/);
    expect(text[1]).toBe('100% +                   #');
  });

  test('of several curves of letters, from their first run to their last', () => {
    // fast ends at 4 of 20 ms, in the 4th column; slow begins at 10 ms, in the 10th.
    const rows = [row('fast', of([0, 2, 4])), row('slow', of([10, 15, 20])), row('never', of([], [30]))];
    expect(plot(rows)).toEqual([
      'share of the runs, by gap',
      '100% ┤   a               b',
      '     │ aa           bbbbb',
      ' 50% ┤ a            b',
      '     │a        bbbbb',
      '  0% ┤',
      '     └────────────────────',
      '      0us    10ms',
      '      a fast   b slow',
      '      c never (>30ms)',
    ]);
  });

  test('nothing is drawn where nothing differs, or nothing was measured', () => {
    expect(plot([row('a', of([3, 3])), row('b', of([4]))])).toEqual([]);
    expect(plot([row('a', of([], [4]))])).toEqual([]);
  });
});

describe('scales', () => {
  test.each([
    [0, 7],
    [3, 50],
    [1, 21],
    [86, 8_251_000],
    [0.2, 900],
  ])('from %d to %d: there and back, rising', (least, most) => {
    const { placeOf, valueAt, round } = scaleOf(least, most);
    expect([placeOf(least), placeOf(most)]).toEqual([0, 1]);
    let before = -1;
    for (let i = 0; i <= 50; i++) {
      const value = valueAt(i / 50);
      expect(value).toBeGreaterThan(before);
      expect(placeOf(value)).toBeCloseTo(i / 50, 9);
      before = value;
    }
    expect(round.length).toBeGreaterThanOrEqual(2);
    for (const value of round) expect(value >= least && value <= most).toBe(true);
  });

  test('a wide span gives each decade as much room', () => {
    const { placeOf, round } = scaleOf(1, 1000);
    expect([placeOf(10), placeOf(100)].map((place) => place.toFixed(6))).toEqual(['0.333333', '0.666667']);
    expect(round).toEqual([1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]);
  });
});
