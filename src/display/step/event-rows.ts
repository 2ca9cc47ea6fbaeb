// The list of events: index, time, lanes, what happens, what it means.
import type { Plain } from '../../base/plain.ts';
import { printable } from '../../base/printable.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Time } from '../../contract/time.ts';
import type { TraceEvent } from '../../contract/trace.ts';
import { formatValue } from '../format.ts';
import { eventText } from '../trace-lines.ts';
import { type Band, type Lanes, laneHeader, laneRow, lanesFor } from './lanes.ts';
import { cut, type Span, type StyledLine, span, widthOfLine } from './spans.ts';

type Lost = { readonly from: string; readonly to: string; readonly message: Plain; readonly reason: string };

export type ListedEvent = TraceEvent & {
  readonly lost: readonly Lost[];
  readonly remarks: readonly string[];
  readonly notes: readonly string[];
  readonly violated: readonly string[];
  readonly isHit: boolean;
  readonly isMarked: boolean;
  readonly isTurn: boolean;
};

/** Seconds with as many decimals as fit ten columns. */
export function eventTime(time: Time): string {
  return `${(time / 1_000_000).toFixed(4)}`.padStart(9);
}

export function eventHeader(lanes: Lanes, indexWidth: number): StyledLine {
  const title = `${''.padEnd(2)}${'event'.padStart(indexWidth)} ${'time'.padStart(9)} `;
  const missing = lanes.missing === 0 ? [] : [span(`+${lanes.missing} nodes without a lane`, 'unsure')];
  return [span(title, 'faint'), ...laneHeader(lanes), ...missing];
}

export type RowContext = {
  readonly lanes: Lanes;
  readonly bands: readonly Band[];
  readonly indexWidth: number;
  readonly cursor: number;
  /** Events of the cursor's cause chain. */
  readonly causes: ReadonlySet<number>;
  /** Columns of a row: within them what is violated or lost has its place before a long message. Undefined: nothing is cut. */
  readonly width?: number | undefined;
};

export type ListFacts = Omit<RowContext, 'lanes' | 'bands' | 'indexWidth' | 'width'> & {
  readonly nodes: readonly { readonly id: NodeId; readonly group: string }[];
  /** Events known by now. */
  readonly known: number;
  /** Windows of faults; one that was skipped is no band. */
  readonly windows: readonly (Band & { readonly skipped?: unknown })[];
};

/** All nodes have lanes where there is room for all, else the servers first. */
export function rowContext({ nodes, known, windows, cursor, causes }: ListFacts, room: number): RowContext {
  const all = nodes.map(({ id }) => id);
  const servers = nodes.filter(({ group }) => group !== 'client').map(({ id }) => id);
  const whole = lanesFor(all, room);
  const some = lanesFor(servers, room);
  return {
    lanes: whole.missing === 0 ? whole : { ...some, missing: all.length - some.nodes.length },
    bands: windows.filter(({ skipped }) => skipped === undefined),
    indexWidth: Math.max(5, String(known).length),
    cursor,
    causes,
  };
}

/** `▸` the cursor, `·` what led to it; then `m` marked, `*` a match, `✗` a violation, `~` a turn. */
export function eventRow(event: ListedEvent, context: RowContext): StyledLine {
  const { lanes, bands, indexWidth, cursor, causes, width } = context;
  const isHere = event.index === cursor;
  const pointer = isHere ? span('▸', 'strong') : causes.has(event.index) ? span('·', 'accent') : span(' ');
  const index = span(String(event.index).padStart(indexWidth), isHere ? 'strong' : undefined);
  const place = [
    pointer,
    flag(event),
    index,
    span(`${eventTime(event.time)} `, isHere ? 'strong' : 'faint'),
    ...laneRow(event, lanes, bands),
    span(' '),
  ];
  return [...place, ...told(event, isHere, width === undefined ? undefined : width - widthOfLine(place))];
}

function flag({ violated, isMarked, isHit, isTurn }: ListedEvent): Span {
  if (violated.length > 0) return span('✗', 'bad');
  if (isMarked) return span('m', 'accent');
  if (isHit) return span('*', 'unsure');
  return isTurn ? span('~', 'good') : span(' ');
}

/** Who is at work stays in sight, whatever else is told: `n2 ▲ starts`. */
const TEXT_LEAST = 11;

function told(event: ListedEvent, isHere: boolean, room: number | undefined): StyledLine {
  const { violated, lost, remarks, notes } = event;
  const most = [
    ...violated.map((name) => span(`  ✗ ${printable(name)}`, 'bad')),
    ...lostText(lost),
    ...(notes.length > 0 ? [span('  »', 'accent')] : []),
  ];
  const whole = eventText(event);
  const text = room === undefined ? whole : cut(whole, Math.max(TEXT_LEAST, room - widthOfLine(most)));
  return [
    span(text, isHere ? 'strong' : event.kind === 'fault' ? 'fault' : undefined),
    ...most,
    ...remarks.map((remark) => span(`  ${printable(remark)}`, 'faint')),
  ];
}

/** What became of a message that does not arrive. */
export function fateOf({ reason }: Pick<Lost, 'reason'>): string {
  return reason === 'cut' ? 'cut off' : 'lost';
}

/** `cut off: n1→n2 Propose and 2 more` */
function lostText(lost: readonly Lost[]): StyledLine {
  const [first] = lost;
  if (first === undefined) return [];
  const { from, to, message } = first;
  const { kind } = message as { readonly kind: string };
  const more = lost.length > 1 ? ` and ${lost.length - 1} more` : '';
  return [span(`  ${fateOf(first)}: ${from}→${to} ${printable(kind)}${more}`, 'bad')];
}

export type Cause = Pick<ListedEvent, 'index' | 'time' | 'kind' | 'node' | 'from' | 'payload' | 'seq' | 'cause'>;

/** What led to the cursor's event, that one first. */
export function causeLines(chain: readonly Cause[]): readonly StyledLine[] {
  return chain.map((event, depth) => [
    span(depth === 0 ? '▸ ' : '└ ', depth === 0 ? 'strong' : 'accent'),
    span(`#${event.index} `, 'strong'),
    span(`${eventText(event)}`),
    span(`  ${eventTime(event.time).trim()}s`, 'faint'),
  ]);
}

export type Flying = {
  readonly seq: number;
  readonly from: string;
  readonly to: string;
  readonly message: { readonly kind: string };
  readonly left: string;
  readonly isCutOff: boolean;
  readonly deed: string | undefined;
};

/** Messages under way, the first to arrive on top; `▸` the selected one. */
export function flightLines(list: readonly Flying[], selected: number | undefined): readonly StyledLine[] {
  return list.map(({ seq, from, to, message, left, isCutOff, deed }) => {
    const { kind, ...fields } = message;
    const fate = deed !== undefined ? `${deed}` : isCutOff ? 'cut off' : '';
    return [
      span(seq === selected ? '▸ ' : '  ', 'strong'),
      span(`${from}→${to} `),
      span(`${fate === '' ? left : fate} `.padStart(8), fate === '' ? 'faint' : 'bad'),
      span(`${printable(kind)} `, 'accent'),
      span(formatValue(fields as never, 200), 'faint'),
    ];
  });
}
