// What an event changed, as deep as it goes: `~` changed, `+` new, `-` gone.
import type { Plain } from '../../base/plain.ts';
import { printable } from '../../base/printable.ts';
import { formatDuration, formatTime, formatValue } from '../format.ts';
import { type StyledLine, span } from './spans.ts';

export type ChangedField = {
  readonly node: string;
  readonly part: 'state' | 'durable' | 'machine';
  readonly path: string;
  readonly kind: 'new' | 'changed' | 'gone';
  readonly before: Plain | undefined;
  readonly after: Plain | undefined;
};

const marks = { new: span('+ ', 'good'), changed: span('~ ', 'unsure'), gone: span('- ', 'bad') };
const MOST = 60;

/** A change a line, with its node; what is of the disk or of the machine says so. */
export function changeLines(changes: readonly ChangedField[]): readonly StyledLine[] {
  if (changes.length === 0) return [[span('nothing changed', 'faint')]];
  return changes.map((change) => {
    const { node, part, kind, path } = change;
    const where = part === 'durable' ? 'disk ' : '';
    const found = part === 'machine' ? machineChange(change) : valuesOf({ ...change, path: `${where}${path}` });
    return [marks[kind], span(`${node} `, 'strong'), ...found];
  });
}

/** Timers and clocks are told in times, not in the microseconds that they are kept in. */
function machineChange({ path, kind, before, after }: ChangedField): StyledLine {
  const [first, ...rest] = path.split('.');
  const name = printable(rest.join('.'));
  if (first === 'timers') {
    const at = (due: Plain | undefined) => (typeof due === 'number' ? formatTime(due) : 'none');
    if (kind === 'gone') return [span(`timer ${name}  `), span(`was due ${at(before)}`, 'faint')];
    return [
      span(`timer ${name}  `),
      ...(kind === 'new' ? [] : [span(`${at(before)} → `, 'faint')]),
      span(`due ${at(after)}`),
    ];
  }
  if (first === 'writes') return [span(kind === 'gone' ? `write ${name} no longer pending` : `write ${name} pending`)];
  if (path === 'clock.wall' && typeof before === 'number' && typeof after === 'number') {
    return [span(`clock jumps by ${after < before ? '-' : ''}${formatDuration(Math.abs(after - before))}`)];
  }
  return valuesOf({ path: first === 'clock' ? path : `machine ${path}`, kind, before, after });
}

function valuesOf({ path, kind, before, after }: Omit<ChangedField, 'node' | 'part'>): StyledLine {
  const name = span(`${path === '' ? 'all' : printable(path)}  `);
  if (kind === 'new') return [name, span(shown(after), 'good')];
  if (kind === 'gone') return [name, span(`was ${shown(before)}`, 'bad')];
  return [name, span(shown(before), 'faint'), span(' → '), span(shown(after), 'strong')];
}

function shown(value: Plain | undefined): string {
  return value === undefined ? 'nothing' : formatValue(value, MOST);
}

export type ListedField = {
  readonly path: string;
  readonly value: Plain | undefined;
  readonly before: Plain | undefined;
  readonly isChanged: boolean;
};

/** The fields of the selected node; `▸` the selected one. */
export function fieldLines(fields: readonly ListedField[], selected: string | undefined): readonly StyledLine[] {
  return fields.map(({ path, value, before, isChanged }) => {
    const pointer = span(path === selected ? '▸' : ' ', 'strong');
    if (!isChanged) return [pointer, span('  '), span(`${printable(path)}  `), span(shown(value))];
    const kind = before === undefined ? 'new' : value === undefined ? 'gone' : 'changed';
    return [pointer, marks[kind], ...valuesOf({ path, kind, before, after: value })];
  });
}
