// Times, shares and values as people read them. Every face prints through these, so a figure looks the same everywhere.

import type { Plain } from '../base/plain.ts';
import { printable } from '../base/printable.ts';
import type { Duration, Time } from '../contract/time.ts';

/** A point in time: seconds with three decimals, with six where the microseconds matter. */
export function formatTime(time: Time): string {
  return `${(time / 1_000_000).toFixed(time % 1000 === 0 ? 3 : 6)}s`;
}

/** A duration in the unit that suits it: `250us`, `1.5ms`, `2s`, `3.204s`. */
export function formatDuration(duration: Duration): string {
  if (duration < 1000) return `${duration}us`;
  if (duration < 1_000_000) return `${trim((duration / 1000).toFixed(duration < 10_000 ? 2 : 1))}ms`;
  return `${trim((duration / 1_000_000).toFixed(3))}s`;
}

function trim(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
}

/** A share as a percentage, never rounded to 0 % or 100 % where it is not. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return '–';
  const percent = (100 * part) / whole;
  if (part > 0 && percent < 0.1) return '<0.1%';
  if (part < whole && percent > 99.9) return '>99.9%';
  return `${trim(percent.toFixed(1))}%`;
}

/** 12345 as `12,345`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** Plain data on one line, in the manner of JavaScript, cut to `width` characters. */
export function formatValue(value: Plain, width = 100): string {
  const text = printable(write(value));
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

function write(value: Plain): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(write).join(', ')}]`;
  if (isPagedList(value)) return `${value.length} items`;
  const fields = Object.entries(value).map(
    ([key, item]) => `${/^[\w$]+$/.test(key) ? key : JSON.stringify(key)}: ${write(item)}`,
  );
  return fields.length === 0 ? '{}' : `{${fields.join(', ')}}`;
}

function isPagedList(value: object): value is { length: number } {
  return 'length' in value && 'root' in value && 'tail' in value && 'depth' in value;
}
