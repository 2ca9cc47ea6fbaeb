// The report card of one run.
import { ownItem } from '../base/plain.ts';
import { onOneLine, printable, widthOf } from '../base/printable.ts';
import {
  eventOfMoment,
  type FailureReport,
  isUntestedPromise,
  type JudgedExpectation,
  type RunReport,
} from '../contract/report.ts';
import { figureText } from './distribution.ts';
import { formatCount, formatDuration, formatShare, formatTime } from './format.ts';
import { type StepTarget, stepCommand } from './step-command.ts';
import { type Style, verdictMark } from './style.ts';
import { table, wrapText } from './table.ts';

/** Columns of a card at most: longer lines are hard to read. */
const WIDTH_MOST = 100;

/** The lines of the card, at most `width` columns where words can be wrapped. The verdict and what to paste come last. */
export function card(report: RunReport, style: Style, width = WIDTH_MOST, step = stepOf(report)): readonly string[] {
  const columns = Math.max(40, Math.min(width, WIDTH_MOST));
  // Promises that hold are in the list of consistency already.
  const claims = report.expectations.filter(({ kind, verdict }) => kind !== 'promise' || verdict === 'failed');
  return [
    `seed ${printable(report.seed)}   ${style.strong(printable(report.name))}   ${style.faint(printable(report.scenario))}`,
    ...wrapText(printable(report.about), columns - 2).map((line) => `  ${line}`),
    '',
    ...wrapText(
      `${report.system}: ${report.nodes}, ${formatDuration(report.simulatedUs)} simulated in ${report.wallMs} ms, ` +
        `${formatCount(report.events)} events`,
      columns - 2,
    ).map((line) => `  ${line}`),
    ...modules(report).map((line) => `  ${line}`),
    ...section('faults', faults(report, columns - 4)),
    ...section('stopped by themselves', halts(report)),
    ...section('consistency', consistency(report, style)),
    ...section('consistency levels of the history', levels(report, style, columns - 8)),
    ...section('availability', availability(report)),
    ...section('latency of answered operations', latency(report)),
    ...section('measured', measured(report)),
    ...section(
      'expected',
      claims.flatMap((item) => expectation(item, style, columns - 8)),
    ),
    ...(report.fingerprint === undefined ? [] : ['', `  fingerprint ${report.fingerprint}`]),
    '',
    ...verdictLines(report, style, step),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `  ${title}`, ...lines.map((line) => `    ${line}`)];
}

/** Whose code was loaded, and so run, besides Faultline's own. */
export function modules(report: RunReport): readonly string[] {
  return (report.modules ?? []).map(({ use, path }) => {
    const where = use === path || use === `./${path}` ? '' : ` (${printable(path)})`;
    return `loaded ${printable(use)}${where}`;
  });
}

function faults(report: RunReport, width: number): readonly string[] {
  return report.windows.flatMap(({ from, to, text, nodes, skipped, note }) => {
    const span = to === undefined ? formatTime(from) : `${formatTime(from)} to ${formatTime(to)}`;
    const who = nodes.map((list) => list.join(' ')).filter((list) => list !== '');
    const struck = `${who.length === 0 ? '' : `  [${who.join(' | ')}]`}${note === undefined ? '' : `  ${note}`}`;
    const found = skipped === undefined ? struck : `  did nothing: ${skipped}`;
    return hanging(`${span}  ${printable(text)}${found}`, width);
  });
}

/** As it is where there is room; else on several lines, those after the first indented. */
function hanging(line: string, width: number): readonly string[] {
  if (widthOf(line) <= width) return [line];
  const [first = '', ...more] = wrapText(line, width - 2);
  return [first, ...more.map((each) => `  ${each}`)];
}

function halts(report: RunReport): readonly string[] {
  return report.halts.map(
    ({ node, time, reason, event }) => `${formatTime(time)}  ${node}: ${printable(reason)}  (event ${event})`,
  );
}

function consistency(report: RunReport, style: Style): readonly string[] {
  const paint = { ok: style.good, violated: style.bad, unknown: style.unsure };
  const glyph = { ok: '✓', violated: '✗', unknown: '?' };
  return Object.entries(report.consistency).map(([name, verdict]) =>
    paint[verdict](`${glyph[verdict]} ${name}: ${untestedText(report, name) ?? verdict}`),
  );
}

/** In the words of `step`: nothing put the property to the test. */
function untestedText({ untested = {} }: RunReport, property: string): string | undefined {
  const why = ownItem(untested, property);
  return why === undefined ? undefined : onOneLine(why);
}

/** The levels that held on one line; of the others those together that one and the same answer breaks, with its event. */
function levels({ levels: all = [] }: RunReport, style: Style, width: number): readonly string[] {
  const held = all.flatMap(({ level, verdict }) => (verdict === 'ok' ? [level] : []));
  const others = new Map<string, string[]>();
  for (const { level, verdict, reason = '', event } of all) {
    if (verdict === 'ok') continue;
    const [first = ''] = reason.split('\n');
    const at = event === undefined ? '' : `  (event ${event})`;
    const what = `${verdict === 'violated' ? '✗' : '?'}${printable(first)}${at}`;
    others.set(what, [...(others.get(what) ?? []), level]);
  }
  return [
    ...(held.length === 0 ? [] : wrapText(`✓ ${held.join(', ')}`, width).map(style.good)),
    ...[...others].flatMap(([what, names]) => {
      const paint = what.startsWith('✗') ? style.bad : style.unsure;
      const [head = '', ...rest] = wrapText(`${what[0]} ${names.join(', ')}: ${what.slice(1)}`, width);
      return [paint(head), ...rest.map((line) => `  ${line}`)];
    }),
  ];
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

function measured({ measures }: RunReport): readonly string[] {
  return measures.map(({ name, unit, value, beyond }) => {
    const known = value ?? beyond;
    const figure = known === undefined ? undefined : { value: known, isMore: value === undefined };
    return `${printable(name)}  ${figureText(figure, unit)}${value === undefined && beyond !== undefined ? ', the run ended first' : ''}`;
  });
}

function expectation({ text, verdict, found }: JudgedExpectation, style: Style, width: number): readonly string[] {
  const [glyph, paint] = verdictMark(verdict, style);
  const [first = '', ...more] = wrapText(`${printable(text)} — ${onOneLine(found)}`, width);
  return [paint(`${glyph} ${first}`), ...more.map((line) => `  ${line}`)];
}

/** The last lines: what failed, with its moment, and the command that opens it. */
export function verdictLines(report: RunReport, style: Style, step = stepOf(report)): readonly string[] {
  const { verdict, failures, expectations } = report;
  const deciding = expectations.filter((item) => !isUntestedPromise(item));
  if (verdict === 'held') {
    const count = deciding.length === 1 ? 'the one claim' : `all ${deciding.length} claims`;
    return [style.good(`HELD  ${count} of scenario and system`)];
  }
  const unexpected = failures.filter((failure) => !failure.isExpected);
  const told = new Set(unexpected.map(({ what }) => what));
  const lines = unexpected.slice(0, 3).flatMap((failure) => failureLines(failure, report, style));
  for (const { kind, key, text, found, verdict: judged } of deciding) {
    // What has been told above with its event is not told again.
    const isTold = kind === 'ending' ? told.size > 0 : kind === 'promise' && told.has(key.slice('promise.'.length));
    if (judged === 'held' || isTold) continue;
    const [word, paint] = judged === 'failed' ? ['FAILED', style.bad] : ['UNKNOWN', style.unsure];
    lines.push(paint(`${word}  ${printable(text)}: ${onOneLine(found)}`));
  }
  if (report.reason !== undefined) lines.push(style.unsure(`UNKNOWN  ${onOneLine(report.reason)}`));
  return step === null ? lines : [...lines, `  step:   ${step}`];
}

/**
 * The command that opens what failed; null where nothing did. A scenario that a program passed in is no file that could
 * be named; and of a run that was given up in the middle of an event there is nothing to look at: it would be given up
 * again. `capsule`: it was replayed from one, whose path is named instead.
 */
export function stepOf(report: RunReport, capsule?: Pick<StepTarget, 'file' | 'usesCode'>): string | null {
  const { scenario, seed, verdict, moment, fingerprint, row } = report;
  if (verdict === 'held' || fingerprint === undefined) return null;
  const at = moment === null ? undefined : eventOfMoment(moment);
  if (capsule !== undefined) return stepCommand({ ...capsule, at });
  return /\.ya?ml$/.test(scenario) ? stepCommand({ file: scenario, row, seed, at }) : null;
}

/** A violated property, or how the run stopped, with its moment and what proves it. */
function failureLines(
  { what, reason, event, time, witness }: FailureReport,
  report: RunReport,
  style: Style,
): string[] {
  const isProperty = Object.hasOwn(report.consistency, what);
  const word = isProperty ? 'VIOLATED' : report.verdict === 'unknown' ? 'UNKNOWN' : 'STOPPED';
  const paint = word === 'UNKNOWN' ? style.unsure : style.bad;
  return [
    paint(`${word}  ${printable(what)}: ${onOneLine(reason)}`),
    `  ${printable(report.scenario)}  seed ${printable(report.seed)}  event ${event}  t=${formatTime(time)}`,
    ...(witness === undefined ? [] : witness.split('\n').map((line) => `  ${printable(line)}`)),
  ];
}
