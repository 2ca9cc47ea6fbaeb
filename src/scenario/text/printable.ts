// Values as messages about input show them. What may be printed at all is in `base/printable.ts`.
import { printable } from '../../base/printable.ts';

const SHOWN_MAX = 60;

/** A value as a message shows it: short, on one line, strings in quotes. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'number':
    case 'boolean':
      return String(value);
    case 'object':
      return Object.keys(value).length === 0 ? 'an empty mapping' : 'a mapping';
    default:
      return `a ${typeof value}`;
  }
}

export function quoted(text: string): string {
  const characters = [...text.slice(0, 2 * SHOWN_MAX)];
  const short = characters.length > SHOWN_MAX ? `${characters.slice(0, SHOWN_MAX).join('')}…` : text;
  return `"${printable(short)}"`;
}
