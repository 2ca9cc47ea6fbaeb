// The report of an exploration as text: what was explored, each property, the counterexample, and the verdict.
import { onOneLine, printable } from '../base/printable.ts';
import type { ExploreCounterexample, ExploreCounts, ExploreProperty, ExploreReport } from './explore-report.ts';
import { formatCount } from './format.ts';
import { shellWord, stepCommand } from './step-command.ts';
import type { Style } from './style.ts';
import { wrapText } from './table.ts';

const WIDTH_MOST = 80;

/** The lines of the card, at most `width` columns where words can be wrapped. The verdict comes last. */
export function exploreCard(report: ExploreReport, style: Style, width = WIDTH_MOST): readonly string[] {
  const columns = Math.max(40, Math.min(width, WIDTH_MOST));
  const { counterexample } = report;
  return [
    `explore   ${style.strong(printable(report.name))}   ${style.faint(printable(report.scenario))}`,
    '',
    ...wrapped(
      `${report.system}, ${report.order}-first, within: ${report.bounds.map(printable).join(', ')}`,
      columns,
      '  ',
    ),
    ...report.searches.flatMap((search) => countLines(search, report, columns)),
    '',
    ...report.properties.flatMap((property) => [propertyLine(property, style), ...scheduleLines(property)]),
    '',
    ...(counterexample === null ? [] : [...counterexampleLines(counterexample, style, columns), '']),
    ...verdictLines(report, style, columns),
  ];
}

function wrapped(text: string, columns: number, indent: string): readonly string[] {
  const [first = '', ...more] = wrapText(text, columns - indent.length - 3);
  return [`${indent}${first}`, ...more.map((line) => `${indent}  ${line}`)];
}

function countLines(search: ExploreCounts, { symmetry }: ExploreReport, columns: number): readonly string[] {
  const { isSymmetric, states, transitions, depth, endedBy, collision } = search;
  const which = symmetry === 'off' ? '' : isSymmetric ? 'with symmetry ' : 'without symmetry ';
  const counts = `${formatCount(states)} states, ${formatCount(transitions)} transitions, depth ${depth}`;
  const end = endedBy === null ? 'complete' : `not complete: ${endings[endedBy]}`;
  return [
    ...wrapped(`${which}${counts}; ${end}`, columns, '  '),
    ...wrapped(collision.text, columns, '  ').map((line) => line),
  ];
}

const endings = {
  depth: 'the depth bound cut it off',
  states: 'the bound of states ended it',
  violation: 'it ended at the violation',
  unfinished: 'it was interrupted',
} as const;

function propertyLine({ name, kind, verdict, isExercised, steps }: ExploreProperty, style: Style): string {
  const isFine = (verdict === 'holds' || verdict === 'reached') && isExercised !== false;
  if (kind === 'expect') return style.faint(`  · ${kind.padEnd(10)} ${printable(name)}: ${verdict}`);
  const [glyph, colour] = verdict === 'violated' ? ['✗', style.bad] : isFine ? ['✓', style.good] : ['?', style.unsure];
  const after = steps === null ? '' : ` after ${steps === 1 ? '1 step' : `${formatCount(steps)} steps`}`;
  const unmet = isExercised === false && verdict !== 'violated' ? ', and was never exercised' : '';
  return `  ${colour!(glyph as string)} ${kind.padEnd(10)} ${printable(name)}: ${verdict}${after}${unmet}`;
}

function scheduleLines({ schedule = [] }: ExploreProperty): readonly string[] {
  return schedule.map((row) => `      ${printable(row)}`);
}

function counterexampleLines(found: ExploreCounterexample, style: Style, columns: number): readonly string[] {
  const { property, reason, steps, cycle = [], story, capsule, problem, needsCode } = found;
  const [headline = '', ...more] = wrapped(`FOUND  ${printable(property)}: ${onOneLine(reason)}`, columns, '');
  const numbered = steps.map((step, at) => `  ${String(at + 1).padStart(3)}  ${printable(step)}`);
  const round = cycle.map((step, at) => `  ${String(steps.length + at + 1).padStart(3)}  ${printable(step)}`);
  const again = cycle.length === 0 ? [] : ['  and then, for ever:', ...round];
  const told = story === '' ? [] : ['', ...wrapped(printable(story), columns, '  ')];
  const how =
    capsule === null
      ? []
      : [
          `  replay:  npx faultline replay ${shellWord(capsule)}${needsCode ? ' --allow-code' : ''}`,
          `  step:    ${stepCommand({ file: capsule, usesCode: needsCode })}`,
        ];
  const why = problem === null ? [] : wrapped(printable(problem), columns, '  ');
  return [style.bad(headline), ...more, ...numbered, ...again, ...told, '', ...how, ...why];
}

function verdictLines(report: ExploreReport, style: Style, columns: number): readonly string[] {
  switch (report.verdict) {
    case 'violated':
      return wrapped('VIOLATED  a path within the bounds violates a property', columns, '').map(style.bad);
    case 'held':
      return wrapped('HELD  all states within the bounds were met, and every property holds', columns, '').map(
        style.good,
      );
    case 'inconclusive':
      return wrapped(`INCONCLUSIVE  ${whyOpen(report)}`, columns, '').map(style.unsure);
  }
}

function whyOpen({ searches, properties }: ExploreReport): string {
  const cut = searches.find(({ endedBy }) => endedBy !== null)?.endedBy;
  if (cut !== undefined && cut !== null) return `no property is violated as far as the search came: ${endings[cut]}`;
  const never = properties.filter(({ verdict }) => verdict === 'never reached').map(({ name }) => printable(name));
  if (never.length > 0) return `within the bounds there is never ${never.join(', nor ')}: widen them`;
  const cutShort = properties.filter(({ kind, verdict }) => kind === 'eventually' && verdict === 'unknown');
  if (cutShort.length > 0) {
    const names = cutShort.map(({ name }) => printable(name)).join(', nor ');
    return `the bounds cut paths short on which ${names} does not hold: widen them`;
  }
  const idle = properties.filter(({ isExercised }) => isExercised === false).map(({ name }) => printable(name));
  return `within the bounds nothing happens that ${idle.join(', ')} could refuse: widen them`;
}
