// Distributions as tables: a line for each row of a sweep, and under it what was published and how far that is.
import { printable, widthOf } from '../base/printable.ts';
import {
  countWithin,
  type Distribution,
  type Figure,
  figureOf,
  type Published,
  type Statistic,
  sizeOf,
  type Unit,
} from '../contract/distribution.ts';
import { valueText } from '../contract/notation.ts';
import type { RowReport } from '../contract/report.ts';
import { formatCount, formatDuration } from './format.ts';
import { cut } from './step/spans.ts';
import type { Style } from './style.ts';
import { type Cell, type Column, table } from './table.ts';

/** One distribution under a name, with what was published of it. */
export type Line = {
  readonly label: string;
  readonly distribution: Distribution;
  readonly published: Published | undefined;
};

/** What is shown together: a measure over the rows of a sweep; without rows all measures that have one unit. */
export type Group = { readonly title: string; readonly unit: Unit; readonly lines: readonly Line[] };

/** Of systems side by side none: what was measured are the columns of their table. */
export function groupsOf(rows: readonly RowReport[]): readonly Group[] {
  if (rows.some(({ standing }) => standing !== undefined)) return [];
  const measures = rows[0]?.distributions ?? [];
  const lineOf = (row: RowReport, measure: string, label: string): Line => ({
    label,
    distribution: row.distributions.find((distribution) => distribution.measure === measure)!,
    published: row.published.find((figures) => figures.measure === measure),
  });
  if (rows.every(({ row }) => row === undefined)) {
    const units = [...new Set(measures.map(({ unit }) => unit))];
    const lines = rows.flatMap((row) => measures.map(({ measure }) => lineOf(row, measure, measure)));
    return units.map((unit) => ({
      title: 'measured',
      unit,
      lines: lines.filter(({ distribution }) => distribution.unit === unit),
    }));
  }
  return measures.map(({ measure, unit }) => ({
    title: measure,
    unit,
    lines: rows.map((row) => lineOf(row, measure, row.row ?? '')),
  }));
}

const all: readonly Statistic[] = ['min', 'p10', 'median', 'mean', 'p90', 'p99', 'max'];
const needed: readonly Statistic[] = ['median', 'mean', 'p99', 'max'];

/** Of the name of a row so much is shown at least. */
const LABEL_LEAST = 20;

/** The table of a group, at most `width` columns wide where that can be: with fewer figures, then with shorter names. */
export function distributionTable(group: Group, style: Style, width: number): readonly string[] {
  const whole = tableOf(group, all, style);
  if (widest(whole) <= width) return whole;
  const narrow = tableOf(group, needed, style);
  const over = widest(narrow) - width;
  if (over <= 0) return narrow;
  const most = Math.max(LABEL_LEAST, widest(group.lines.map(({ label }) => printable(label))) - over);
  const lines = group.lines.map((line) => ({ ...line, label: cut(printable(line.label), most) }));
  return tableOf({ ...group, lines }, needed, style);
}

function widest(lines: readonly string[]): number {
  return Math.max(...lines.map((line) => widthOf(line)));
}

function tableOf({ title, unit, lines }: Group, shown: readonly Statistic[], style: Style): readonly string[] {
  const limits = [...new Set(lines.flatMap(({ published }) => published?.shares.map(({ within }) => within) ?? []))];
  const isCompared = lines.some(({ published }) => published !== undefined);
  const right = (name: string): Column => ({ title: name, align: 'right' });
  const columns: readonly Column[] = [
    { title: printable(title) },
    right('runs'),
    ...(isCompared ? [{ title: '' }] : []),
    ...shown.map(right),
    ...limits.map((limit) => right(`within ${valueText(limit, unit)}`)),
  ];
  const rows = lines.flatMap((line): readonly (readonly Cell[])[] => {
    const { distribution, published } = line;
    const head = [{ text: printable(line.label) }, { text: formatCount(sizeOf(distribution)) }];
    const ours = [
      ...shown.map((statistic) => cell(figureText(figureOf(distribution, statistic), unit))),
      ...limits.map((limit) => {
        const isPublished = published?.shares.some(({ within }) => within === limit) === true;
        return cell(isPublished ? shareText(distribution, limit) : '');
      }),
    ];
    if (!isCompared) return [[...head, ...ours]];
    if (published === undefined) return [[...head, cell('here'), ...ours]];
    const faint = (cells: readonly Cell[]) => cells.map(({ text }) => ({ text, style: style.faint }));
    return [
      [...head, cell('here'), ...ours],
      [cell(''), cell(''), ...faint([cell('published'), ...theirs(published, shown, limits, unit)])],
      [cell(''), cell(''), cell('error'), ...errors(line, published, shown, limits)],
    ];
  });
  return table(columns, rows);
}

function cell(text: string): Cell {
  return { text };
}

/** `171.3ms`, `>10s` where all that is known is that it is more. */
export function figureText(figure: Figure | undefined, unit: Unit): string {
  if (figure === undefined) return '–';
  const { value, isMore } = figure;
  const text = unit === 'duration' ? formatDuration(Math.round(value)) : valueText(value, unit);
  return isMore ? `>${text}` : text;
}

/** With the runs that are open only the least that it can be is known. */
function shareText(distribution: Distribution, limit: number): string {
  const { least, most } = countWithin(distribution, limit);
  const size = sizeOf(distribution);
  if (size === 0) return '–';
  const text = `${((100 * least) / size).toFixed(1)}%`;
  return most > least ? `≥${text}` : text;
}

function theirs(
  { figures, shares }: Published,
  shown: readonly Statistic[],
  limits: readonly number[],
  unit: Unit,
): readonly Cell[] {
  return [
    ...shown.map((name) => {
      const figure = figures.find(({ statistic }) => statistic === name);
      return cell(figure === undefined ? '' : figureText({ value: figure.value, isMore: false }, unit));
    }),
    ...limits.map((limit) => {
      const found = shares.find(({ within }) => within === limit);
      return cell(
        found === undefined ? '' : `${((100 * found.share.numerator) / found.share.denominator).toFixed(1)}%`,
      );
    }),
  ];
}

function errors(
  { distribution }: Line,
  { figures, shares }: Published,
  shown: readonly Statistic[],
  limits: readonly number[],
): readonly Cell[] {
  return [
    ...shown.map((name) => {
      const published = figures.find(({ statistic }) => statistic === name);
      const ours = figureOf(distribution, name);
      return cell(
        published === undefined || ours === undefined || ours.isMore ? '' : errorText(ours.value, published.value),
      );
    }),
    ...limits.map((limit) => {
      const published = shares.find(({ within }) => within === limit);
      const { least, most } = countWithin(distribution, limit);
      const size = sizeOf(distribution);
      if (published === undefined || most > least || size === 0) return cell('');
      return cell(pointsText(least / size, published.share.numerator / published.share.denominator));
    }),
  ];
}

/** `+4.2%`: how far a figure is from a published one. */
export function errorText(value: number, published: number): string {
  return `${signed(100 * (value / published - 1))}%`;
}

/** `−1.7 pt`: how many points a share is from a published one. */
export function pointsText(share: number, published: number): string {
  return `${signed(100 * (share - published))} pt`;
}

function signed(value: number): string {
  const tenths = Math.round(10 * value);
  return `${tenths < 0 ? '−' : '+'}${(Math.abs(tenths) / 10).toFixed(1)}`;
}
