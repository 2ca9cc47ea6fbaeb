// Durations, shares and counts as sentences show them. The way back is `units.ts`.
import type { Ratio } from '../contract/system.ts';
import type { Duration } from '../contract/time.ts';

/** The shortest exact form: `2.5s`, `150ms`, `7us`. */
export function durationText(us: Duration): string {
  if (us === 0) return '0s';
  if (us % 1_000 !== 0 && us < 1_000_000) return us < 1_000 ? `${us}us` : `${decimalText(us, 1_000)}ms`;
  return us < 1_000_000 ? `${us / 1_000}ms` : `${decimalText(us, 1_000_000)}s`;
}

/** `value / unit` with as many decimals as it needs; `unit` is a power of ten. */
function decimalText(value: number, unit: number): string {
  const whole = Math.floor(value / unit);
  const rest = value - whole * unit;
  if (rest === 0) return String(whole);
  const digits = String(unit + rest).slice(1);
  return `${whole}.${digits.replace(/0+$/, '')}`;
}

/** A share in percent, with up to two decimals; never shown as 0% or 100% unless it is exactly that. */
export function percentText(numerator: number, denominator: number): string {
  const hundredths = (numerator * 10_000) / denominator;
  const rounded = Math.round(hundredths);
  if (rounded === 0 && numerator > 0) return 'under 0.01%';
  if (rounded === 10_000 && numerator < denominator) return 'over 99.99%';
  return `${decimalText(rounded, 100)}%`;
}

/** A ratio as a scenario would write it: `20%`, `0.5%`, else `1/3`. */
export function ratioText(ratio: Ratio): string {
  const hundredths = (ratio.numerator * 10_000) / ratio.denominator;
  return Number.isInteger(hundredths) ? `${decimalText(hundredths, 100)}%` : `${ratio.numerator}/${ratio.denominator}`;
}

/** `cas operation`, or `operation` where all kinds are meant: a noun that takes an s, whatever the kind's name is. */
export function operationText(f: string | undefined): string {
  return f === undefined ? 'operation' : `${f} operation`;
}

/** `1 operation`, `118 operations`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
