// Numbers that shrink to the calmest, and how scenarios write them.
import fc from 'fast-check';
import { durationText } from '../contract/notation.ts';
import type { Duration } from '../contract/time.ts';
import { parseDuration, parseRange } from '../scenario/index.ts';

/** In microseconds, both inclusive. */
export type Span = { readonly min: Duration; readonly max: Duration };

/** A share in percent: mostly none or a little, at most `max`. */
export function percent(max: number): fc.Arbitrary<number> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: Math.min(10, max) }) },
    { weight: 3, arbitrary: fc.integer({ min: 1, max }) },
  );
}

/** The least of two numbers, or a doubling of it up to the greatest: as often each. Shrinks to the least, in few steps. */
function doublings(min: number, max: number): fc.Arbitrary<number> {
  const steps = Math.ceil(Math.log2(Math.max(1, max / Math.max(1, min))));
  return fc.nat({ max: steps }).map((step) => Math.min(max, Math.max(1, min) * 2 ** step));
}

/** A range of durations within another one. Shrinks to the least alone. */
export function spans({ min, max }: Span): fc.Arbitrary<Span> {
  const low = doublings(min, max);
  const wide = fc.oneof(
    { weight: 2, arbitrary: fc.constant(1) },
    { weight: 3, arbitrary: doublings(1, max / Math.max(1, min)) },
  );
  return fc.tuple(low, wide).map(([from, times]) => ({ min: from, max: Math.min(max, Math.floor(from * times)) }));
}

/** `1ms..5ms`, or `1ms` where both ends are the same. */
export function rangeOf({ min, max }: Span): string {
  return min === max ? durationText(min) : `${durationText(min)}..${durationText(max)}`;
}

/** Whole milliseconds between two durations. Shrinks to the earliest. */
export function times({ min, max }: Span): fc.Arbitrary<Duration> {
  const from = Math.ceil(min / 1000);
  return fc.integer({ min: from, max: Math.max(from, Math.floor(max / 1000)) }).map((ms) => ms * 1000);
}

/** A duration within a range, a short one as often as a long one. */
export const lengths = ({ min, max }: Span): fc.Arbitrary<Duration> => doublings(min, max);

/** @throws RangeError: what was found in an option, and what was expected. */
export function spanIn(option: string, text: string): Span {
  return parsedOf(option, parseRange(text));
}

/** @throws RangeError: what was found in an option, and what was expected. */
export function durationIn(option: string, text: string): Duration {
  return parsedOf(option, parseDuration(text));
}

function parsedOf<T>(option: string, parsed: { readonly value: T } | { readonly problem: string }): T {
  if ('problem' in parsed) throw new RangeError(`${option}: ${parsed.problem}`);
  return parsed.value;
}

/** @throws RangeError where the two are no bounds. */
export function boundsIn(option: string, [min, max]: readonly [number, number], least: number): void {
  if (Number.isSafeInteger(min) && Number.isSafeInteger(max) && least <= min && min <= max) return;
  const found = `[${min}, ${max}]`;
  throw new RangeError(`${option}: found ${found}, expected two whole numbers from ${least} on, the lesser first`);
}
