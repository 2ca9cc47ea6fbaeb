// What a sweep of one scenario has measured: a table and a plot for each measure, and what is claimed of them.
import { onOneLine, printable } from '../base/printable.ts';
import type { SweepExpectation, SweepReport, Unjudged } from '../contract/report.ts';
import { cdfPlot, type PlotOptions } from './cdf.ts';
import { distributionTable, groupsOf } from './distribution.ts';
import { type Style, verdictMark } from './style.ts';
import { wrapText } from './table.ts';

const WIDTH_MOST = 100;

/** Nothing where nothing is measured. A line is empty after each part. */
export function sweepCard({ rows, expectations }: SweepReport, style: Style, options: PlotOptions): readonly string[] {
  const groups = groupsOf(rows);
  if (groups.length === 0) return [];
  const { width } = options;
  const parts = groups.flatMap((group) => {
    const plots = group.title === 'measured' ? group.lines.map((line) => ({ ...group, lines: [line] })) : [group];
    const plot = { ...options, width: Math.min(width, WIDTH_MOST) };
    return [distributionTable(group, style, width), ...plots.map((each) => cdfPlot(each, plot))];
  });
  const claims = expectations.filter(({ kind }) => kind === 'expectation');
  const expected = claims.flatMap((claim) => claimLines(claim, style, Math.min(width, WIDTH_MOST) - 2));
  return [...parts, expected].flatMap((lines) => (lines.length === 0 ? [] : [...lines, '']));
}

const whyNot: { readonly [U in Unjudged]: string } = {
  quick: 'quick',
  'one seed': 'one seed only; run without --seed to judge it',
  interrupted: 'interrupted',
};

function claimLines(
  { text, verdict, found, unjudged = 'quick' }: SweepExpectation,
  style: Style,
  width: number,
): readonly string[] {
  const [glyph, paint] = verdict === 'not judged' ? ['·', style.faint] : verdictMark(verdict, style);
  const said = verdict === 'not judged' ? `not judged (${whyNot[unjudged]}), ` : '';
  const [first = '', ...more] = wrapText(`${printable(text)} — ${said}${onOneLine(found)}`, width);
  return [paint(`${glyph} ${first}`), ...more.map((line) => `  ${line}`)];
}
