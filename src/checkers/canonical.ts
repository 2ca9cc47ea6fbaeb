// One text for each value: equal values, equal texts. Checkers compare, count and remember values and states by it.
// It is JSON with sorted keys, so `JSON.parse` gives the value back.
import type { Plain, PlainRecord } from '../base/plain.ts';
import { sortedKeys } from '../base/sorted.ts';

export function canonicalText(value: Plain): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  const record = value as PlainRecord;
  return `{${sortedKeys(record)
    .map((key) => `${JSON.stringify(key)}:${canonicalText(record[key]!)}`)
    .join(',')}}`;
}

export function valueOfText(text: string): Plain {
  return JSON.parse(text) as Plain;
}
