// A node as a panel, or as one line: its role by word, glyph and colour, what its system's view names, and its machine.
import { equalPlain, type Plain, type PlainRecord } from '../../base/plain.ts';
import { printable, widthOf } from '../../base/printable.ts';
import { formatDuration, formatValue } from '../format.ts';
import { clip, cut, epochTone, fitted, type Span, type StyledLine, span, type Tone } from './spans.ts';

export type NodeFacts = {
  readonly id: string;
  readonly status: 'up' | 'paused' | 'down' | 'not started';
  readonly roles: readonly string[];
  readonly epoch: number | undefined;
  readonly view: PlainRecord | undefined;
  readonly viewBefore: PlainRecord | undefined;
  readonly inbox: number;
  readonly isBusy: boolean;
  readonly timers: readonly { readonly name: string; readonly left: number; readonly hasFired: boolean }[];
  readonly disk: {
    readonly pending: readonly { readonly kind: string }[];
    readonly held: number;
    readonly damaged: readonly string[];
  };
  readonly clock: {
    readonly offset: number;
    readonly rate: { readonly numerator: number; readonly denominator: number };
  };
  readonly troubles: readonly string[];
};

/** Who decides, who wants to, and all others. */
const deciding = /^(leader|primary|coordinator|holder|sequencer|owner)$/i;
const wanting = /^(candidate|preparing|proposer)$/i;

export function roleGlyph({ status, roles }: Pick<NodeFacts, 'status' | 'roles'>): string {
  if (status === 'down') return '✗';
  if (status === 'not started') return '·';
  if (status === 'paused') return '‖';
  if (roles.some((role) => deciding.test(role))) return '◆';
  return roles.some((role) => wanting.test(role)) ? '◇' : '○';
}

export function roleText({ status, roles, isBusy, troubles }: NodeFacts): string {
  const role = roles.map(printable).join(' ');
  const what = status === 'up' ? role || 'up' : status === 'paused' && role !== '' ? `paused ${role}` : status;
  return [what, ...(isBusy ? ['busy'] : []), ...troubles.map(printable)].join(', ');
}

function toneOf({ status, epoch }: NodeFacts): Tone | undefined {
  if (status === 'down') return 'bad';
  return status === 'up' ? epochTone(epoch) : 'unsure';
}

export function timerText({ timers }: Pick<NodeFacts, 'timers'>): string {
  return timers
    .map(({ name, left, hasFired }) => `${printable(name)} ${hasFired ? 'fired' : formatDuration(left)}`)
    .join(', ');
}

/** What is durable already, and what a crash would still take. */
export function diskText({ disk }: Pick<NodeFacts, 'disk'>): string {
  const { pending, held, damaged } = disk;
  const parts = [
    pending.length === 0 ? 'durable' : `pending ${pending.map(({ kind }) => printable(kind)).join(' ')}`,
    ...(held === 0 ? [] : [`${held} sends wait`]),
    ...(damaged.length === 0 ? [] : [`damaged ${damaged.map(printable).join(' ')}`]),
  ];
  return parts.join(', ');
}

/** `+3ms`, `-1ms 101/100`; empty: true time. */
export function clockText({ clock }: Pick<NodeFacts, 'clock'>): string {
  const { offset, rate } = clock;
  const runs = rate.numerator === rate.denominator ? '' : ` ${rate.numerator}/${rate.denominator}`;
  const off = offset === 0 ? '' : `${offset < 0 ? '-' : '+'}${formatDuration(Math.abs(offset))}`;
  return `${off}${runs}`.trim();
}

/** Fields of the view but its role, which is told in words already. A `~` stands before what the event changed. */
function fields({ view, viewBefore }: NodeFacts, width: number): readonly Span[] {
  return Object.entries(view ?? {})
    .filter(([name]) => name !== 'role')
    .map(([name, value]) => {
      const was = viewBefore?.[name];
      const isChanged = was === undefined || !equalPlain(was, value as Plain);
      const text = `${isChanged ? '~' : ' '}${printable(name)} ${shortValue(value as Plain, width)}`;
      return span(text, isChanged ? 'strong' : undefined);
    });
}

/** A word without its quotes: `votedFor n2`. */
function shortValue(value: Plain, width: number): string {
  return typeof value === 'string' && /^[\w.:-]+$/.test(value) ? cut(value, width) : formatValue(value, width);
}

/** Spans in lines of at most `width` columns, a space between. */
function flow(spans: readonly Span[], width: number): readonly StyledLine[] {
  const lines: Span[][] = [];
  let left = 0;
  for (const { text, tone } of spans) {
    const shown = cut(text, width);
    const columns = widthOf(shown);
    if (lines.length === 0 || columns + 1 > left) {
      lines.push([span(shown, tone)]);
      left = width - columns;
    } else {
      lines.at(-1)!.push(span(' '), span(shown, tone));
      left -= columns + 1;
    }
  }
  return lines;
}

/** A box of `height` lines. */
export function nodePanel(node: NodeFacts, width: number, height: number, isSelected: boolean): readonly StyledLine[] {
  const tone = toneOf(node);
  const inner = width - 2;
  const edge = isSelected ? 'strong' : 'faint';
  const head = cut(`${isSelected ? '▸' : ' '}${node.id} ${roleGlyph(node)} ${roleText(node)} `, inner - 1);
  const top = [span('┌', edge), span(head, tone), span(`${'─'.repeat(Math.max(0, inner - widthOf(head)))}┐`, edge)];
  const lines = clip(
    [...(node.status === 'up' || node.status === 'paused' ? flow(fields(node, 14), inner) : []), ...machine(node)],
    height - 2,
  );
  const rows = Array.from({ length: height - 2 }, (_, i) => fitted(lines[i] ?? [], inner));
  const bottom = [span(`└${'─'.repeat(inner)}┘`, edge)];
  return [top, ...rows.map((row) => [span('│', edge), ...row, span('│', edge)]), bottom];
}

function machine(node: NodeFacts): readonly StyledLine[] {
  const timers = timerText(node);
  const clock = clockText(node);
  return [
    ...(timers === '' ? [] : [[span(' ⏲ ', 'faint'), span(timers)]]),
    [
      span(` inbox ${node.inbox}`, node.inbox > 0 ? 'strong' : 'faint'),
      span(`  disk ${diskText(node)}`, node.disk.pending.length > 0 ? 'unsure' : 'faint'),
    ],
    ...(clock === '' ? [] : [[span(` clock ${clock}`, 'unsure')]]),
  ];
}

/** A line each; what is wanted first stands first, and the end of the line is what a narrow screen loses. */
export function nodeRows(nodes: readonly NodeFacts[], selected: string): readonly StyledLine[] {
  const name = Math.max(0, ...nodes.map(({ id }) => id.length));
  const role = Math.min(22, Math.max(0, ...nodes.map((node) => roleText(node).length)));
  return nodes.map((node) => {
    const tone = toneOf(node);
    const clock = clockText(node);
    const timers = timerText(node);
    return [
      span(node.id === selected ? '▸' : ' ', 'strong'),
      span(`${node.id.padEnd(name)} ${roleGlyph(node)} ${cut(roleText(node), role).padEnd(role)}`, tone),
      ...(node.inbox > 0 ? [span(` inbox ${node.inbox}`, 'strong')] : []),
      ...(node.disk.pending.length > 0 || node.disk.damaged.length > 0
        ? [span(` disk ${diskText(node)}`, 'unsure')]
        : []),
      ...(clock === '' ? [] : [span(` clock ${clock}`, 'unsure')]),
      ...(timers === '' ? [] : [span(` ⏲ ${timers}`, 'faint')]),
      ...fields(node, 12).flatMap((field) => [span(field.text.startsWith('~') ? ' ' : ''), field]),
    ];
  });
}

/** Clients on one line: what each waits for. */
export function clientLine(
  clients: readonly { readonly id: string; readonly status: string; readonly waitsFor: string | undefined }[],
): StyledLine {
  return [
    span(' clients ', 'faint'),
    ...clients.flatMap(({ id, status, waitsFor }) => [
      span(`${id} `, 'strong'),
      span(
        `${status === 'up' ? (waitsFor === undefined ? '–' : printable(waitsFor)) : status}  `,
        status === 'up' ? undefined : 'bad',
      ),
    ]),
  ];
}
