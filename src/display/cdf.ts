// Distributions as a plot: for each the share of the runs that took at most so long. One alone is an area; several are
// curves of letters, so that no colour is needed to tell them apart.
import { printable, widthOf } from '../base/printable.ts';
import { type Distribution, sizeOf, type Unit } from '../contract/distribution.ts';
import type { Group, Line } from './distribution.ts';
import { figureText } from './distribution.ts';
import { type Scale, scaleOf } from './scale.ts';

/** `isAscii`: for terminals that have no other characters. */
export type PlotOptions = { readonly width: number; readonly height?: number; readonly isAscii?: boolean };

/** Odd, so that there is a row for 50%. */
const HEIGHT = 13;
/** Columns of the labels on the left: `100% ┤`. */
const MARGIN = 6;
const LEAST_WIDTH = 20;

/** Empty where nothing was measured, or nothing differs: there is no curve then. */
export function cdfPlot(
  { title, unit, lines }: Group,
  { width, height = HEIGHT, isAscii = false }: PlotOptions,
): readonly string[] {
  const drawn = lines.filter(({ distribution }) => distribution.values.length > 0);
  const values = drawn.flatMap(({ distribution: { values: own } }) => [own[0]!, own.at(-1)!]);
  const columns = Math.max(LEAST_WIDTH, width - MARGIN - 1);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  // Of measures that are the same in every run the table says all.
  if (drawn.every(({ distribution: { values: own } }) => own[0] === own.at(-1))) return [];
  const axis: Axis = { ...scaleOf(least, most), most, columns };
  const grid = Array.from({ length: height }, () => new Array<string>(columns).fill(' '));
  if (lines.length === 1) fillArea(grid, drawn[0]!.distribution, axis, isAscii);
  else for (const line of drawn) drawCurve(grid, line.distribution, axis, letterOf(lines, line));
  const [tick, bar, corner, floor] = isAscii ? ['+', '|', '+', '-'] : ['┤', '│', '└', '─'];
  const body = grid.map((cells, row) => {
    const share = 1 - row / (height - 1);
    const label = [0, 0.5, 1].find((each) => Math.abs(each - share) < 0.5 / (height - 1));
    const left = label === undefined ? `     ${bar}` : `${`${100 * label}%`.padStart(4)} ${tick}`;
    return `${left}${cells.join('')}`.trimEnd();
  });
  const heading = `share of the runs, by ${title === 'measured' && lines.length === 1 ? lines[0]!.label : title}`;
  return [
    printable(heading),
    ...body,
    `     ${corner}${floor!.repeat(columns)}`,
    labels(axis, columns, unit),
    ...(lines.length === 1 ? [] : legend(lines, unit, width)),
  ];
}

type Axis = Scale & { readonly most: number; readonly columns: number };

/** The share at each column, taken in one pass over the values. */
function sharesOf(distribution: Distribution, axis: Axis): readonly number[] {
  const { values } = distribution;
  const size = sizeOf(distribution);
  let count = 0;
  return Array.from({ length: axis.columns }, (_, column) => {
    const limit = column === axis.columns - 1 ? axis.most : axis.valueAt((column + 1) / axis.columns);
    while (count < values.length && values[count]! <= limit) count++;
    return count / size;
  });
}

/** From where the first run ends to where the last one does. */
function drawCurve(grid: string[][], distribution: Distribution, axis: Axis, letter: string): void {
  const steps = grid.length - 1;
  const last = distribution.values.length / sizeOf(distribution);
  let before = 0;
  for (const [column, share] of sharesOf(distribution, axis).entries()) {
    if (before === last) return;
    const [from, to] = [Math.round(before * steps), Math.round(share * steps)];
    before = share;
    if (share === 0) continue;
    for (let step = Math.min(from + 1, to); step <= to; step++) {
      const cells = grid[steps - step]!;
      if (cells[column] === ' ') cells[column] = letter;
    }
  }
}

const EIGHTHS = ' ▁▂▃▄▅▆▇█';

function fillArea(grid: string[][], distribution: Distribution, axis: Axis, isAscii: boolean): void {
  const height = grid.length;
  for (const [column, share] of sharesOf(distribution, axis).entries()) {
    const filled = share * height;
    for (let step = 0; step < height; step++) {
      const part = Math.max(0, Math.min(1, filled - step));
      grid[height - 1 - step]![column] = isAscii ? (part >= 0.5 ? '#' : ' ') : EIGHTHS[Math.round(part * 8)]!;
    }
  }
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

function letterOf(lines: readonly Line[], line: Line): string {
  return LETTERS[lines.indexOf(line) % LETTERS.length]!;
}

/** `a 150-151   b 150-155`; of one without a curve why it has none. */
function legend(lines: readonly Line[], unit: Unit, width: number): readonly string[] {
  const items = lines.map((line) => {
    const { values, beyond } = line.distribution;
    const open = beyond[0] === undefined ? 'not measured' : figureText({ value: beyond[0], isMore: true }, unit);
    return `${letterOf(lines, line)} ${printable(line.label)}${values.length === 0 ? ` (${open})` : ''}`;
  });
  const rows: string[] = [];
  for (const item of items) {
    const last = rows.at(-1);
    if (last === undefined || widthOf(last) + 3 + widthOf(item) > width) rows.push(`      ${item}`);
    else rows[rows.length - 1] = `${last}   ${item}`;
  }
  return rows;
}

/** Values that people read easily, where there is room for them. */
function labels(axis: Axis, columns: number, unit: Unit): string {
  let text = ' '.repeat(MARGIN);
  for (const value of axis.round) {
    const label = figureText({ value, isMore: false }, unit);
    const column = Math.max(0, Math.round(axis.placeOf(value) * columns) - 1);
    const start = MARGIN + column - Math.floor(label.length / 2);
    if (start < text.trimEnd().length + 2 && text.trim() !== '') continue;
    if (start < 0 || start + label.length > MARGIN + columns) continue;
    text = text.padEnd(start) + label;
  }
  return text.trimEnd();
}
