// The report card of one run.
import { printable } from '../base/printable.ts';
import type { JudgedExpectation, RunReport, RunVerdict } from '../contract/report.ts';
import { formatCount, formatDuration, formatShare, formatTime } from './format.ts';
import type { Style } from './style.ts';
import { table, wrapText } from './table.ts';

const WIDTH = 100;
const glyphs: { readonly [verdict in RunVerdict]: string } = { held: '✓', failed: '✗', unknown: '?' };

/** The lines of the card. The verdict and what to paste come last. */
export function card(report: RunReport, style: Style): readonly string[] {
  return [
    `seed ${printable(report.seed)}   ${style.strong(printable(report.name))}   ${style.faint(printable(report.scenario))}`,
    ...wrapText(printable(report.about), WIDTH).map((line) => `  ${line}`),
    '',
    `  ${report.system}: ${report.nodes}, ${formatDuration(report.simulatedUs)} simulated in ${report.wallMs} ms, ${formatCount(report.events)} events`,
    ...section('faults', faults(report)),
    ...section('consistency', consistency(report, style)),
    ...section('availability', availability(report)),
    ...section('latency of answered operations', latency(report)),
    ...section(
      'expected',
      report.expectations.flatMap((item) => expectation(item, style)),
    ),
    '',
    `  fingerprint ${report.fingerprint}`,
    '',
    ...verdictLines(report, style),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `  ${title}`, ...lines.map((line) => `    ${line}`)];
}

function faults(report: RunReport): readonly string[] {
  return report.windows.map(({ from, to, text, nodes, skipped }) => {
    const span = to === undefined ? formatTime(from) : `${formatTime(from)} to ${formatTime(to)}`;
    const who = nodes.map((list) => list.join(' ')).filter((list) => list !== '');
    const found =
      skipped === undefined ? (who.length === 0 ? '' : `  [${who.join(' | ')}]`) : `  did nothing: ${skipped}`;
    return `${span}  ${printable(text)}${found}`;
  });
}

function consistency(report: RunReport, style: Style): readonly string[] {
  const paint = { ok: style.good, violated: style.bad, unknown: style.unsure };
  const glyph = { ok: '✓', violated: '✗', unknown: '?' };
  return Object.entries(report.consistency).map(([name, verdict]) =>
    paint[verdict](`${glyph[verdict]} ${name}: ${verdict}`),
  );
}

function availability(report: RunReport): readonly string[] {
  if (report.availability.length === 0) return [];
  return table(
    [
      { title: 'of' },
      { title: 'answered', align: 'right' },
      { title: 'invoked', align: 'right' },
      { title: 'share', align: 'right' },
      { title: 'longest gap', align: 'right' },
    ],
    report.availability.map(({ of, answered, invoked, longestGap }) => [
      { text: of },
      { text: formatCount(answered) },
      { text: formatCount(invoked) },
      { text: formatShare(answered, invoked) },
      { text: longestGap === undefined ? '–' : formatDuration(longestGap) },
    ]),
  );
}

function latency(report: RunReport): readonly string[] {
  if (report.latency.length === 0) return [];
  const right = (title: string) => ({ title, align: 'right' as const });
  return table(
    [{ title: 'operation' }, right('count'), right('p50'), right('p99'), right('max')],
    report.latency.map(({ f, count, p50, p99, max }) => [
      { text: printable(f) },
      { text: formatCount(count) },
      { text: formatDuration(p50) },
      { text: formatDuration(p99) },
      { text: formatDuration(max) },
    ]),
  );
}

function expectation({ text, verdict, found }: JudgedExpectation, style: Style): readonly string[] {
  const paint = { held: style.good, failed: style.bad, unknown: style.unsure }[verdict];
  const [first = '', ...more] = wrapText(`${printable(text)} — ${printable(found)}`, WIDTH - 8);
  return [paint(`${glyphs[verdict]} ${first}`), ...more.map((line) => `  ${line}`)];
}

/** The last lines: what failed, with its moment, and the command that opens it. */
export function verdictLines(report: RunReport, style: Style): readonly string[] {
  const { verdict, failures, expectations } = report;
  const deciding = expectations.filter(({ kind, isVacuous }) => kind !== 'promise' || isVacuous !== true);
  if (verdict === 'held') {
    const count = deciding.length === 1 ? 'the one claim' : `all ${deciding.length} claims`;
    return [style.good(`HELD  ${count} of scenario and system`)];
  }
  const lines: string[] = [];
  const unexpected = failures.filter((failure) => !failure.isExpected);
  for (const failure of unexpected.slice(0, 3)) {
    const place = `${printable(report.scenario)}  seed ${printable(report.seed)}  event ${failure.event}  t=${formatTime(failure.time)}`;
    lines.push(style.bad(`VIOLATED  ${printable(failure.what)}: ${printable(failure.reason)}`), `  ${place}`);
    if (failure.witness !== undefined) lines.push(...failure.witness.split('\n').map((line) => `  ${printable(line)}`));
  }
  for (const item of deciding.filter((other) => other.verdict !== 'held')) {
    const [word, paint] = item.verdict === 'failed' ? ['FAILED', style.bad] : ['UNKNOWN', style.unsure];
    lines.push(paint(`${word}  ${printable(item.text)}: ${printable(item.found)}`));
  }
  if (report.reason !== undefined) lines.push(style.unsure(`UNKNOWN  ${printable(report.reason)}`));
  const moment = unexpected[0] === undefined ? '' : ` --at ${unexpected[0].event}`;
  return [
    ...lines,
    `  look:   npx faultline run ${shellWord(report.scenario)} --seed ${shellWord(report.seed)}${moment}`,
  ];
}

/** A word that a shell takes as one. */
export function shellWord(text: string): string {
  return /^[\w./:@%+=-]+$/.test(text) ? text : `'${printable(text).replaceAll("'", "'\\''")}'`;
}
