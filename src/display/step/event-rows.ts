// The list of events: index, time, lanes, what happens, what it means.
import { printable } from '../../base/printable.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Time } from '../../contract/time.ts';
import type { TraceEvent } from '../../contract/trace.ts';
import { formatValue } from '../format.ts';
import { eventText } from '../trace-lines.ts';
import { type Band, type Lanes, laneHeader, laneRow, lanesFor } from './lanes.ts';
import { type Span, type StyledLine, span } from './spans.ts';

export type ListedEvent = TraceEvent & {
  readonly lost: readonly { readonly from: string; readonly to: string; readonly reason: string }[];
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
};

export type ListFacts = Omit<RowContext, 'lanes' | 'bands' | 'indexWidth'> & {
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
  const { lanes, bands, indexWidth, cursor, causes } = context;
  const isHere = event.index === cursor;
  const pointer = isHere ? span('▸', 'strong') : causes.has(event.index) ? span('·', 'accent') : span(' ');
  const index = span(String(event.index).padStart(indexWidth), isHere ? 'strong' : undefined);
  return [
    pointer,
    flag(event),
    index,
    span(`${eventTime(event.time)} `, isHere ? 'strong' : 'faint'),
    ...laneRow(event, lanes, bands),
    span(' '),
    ...told(event, isHere),
  ];
}

function flag({ violated, isMarked, isHit, isTurn }: ListedEvent): Span {
  if (violated.length > 0) return span('✗', 'bad');
  if (isMarked) return span('m', 'accent');
  if (isHit) return span('*', 'unsure');
  return isTurn ? span('~', 'good') : span(' ');
}

function told(event: ListedEvent, isHere: boolean): StyledLine {
  const { violated, lost, remarks, notes } = event;
  const [first] = lost;
  const more = [
    ...violated.map((name) => span(`  ✗ ${printable(name)}`, 'bad')),
    ...(first === undefined
      ? []
      : [span(`  lost: ${first.from}→${first.to}${lost.length > 1 ? ` and ${lost.length - 1}` : ''}`, 'bad')]),
    ...remarks.map((text) => span(`  ${printable(text)}`, 'faint')),
    ...(notes.length > 0 ? [span('  »', 'accent')] : []),
  ];
  return [span(eventText(event), isHere ? 'strong' : event.kind === 'fault' ? 'fault' : undefined), ...more];
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
