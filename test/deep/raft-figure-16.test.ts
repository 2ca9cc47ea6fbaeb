// Figure 16 of the Raft paper, the whole sweep: reckoned anew from the distributions that the report has, and compared with
// the paper's figures by the acceptance that was fixed before anything was run. Means and medians within 10 %, the share of
// elections settled in the first round within 5 points; 150–155 is the row that misses, and has to be told. Its 15,100 runs
// are for `npm run test:deep`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { faultline, root } from '../cli/command.ts';
import { expectSame, file, type Report, rowIn } from '../paper/figure-16.ts';

/** Digitised from the figure, in ms; the share within 225 ms in percent, where it is published. */
const paper = {
  '150-151': { median: 1198.7, mean: 1537.3, share: 2.5 },
  '150-155': { median: 287.3, mean: 345.3, share: 29.3 },
  '150-200': { median: 146.5, mean: 156.0, share: 92.8 },
  '150-300': { median: 171.3, mean: 180.8, share: undefined },
  '12-24': { median: 30.0, mean: 34.7, share: undefined },
  '100-200': { median: 120.2, mean: 125.5, share: undefined },
} as const;

type Name = keyof typeof paper;

describe.runIf(process.env['FAULTLINE_DEEP'] === '1')('the whole sweep', () => {
  let report: Report;
  beforeAll(() => {
    const { code, out } = faultline(['run', file, '--json']);
    expect(code).toBe(0);
    report = JSON.parse(out) as Report;
  }, 240_000);

  const downtimes = (name: string) => rowIn(report, name).measures.downtime['values'] as readonly number[];
  const errors = (name: Name) => {
    const values = downtimes(name);
    const { median, mean, share } = paper[name];
    const within = values.filter((value) => value <= 225_000).length / values.length;
    return {
      median: values[Math.ceil(values.length / 2) - 1]! / 1000 / median - 1,
      mean: values.reduce((sum, value) => sum + value, 0) / values.length / 1000 / mean - 1,
      points: share === undefined ? 0 : 100 * within - share,
    };
  };

  test.each(Object.keys(paper).filter((name) => name !== '150-155'))('%s is met', (name) => {
    expect(downtimes(name)).toHaveLength(1000);
    const { median, mean, points } = errors(name as Name);
    expect(Math.abs(median)).toBeLessThanOrEqual(0.1);
    expect(Math.abs(mean)).toBeLessThanOrEqual(0.1);
    expect(Math.abs(points)).toBeLessThanOrEqual(5);
  });

  test('150-155 is met in the median, and missed in the mean and the share, as the scenario says', () => {
    const { median, mean, points } = errors('150-155');
    expect(Math.abs(median)).toBeLessThanOrEqual(0.1);
    expect(mean).toBeLessThan(-0.1);
    expect(points).toBeGreaterThan(5);
    expect(report.scenarios[0].verdict).toBe('held');
  });

  test('150-150 is not settled in 10 s, in any of a hundred runs', () => {
    const { values, beyond } = rowIn(report, '150-150').measures.downtime as { [list: string]: readonly number[] };
    expect([values, beyond!.length]).toEqual([[], 100]);
    expect(Math.min(...beyond!)).toBeGreaterThan(10_000_000);
  });

  test('what docs/figures.md shows is this report', () => {
    expectSame(readFileSync(join(root, 'docs/figures.md'), 'utf8'), report);
  });
});
