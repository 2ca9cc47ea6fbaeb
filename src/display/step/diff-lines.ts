// What an event changed, as deep as it goes: `~` changed, `+` new, `-` gone.
import type { Plain } from '../../base/plain.ts';
import { printable } from '../../base/printable.ts';
import { formatValue } from '../format.ts';
import { span, type StyledLine } from './spans.ts';

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

/** A change a line, under the name of its node and part where these change. */
export function changeLines(changes: readonly ChangedField[]): readonly StyledLine[] {
  if (changes.length === 0) return [[span('nothing changed', 'faint')]];
  return changes.flatMap((change, i) => {
    const last = changes[i - 1];
    const isNew = last === undefined || last.node !== change.node || last.part !== change.part;
    const title = `${change.node}${change.part === 'state' ? '' : ` ${change.part}`}`;
    return [...(isNew ? [[span(title, 'strong')]] : []), [span(' '), marks[change.kind], ...valuesOf(change)]];
  });
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
