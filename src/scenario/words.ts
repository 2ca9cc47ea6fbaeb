// Durations, shares and counts as sentences show them. The way back is `units.ts`.
import { decimalText } from '../contract/notation.ts';

export { durationText, ratioText, valueText } from '../contract/notation.ts';

/** A share in percent, with up to two decimals; never shown as 0% or 100% unless it is exactly that. */
export function percentText(numerator: number, denominator: number): string {
  const hundredths = (numerator * 10_000) / denominator;
  const rounded = Math.round(hundredths);
  if (rounded === 0 && numerator > 0) return 'under 0.01%';
  if (rounded === 10_000 && numerator < denominator) return 'over 99.99%';
  return `${decimalText(rounded, 100)}%`;
}

/** `cas operation`, or `operation` where all kinds are meant: a noun that takes an s, whatever the kind's name is. */
export function operationText(f: string | undefined): string {
  return f === undefined ? 'operation' : `${f} operation`;
}

/** `1 operation`, `118 operations`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
