// Many runs in one table, a line each.
import { printable } from '../base/printable.ts';
import type { RunReport } from '../contract/report.ts';
import { formatCount, formatDuration, formatShare } from './format.ts';
import type { Style } from './style.ts';
import { type Cell, type Column, table } from './table.ts';

const columns: readonly Column[] = [
  { title: '' },
  { title: 'scenario' },
  { title: 'system' },
  { title: 'seeds', align: 'right' },
  { title: 'expected', align: 'right' },
  { title: 'answered', align: 'right' },
  { title: 'longest gap', align: 'right' },
  { title: 'events', align: 'right' },
  { title: 'what was found' },
];

/** One row a scenario; several seeds of one scenario are joined. */
export function summaryTable(groups: readonly (readonly RunReport[])[], style: Style): readonly string[] {
  return table(
    columns,
    groups.map((reports) => row(reports, style)),
  );
}

function row(reports: readonly RunReport[], style: Style): readonly Cell[] {
  const first = reports[0]!;
  const worst =
    reports.find((report) => report.verdict === 'failed') ?? reports.find((report) => report.verdict === 'unknown');
  const shown = worst ?? first;
  const [glyph, paint] =
    worst === undefined ? ['✓', style.good] : worst.verdict === 'failed' ? ['✗', style.bad] : ['?', style.unsure];
  const of = shown.availability.find((item) => item.of === 'all clients');
  const held = shown.expectations.filter((item) => item.verdict === 'held').length;
  const notHeld = shown.expectations.find((item) => item.verdict === shown.verdict && item.verdict !== 'held');
  const gap = of?.longestGap;
  return [
    { text: glyph, style: paint },
    { text: printable(first.name) },
    { text: first.system },
    { text: String(reports.length) },
    { text: `${held}/${shown.expectations.length}`, style: paint },
    { text: of === undefined ? '–' : formatShare(of.answered, of.invoked) },
    { text: gap === undefined ? '–' : formatDuration(gap) },
    { text: formatCount(reports.reduce((sum, report) => sum + report.events, 0)) },
    { text: printable(notHeld === undefined ? headline(shown) : `${notHeld.text}: ${notHeld.found}`) },
  ];
}

/** The scenario's first own claim with its figure: promises come last, so that what it teaches comes first. */
function headline(report: RunReport): string {
  const claim = report.expectations[0];
  return claim === undefined ? '' : claim.found;
}
