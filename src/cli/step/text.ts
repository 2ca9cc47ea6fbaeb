// What the screen would show at a moment, as text: `step --text` and `replay --text`.
import type { Plain } from '../../base/plain.ts';
import { printable } from '../../base/printable.ts';
import {
  activity,
  bandsOver,
  branchOf,
  type Change,
  causeChain,
  causeIndexes,
  changesAt,
  comparison,
  deedsOf,
  eventsAround,
  historyAt,
  messagesInFlight,
  momentOf,
  type NodeAt,
  narration,
  nodesAt,
  type PropertyAt,
  propertiesAt,
  type Session,
  type StepEvent,
  statusOf,
  windowsAt,
  windowsKnown,
} from '../../debugger/index.ts';
import { formatCount, formatDuration, formatTime, formatValue } from '../../display/format.ts';
import { bandLines, bandTitleWidth } from '../../display/step/band-lines.ts';
import { eventHeader, eventRow, fateOf, rowContext } from '../../display/step/event-rows.ts';
import { textOf } from '../../display/step/spans.ts';
import { stepCommand } from '../../display/step-command.ts';
import type { Style } from '../../display/style.ts';
import { table, wrapText } from '../../display/table.ts';
import { eventText } from '../../display/trace-lines.ts';

export type TextOptions = { readonly style: Style; readonly width: number; readonly usesCode: boolean };

const BEFORE = 12;
const AFTER = 6;

export function stepText(session: Session, { style, width, usesCode }: TextOptions): readonly string[] {
  const columns = Math.max(40, Math.min(width, 100));
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', style.strong(title), ...lines.map((line) => `  ${line}`)];
  return [
    ...header(session, style, columns),
    ...section('nodes', nodes(session)),
    ...section(
      'properties',
      propertiesAt(session).flatMap((each) => property(each, style, columns - 4)),
    ),
    ...section('cause', causeChain(session, 8).map(causeLine)),
    ...section('events', events(session, style, columns)),
    ...section('changed', changes(session)),
    ...section('over time', overTime(session, columns - 4)),
    ...section('faults that last', lasting(session)),
    ...section('in flight', flight(session)),
    ...section('clients', clients(session)),
    ...section(`branch ${session.current}`, deedsOf(session, branchOf(session))),
    ...section('against the branch that it parts from', compared(session)),
    '',
    `  step:   ${commandAt(session, usesCode)}`,
  ];
}

/** The command that opens the very moment. */
export function commandAt(session: Session, usesCode: boolean): string {
  const { source, cursor, current } = session;
  const isCapsule = source.kind === 'capsule';
  const at = current === 0 ? cursor : momentOf(session);
  return stepCommand({
    file: source.file,
    row: source.row,
    seed: isCapsule ? undefined : source.plan.seed,
    at,
    usesCode,
  });
}

function header(session: Session, style: Style, columns: number): readonly string[] {
  const { file, name, seed, event, known, isDone, time, branch, verdict } = statusOf(session);
  const told = narration(session);
  const of = `event ${event} of ${formatCount(known)}${isDone ? '' : ' or more'}`;
  return [
    `${style.strong(printable(name))}   ${style.faint(printable(file))}`,
    `seed ${printable(seed)}   ${of}   t=${formatTime(time)}   branch ${branch.id}${verdict === undefined ? '' : `   ${verdict}`}`,
    ...(told === undefined
      ? []
      : ['', ...wrapText(`event ${told.event}: ${printable(told.says)}`, columns - 2).map((line) => `  ${line}`)]),
  ];
}

/** The bands, and below them where the cursor is. */
function overTime(session: Session, columns: number): readonly string[] {
  const { bands = [] } = session.source.system;
  const width = bandTitleWidth(bands);
  const parts = columns - width;
  const lines = bandLines(bandsOver(session, parts));
  if (lines.length === 0) return [];
  const buckets = activity(session, parts);
  const at = buckets.findIndex(({ from, events }) => session.cursor >= from && session.cursor < from + events);
  return [...lines.map(textOf), `${' '.repeat(width + Math.max(0, at))}▴`];
}

function nodes(session: Session): readonly string[] {
  // Clients too where their system has a view of them: what they believe stands beside what servers hold.
  const list = nodesAt(session).filter(({ isClient, view }) => !isClient || view !== undefined);
  const names = [...new Set(list.flatMap(({ view }) => Object.keys(view ?? {})))];
  const titles = ['node', 'is', ...names, 'inbox', 'timers', 'disk', 'clock'];
  return table(
    titles.map((title) => ({ title })),
    list.map((node) => [
      { text: node.id },
      { text: isText(node) },
      ...names.map((name) => ({ text: cell(node.view?.[name]) })),
      { text: String(node.inbox) },
      { text: node.timers.map(({ name, left }) => `${printable(name)} ${formatDuration(left)}`).join(', ') || '–' },
      { text: diskText(node) },
      { text: clockText(node) },
    ]),
  );
}

function isText({ status, roles, isBusy, troubles }: NodeAt): string {
  const what = status === 'up' ? roles.join(' ') || 'up' : status;
  return [what, ...(isBusy ? ['busy'] : []), ...troubles].join(', ');
}

function cell(value: Plain | undefined): string {
  return value === undefined ? '–' : formatValue(value, 30);
}

function diskText({ disk }: NodeAt): string {
  const pending = disk.pending.map(({ kind }) => printable(kind)).join(', ');
  const damaged = disk.damaged.length === 0 ? '' : `, damaged: ${disk.damaged.map(printable).join(', ')}`;
  const held = disk.held === 0 ? '' : `, ${disk.held} sends wait`;
  return `${pending === '' ? 'all durable' : `pending: ${pending}`}${held}${damaged}`;
}

function clockText({ clock }: NodeAt): string {
  const { offset, rate } = clock;
  const runs = rate.numerator === rate.denominator ? '' : ` at ${rate.numerator}/${rate.denominator}`;
  return offset === 0 && runs === '' ? 'true' : `${offset < 0 ? '-' : '+'}${formatDuration(Math.abs(offset))}${runs}`;
}

function property(at: PropertyAt, style: Style, width: number): readonly string[] {
  const { name, status, since, reason } = at;
  const mark = { held: '✓', violated: '✗', pending: '…', 'never exercised': '○', unknown: '?' }[status];
  const when = since === undefined ? '' : status === 'violated' ? ` since event ${since}` : `, until event ${since}`;
  const why = reason === undefined ? '' : `: ${reason}`;
  const [first = '', ...more] = wrapText(printable(`${mark} ${name}: ${status}${when}${why}`), width);
  const paint = status === 'violated' ? style.bad : status === 'held' ? style.good : style.unsure;
  return [paint(first), ...more.map((line) => `    ${line}`)];
}

function causeLine(event: StepEvent): string {
  return `#${event.index}  ${formatTime(event.time)}  ${eventText(event)}`;
}

/** In the lanes of the screen; what an event tells besides stands below it, whole. */
function events(session: Session, style: Style, width: number): readonly string[] {
  const facts = {
    nodes: session.source.plan.nodes,
    known: branchOf(session).known,
    windows: windowsKnown(session),
    cursor: session.cursor,
    causes: causeIndexes(session, 40),
  };
  const context = rowContext(facts, LANES);
  return [
    style.faint(textOf(eventHeader(context.lanes, context.indexWidth)).trimEnd()),
    ...eventsAround(session, BEFORE, AFTER).flatMap((event) => {
      const row = eventRow({ ...event, lost: [], remarks: [], notes: [] }, context);
      return eventLines(event, textOf(row).trimEnd(), session, style, width);
    }),
  ];
}

/** Columns of the lanes. */
const LANES = 40;

function eventLines(
  event: StepEvent,
  line: string,
  { cursor }: Session,
  style: Style,
  width: number,
): readonly string[] {
  const isHere = event.index === cursor;
  const indent = ' '.repeat(10);
  const told = [
    ...event.notes.flatMap((says) => wrapText(`» ${printable(says)}`, width - 12)),
    ...event.remarks.map((text) => `note: ${printable(text)}`),
    ...event.lost.map((lost) => `${fateOf(lost)}: ${lost.from} to ${lost.to}  ${formatValue(lost.message, 50)}`),
  ];
  return [isHere ? style.strong(line) : line, ...told.map((text) => `${indent}${text}`)];
}

const CHANGES_MOST = 30;

function changes(session: Session): readonly string[] {
  const list = changesAt(session);
  const more = list.length - CHANGES_MOST;
  const lines = list.slice(0, CHANGES_MOST).map(changeLine);
  return more > 0 ? [...lines, `… ${more} more`] : lines;
}

/** `~ n2 term: 6 → 7` */
function changeLine({ node, part, path, kind, before, after }: Change): string {
  const where = `${node} ${part === 'state' ? '' : `${part} `}${printable(path)}`.trimEnd();
  const show = (value: Plain | undefined) => (value === undefined ? 'nothing' : formatValue(value, 50));
  switch (kind) {
    case 'new':
      return `+ ${where}: ${show(after)}`;
    case 'gone':
      return `- ${where}: was ${show(before)}`;
    case 'changed':
      return `~ ${where}: ${show(before)} → ${show(after)}`;
  }
}

function lasting(session: Session): readonly string[] {
  return windowsAt(session)
    .filter(({ isLasting }) => isLasting)
    .map(({ text, from, nodes: sides }) => {
      const who = sides.map((side) => side.join(' ')).filter((side) => side !== '');
      return `since ${formatTime(from)}  ${printable(text)}${who.length === 0 ? '' : `  [${who.join(' | ')}]`}`;
    });
}

const FLIGHT_MOST = 10;

function flight(session: Session): readonly string[] {
  const list = messagesInFlight(session);
  const lines = list.slice(0, FLIGHT_MOST).map(({ seq, from, to, message, left, isCutOff, deed }) => {
    const fate = deed !== undefined ? `  (${deed})` : isCutOff ? '  (cut off)' : '';
    return `${seq}  ${from} ▸ ${to}  in ${formatDuration(left)}  ${formatValue(message, 50)}${fate}`;
  });
  const more = list.length - FLIGHT_MOST;
  return more > 0 ? [...lines, `… ${more} more`] : lines;
}

function clients(session: Session): readonly string[] {
  const { operations, lines } = historyAt(session, 12);
  if (operations.length === 0) return lines === 0 ? [] : ['nothing of late'];
  return operations.slice(-6).map(({ client, process, f, key, input, outcome, output, error, invoked }) => {
    const asked = `${f}${key === undefined ? '' : ` ${key}`}${input === null ? '' : ` ${formatValue(input, 30)}`}`;
    const told =
      outcome === 'ok' ? `ok ${formatValue(output ?? null, 30)}` : outcome === 'open' ? 'open' : `${outcome} ${error}`;
    const unknown = outcome === 'info' ? ' (unknown: it may take effect later, or never)' : '';
    return `${client} (process ${process})  ${printable(asked)}  ${printable(told)}${unknown}  #${invoked.event}`;
  });
}

function compared(session: Session): readonly string[] {
  const found = comparison(session);
  if (found === undefined) return [];
  const { event, here, there, properties, isComplete } = found;
  if (event === undefined) return [isComplete ? 'the same to the end' : 'the same as far as both are known'];
  const line = (which: string, each: typeof here) => `${which}  ${each === undefined ? 'has ended' : eventText(each)}`;
  return [
    `the first event that differs is ${event}`,
    line('here ', here),
    line('there', there),
    ...properties.map(
      ({ name, here: one, there: other }) => `${printable(name)}: here ${one.status}, there ${other.status}`,
    ),
  ];
}
