// Systems side by side: a table for each row of the sweep, a line for each system. What the scenario measures are its
// columns, without those that are empty everywhere; without `measure:` they are the standard ones.
import { printable, widthOf } from '../base/printable.ts';
import type { MeasuredStanding, Part, Standing, StandingReport } from '../contract/comparison.ts';
import { valueText } from '../contract/notation.ts';
import type { RowReport } from '../contract/report.ts';
import type { Duration } from '../contract/time.ts';
import type { VerdictName } from '../contract/verdict.ts';
import { formatDuration, formatShare } from './format.ts';
import { plainStyle, type Style } from './style.ts';
import { type Cell, type Column, table, wrapText } from './table.ts';

type Field = {
  readonly title: string;
  /** On a narrow screen those of the lower ranks stay. */
  readonly rank: 1 | 2 | 3;
  readonly isLeft?: boolean;
  readonly cell: (standing: Standing, style: Style) => Cell;
};

const GUARANTEES: { readonly [level: string]: string } = {
  'read-your-writes': 'RYW',
  'monotonic-reads': 'MR',
  'monotonic-writes': 'MW',
  'writes-follow-reads': 'WFR',
};

const NOTHING = '–';

const standard: readonly Field[] = [
  { title: 'linearizable', rank: 1, isLeft: true, cell: levelCell('linearizable') },
  { title: 'sequential', rank: 2, isLeft: true, cell: levelCell('sequential') },
  { title: 'causal', rank: 3, isLeft: true, cell: levelCell('causal') },
  { title: 'sessions', rank: 2, isLeft: true, cell: sessionsCell },
  { title: 'converged', rank: 3, cell: ({ converged }) => ({ text: convergedText(converged) }) },
  { title: 'lost', rank: 1, cell: ({ lost }) => ({ text: lostText(lost) }) },
  { title: 'stale', rank: 1, cell: ({ staleness }) => ({ text: durationOr(staleness) }) },
  { title: 'answered', rank: 2, cell: ({ answered }) => ({ text: shareText(answered.whole) }) },
  { title: 'majority', rank: 1, cell: ({ answered }) => ({ text: shareText(answered.majority) }) },
  { title: 'minority', rank: 1, cell: ({ answered }) => ({ text: shareText(answered.minority) }) },
  { title: 'gap', rank: 1, cell: ({ longestGap }) => ({ text: durationOr(longestGap) }) },
  { title: 'p99 before', rank: 3, cell: ({ p99 }) => ({ text: durationOr(p99.before) }) },
  { title: 'during', rank: 3, cell: ({ p99 }) => ({ text: durationOr(p99.during) }) },
  { title: 'after', rank: 3, cell: ({ p99 }) => ({ text: durationOr(p99.after) }) },
];

/** Empty where nothing is compared. */
export function comparisonLines(rows: readonly RowReport[], style: Style, width: number): readonly string[] {
  const groups = groupsOf(rows);
  if (groups.length === 0) return [];
  const shownAtAll = fieldsOf(groups);
  const fitting = ([3, 2, 1] as const).map((most) => shownAtAll.filter(({ rank }) => rank <= most));
  const drawn = (shown: readonly Field[]) => groups.map((group) => drawnGroup(group, shown, style));
  const isNarrowEnough = (tables: readonly (readonly string[])[]) =>
    tables.flat().every((line) => widthOf(line) <= width);
  const wide = fitting.find((shown) => isNarrowEnough(drawn(shown))) ?? fitting.at(-1)!;
  const blocks = blocksOf(wide, (shown) => isNarrowEnough(drawn(shown)));
  const tables = groups.flatMap((group) =>
    blocks.flatMap((shown, index) => [...drawnGroup(group, shown, style, index === 0), '']),
  );
  const legend = [...legendLines(groups, wide), ...differingLines(groups, wide), ...leftOutLines(shownAtAll, wide)];
  return [...tables, ...legend.flatMap((text) => wrapText(text, width))];
}

/** Columns that are too many for the screen stand below one another, each with the systems before them. */
function blocksOf(
  shown: readonly Field[],
  isNarrowEnough: (shown: readonly Field[]) => boolean,
): readonly (readonly Field[])[] {
  const blocks: Field[][] = [];
  for (const field of shown) {
    const last = blocks.at(-1);
    if (last !== undefined && isNarrowEnough([...last, field])) last.push(field);
    else blocks.push([field]);
  }
  return blocks;
}

/** The same for a README: tables of all columns. */
export function comparisonMarkdown(rows: readonly RowReport[], style: Style): readonly string[] {
  const groups = groupsOf(rows);
  const fields = fieldsOf(groups);
  const head = ['system', ...fields.map(({ title }) => title)];
  const rule = ['---', ...fields.map(({ isLeft }) => (isLeft === true ? ':-:' : '--:'))];
  const tables = groups.flatMap(({ row, standings }) => [
    ...(row === undefined ? [] : [`**${row}**`, '']),
    line(head),
    line(rule),
    ...standings.map(({ system, standing }) => line([system, ...fields.map(({ cell }) => cell(standing, style).text)])),
    '',
  ]);
  return [...tables, ...legendLines(groups, fields)];
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function fieldsOf(groups: readonly Group[]): readonly Field[] {
  const standings = groups.flatMap(({ standings: all }) => all.map(({ standing }) => standing));
  const measured = (standings[0]?.measures ?? []).map(({ name, isProperty }): Field => {
    const cell = ({ measures }: Standing, style: Style) =>
      measureCell(
        measures.find((each) => each.name === name),
        style,
      );
    return { title: printable(name), rank: 1, isLeft: isProperty, cell };
  });
  if (measured.length === 0) return standard;
  return measured.filter(({ cell }) => standings.some((each) => cell(each, plainStyle).text !== NOTHING));
}

function measureCell(measure: MeasuredStanding | undefined, style: Style): Cell {
  if (measure?.value === undefined) return { text: NOTHING };
  const { value, unit, isProperty } = measure;
  if (isProperty) return markOf(value === 1 ? 'ok' : 'violated', style);
  if (unit === 'duration') return { text: durationOr(value) };
  return { text: value === 0 ? '0' : valueText(value, unit) };
}

type Group = { readonly row: string | undefined; readonly standings: readonly StandingReport[] };

/** By row, in the order of the file. */
function groupsOf(rows: readonly RowReport[]): readonly Group[] {
  const standings = rows.flatMap(({ standing }) => standing ?? []);
  const names = [...new Set(standings.map(({ row }) => row))];
  return names.map((row) => ({ row, standings: standings.filter((each) => each.row === row) }));
}

function drawnGroup(
  { row, standings }: Group,
  shown: readonly Field[],
  style: Style,
  isHeaded = true,
): readonly string[] {
  const columns: readonly Column[] = [
    { title: 'system' },
    ...shown.map(({ title, isLeft }) => (isLeft === true ? { title } : { title, align: 'right' as const })),
  ];
  const cells = standings.map(({ system, standing }) => [
    { text: printable(system) },
    ...shown.map(({ cell }) => cell(standing, style)),
  ]);
  const lines = table(columns, cells);
  if (row === undefined) return lines;
  return [...(isHeaded ? [style.strong(printable(row))] : []), ...lines.map((each) => `  ${each}`)];
}

/** A loss shows when the servers agree: one that still holds a write may be the one that gives way. */
function differingLines(groups: readonly Group[], shown: readonly Field[]): readonly string[] {
  if (!shown.some(({ title }) => title === 'lost')) return [];
  const names = groups.flatMap(({ row, standings }) =>
    standings
      .filter(({ standing }) => standing.converged === 'never' && standing.lost !== undefined)
      .map(({ system }) => printable(row === undefined ? system : `${row} / ${system}`)),
  );
  if (names.length === 0) return [];
  const few = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  return [
    `servers still differed at the end: ${few.join(', ')}. What only some of them hold may yet be lost: run for longer.`,
  ];
}

/** A table that is not whole says so, and where the whole one is. */
function leftOutLines(all: readonly Field[], shown: readonly Field[]): readonly string[] {
  const titles = all.filter((field) => !shown.includes(field)).map(({ title }) => title);
  return titles.length === 0 ? [] : [`no room for ${titles.join(', ')}: --markdown has all columns.`];
}

function legendLines(groups: readonly Group[], shown: readonly Field[]): readonly string[] {
  const seeds = Math.max(...groups.flatMap(({ standings }) => standings.map((each) => each.seeds)));
  const over = seeds > 1 ? `Over ${seeds} seeds: ` : undefined;
  if (!shown.some((field) => standard.includes(field))) {
    return over === undefined ? [] : [`${over}a property is violated if it is at one of them; figures are medians.`];
  }
  return [
    'lost: acknowledged writes that no server holds; stale: age of the oldest read; gap: the longest time without an answer.',
    ...(shown.some(({ title }) => title === 'sessions')
      ? ['sessions: which session guarantees are violated (RYW, MR, MW, WFR: docs/consistency.md).']
      : []),
    ...(over === undefined ? [] : [`${over}a level is violated if it is at one of them; times are medians.`]),
  ];
}

function levelCell(name: string): Field['cell'] {
  return ({ levels }, style) => {
    const found = levels.find(({ level }) => level === name);
    return found === undefined ? { text: NOTHING } : markOf(found.verdict, style);
  };
}

function markOf(verdict: VerdictName, style: Style): Cell {
  const marks = { ok: '✓', violated: '✗', unknown: '?' };
  return { text: marks[verdict], style: { ok: style.good, violated: style.bad, unknown: style.unsure }[verdict] };
}

/** Those that are violated, by their initials. */
function sessionsCell({ levels }: Standing, style: Style): Cell {
  const found = levels.filter(({ level }) => Object.hasOwn(GUARANTEES, level));
  if (found.length === 0) return { text: NOTHING };
  const violated = found.filter(({ verdict }) => verdict === 'violated');
  if (violated.length > 0) return { text: violated.map(({ level }) => GUARANTEES[level]).join(' '), style: style.bad };
  return markOf(found.some(({ verdict }) => verdict === 'unknown') ? 'unknown' : 'ok', style);
}

function convergedText(converged: Standing['converged']): string {
  return converged === 'never' ? 'never' : durationOr(converged);
}

function lostText(lost: Part | undefined): string {
  return lost === undefined ? NOTHING : `${lost.part}/${lost.whole}`;
}

function shareText(part: Part | undefined): string {
  return part === undefined ? NOTHING : formatShare(part.part, part.whole);
}

function durationOr(duration: Duration | undefined): string {
  if (duration === undefined) return NOTHING;
  return duration === 0 ? '0' : formatDuration(duration);
}
