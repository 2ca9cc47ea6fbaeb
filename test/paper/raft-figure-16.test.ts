// Figure 16 of the Raft paper, the whole sweep: reckoned anew from the distributions that the report has, and compared with
// the paper's figures by the acceptance that was fixed before anything was run. Means and medians within 10 %, the share of
// elections settled in the first round within 5 points; 150–155 is the row that misses, and has to be told.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { faultline, root } from '../cli/command.ts';

const file = 'scenarios/paper/raft-figure-16.yaml';

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

type Figures = { readonly [figure: string]: number | null | readonly number[] | undefined };
type Row = { readonly row: string; readonly runs: number; readonly measures: { readonly downtime: Figures } };
type Report = { readonly scenarios: readonly [{ readonly verdict: string; readonly rows: readonly Row[] }] };

const rowIn = ({ scenarios }: Report, name: string) => scenarios[0].rows.find(({ row }) => row === name)!;

/** Of a table: the figures of a row's line `here`, by column. */
function printed(text: string, name: string): { readonly [column: string]: string } {
  const lines = text.split('\n');
  const columns = lines
    .find((line) => line.startsWith('downtime  '))!
    .replace(/within (\S+)/, 'within-$1')
    .trim()
    .split(/\s+/)
    .slice(1);
  const cells = lines
    .find((line) => line.startsWith(`${name} `) && line.includes(' here '))!
    .trim()
    .split(/\s+/)
    .filter((cell) => cell !== 'here')
    .slice(1);
  return Object.fromEntries(cells.map((cell, i) => [columns[i]!, cell]));
}

/** As printed: three decimals of a second, one of a millisecond from 10 ms on. */
function isRounded(text: string, us: number): boolean {
  const [, number, unit] = /^>?([\d.]+)(us|ms|s)$/.exec(text)!;
  const scale = { us: 1, ms: 1_000, s: 1_000_000 }[unit as 'us' | 'ms' | 's'];
  const half = unit === 's' ? 501 : unit === 'ms' ? 51 : 1;
  return Math.abs(Number(number) * scale - us) <= half;
}

const columns = ['min', 'p10', 'median', 'mean', 'p90', 'p99', 'max'] as const;

function expectSame(text: string, report: Report): void {
  for (const { row, runs, measures } of report.scenarios[0].rows) {
    const cells = printed(text, row);
    expect(Number(cells['runs']!.replace(',', '')), row).toBe(runs);
    const { moreThan } = measures.downtime as unknown as { readonly moreThan?: { readonly [column: string]: number } };
    for (const column of columns) {
      const value = measures.downtime[column] ?? moreThan?.[column];
      expect([row, column, cells[column]!.startsWith('>')]).toEqual([row, column, measures.downtime[column] === null]);
      const told = { row, column, cell: cells[column], value };
      expect({ ...told, isSame: isRounded(cells[column]!, value as number) }).toEqual({ ...told, isSame: true });
    }
  }
}

describe('the whole sweep', () => {
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

test('the table that is printed is what the report has', () => {
  const quick = ['run', file, '--quick'];
  const text = faultline(quick).out;
  const report = JSON.parse(faultline([...quick, '--json']).out) as Report;
  expectSame(text, report);
  // A digit that differs is seen.
  const cell = printed(text, '150-200')['median']!;
  expect(() => expectSame(text.replace(cell, cell.replace(/^\d/, '9')), report)).toThrow();
}, 120_000);
