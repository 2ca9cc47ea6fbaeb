// Figure 16 as it is printed and as the report has it: what its two tests share (the quick sweep beside this file, the whole
// one in test/deep).
import { expect } from 'vitest';

export const file = 'scenarios/paper/raft-figure-16.yaml';

type Figures = { readonly [figure: string]: number | null | readonly number[] | undefined };
type Row = { readonly row: string; readonly runs: number; readonly measures: { readonly downtime: Figures } };
export type Report = { readonly scenarios: readonly [{ readonly verdict: string; readonly rows: readonly Row[] }] };

export const rowIn = ({ scenarios }: Report, name: string) => scenarios[0].rows.find(({ row }) => row === name)!;

/** Of a table: the figures of a row's line `here`, by column. */
export function printed(text: string, name: string): { readonly [column: string]: string } {
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

export function expectSame(text: string, report: Report): void {
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
