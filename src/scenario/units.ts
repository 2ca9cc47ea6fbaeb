// Words of a scenario that carry a unit: durations, ranges, shares, rates. Exact: decimal text becomes integers by
// integer arithmetic, never by way of a floating-point number (0.3 × 1000 would be 299.99999999999994).
import type { Ratio } from '../contract/system.ts';
import type { Duration } from '../contract/time.ts';
import { quoted } from './text/printable.ts';
import { slipText } from './unit-slips.ts';

/** A value, or the sentence that says what was found and what was expected. */
export type Parsed<T> = { readonly value: T } | { readonly problem: string };

export type Range = { readonly min: Duration; readonly max: Duration };

/** `count` operations in every `per` microseconds. */
export type Rate = { readonly count: number; readonly per: Duration };

/** Durations go up to a day. */
export const DURATION_MAX: Duration = 86_400_000_000;
const RATIO_DENOMINATOR_MAX = 1_000_000_000;
const RATE_MAX_PER_SECOND = 1_000_000;

const unitUs = { us: 1n, ms: 1_000n, s: 1_000_000n, m: 60_000_000n, h: 3_600_000_000n } as const;

export const expected = {
  duration: 'a duration such as 150ms, 2s or 1m',
  range: 'a duration such as 2ms, or a range such as 0.5ms..2ms',
  ratio: 'a share such as 50%, 0.5% or 1/3',
  rate: 'a rate such as 50/s or 10/m',
  signed: 'a duration such as 2s or -150ms',
  speed: 'a speed such as 110% or 99.99%, from 1% to 10000%',
} as const;

/** The shapes, for editors: what a JSON Schema can say of them. */
export const patterns = {
  duration: '^[0-9]+(\\.[0-9]+)?(us|ms|s|m|h)$',
  range: '^[0-9]+(\\.[0-9]+)?(us|ms|s|m|h)(\\.\\.[0-9]+(\\.[0-9]+)?(us|ms|s|m|h))?$',
  signed: '^-?[0-9]+(\\.[0-9]+)?(us|ms|s|m|h)$',
  speed: '^([0-9]+(\\.[0-9]+)?%|[0-9]+/[0-9]+)$',
  ratio: '^([0-9]+(\\.[0-9]+)?%|[0-9]+/[0-9]+)$',
  rate: '^[0-9]+(\\.[0-9]+)?/(s|m|h)$',
} as const;

/** The sentence for a text of another shape, with what may have been meant. */
function found<T>(text: string, expectation: string, parse: (text: string) => Parsed<T>): string {
  return `found ${quoted(text)}, expected ${expectation}${slipText(text, (mended) => 'value' in parse(mended))}`;
}

/** A decimal as an integer over a power of ten. */
type Decimal = { readonly digits: bigint; readonly scale: bigint };

function decimal(whole: string, fraction: string | undefined): Decimal | undefined {
  const digits = whole + (fraction ?? '');
  if (digits.length > 18) return undefined;
  return { digits: BigInt(digits), scale: 10n ** BigInt(fraction?.length ?? 0) };
}

/** `500us`, `0.5ms`, `2s`, `1m`, `1h` in whole microseconds. */
export function parseDuration(text: string): Parsed<Duration> {
  const match = /^(\d+)(?:\.(\d+))?(us|ms|s|m|h)$/.exec(text);
  if (match === null) return { problem: found(text, expected.duration, parseDuration) };
  const number = decimal(match[1]!, match[2]);
  if (number === undefined) return { problem: `${quoted(text)} has too many digits: expected ${expected.duration}` };
  const scaled = number.digits * unitUs[match[3] as keyof typeof unitUs];
  if (scaled % number.scale !== 0n) {
    return { problem: `${quoted(text)} is not a whole number of microseconds: expected ${expected.duration}` };
  }
  const value = scaled / number.scale;
  if (value > BigInt(DURATION_MAX)) return { problem: `${quoted(text)} is longer than a day: expected at most 24h` };
  return { value: Number(value) };
}

/** `0.5ms..2ms`, or a single duration for both ends. */
export function parseRange(text: string): Parsed<Range> {
  const parts = text.split('..');
  if (parts.length > 2) return { problem: found(text, expected.range, parseRange) };
  const min = parseDuration(parts[0]!);
  if ('problem' in min) return { problem: rangeProblem(text, parts, min.problem) };
  const max = parts.length === 1 ? min : parseDuration(parts[1]!);
  if ('problem' in max) return { problem: rangeProblem(text, parts, max.problem) };
  if (min.value > max.value) {
    return { problem: `the range ${quoted(text)} runs backwards: write ${parts[1]}..${parts[0]}` };
  }
  return { value: { min: min.value, max: max.value } };
}

function rangeProblem(text: string, parts: readonly string[], inner: string): string {
  if (inner.startsWith('found')) return found(text, expected.range, parseRange);
  return parts.length === 1 ? inner : `in the range ${quoted(text)}, ${inner}`;
}

/** `50%`, `0.5%` or `1/3` as a reduced ratio from 0 to 1. */
export function parseRatio(text: string): Parsed<Ratio> {
  const fraction = /^(\d{1,18})\/(\d{1,18})$/.exec(text);
  const percent = /^(\d+)(?:\.(\d+))?%$/.exec(text);
  let over: Decimal | undefined;
  if (fraction !== null) over = { digits: BigInt(fraction[1]!), scale: BigInt(fraction[2]!) };
  else if (percent !== null) {
    const number = decimal(percent[1]!, percent[2]);
    over = number && { digits: number.digits, scale: number.scale * 100n };
  }
  if (over === undefined) return { problem: found(text, expected.ratio, parseRatio) };
  if (over.scale === 0n) return { problem: `${quoted(text)} divides by nothing: expected ${expected.ratio}` };
  if (over.digits > over.scale) return { problem: `${quoted(text)} is more than the whole: expected 0% to 100%` };
  const divisor = greatestDivisor(over.digits, over.scale);
  const denominator = over.scale / divisor;
  if (denominator > BigInt(RATIO_DENOMINATOR_MAX)) {
    return { problem: `${quoted(text)} is finer than one in ${RATIO_DENOMINATOR_MAX}: expected ${expected.ratio}` };
  }
  return { value: { numerator: Number(over.digits / divisor), denominator: Number(denominator) } };
}

/** A duration that may be negative: how far a clock is set forward, or back. */
export function parseSigned(text: string): Parsed<Duration> {
  if (!text.startsWith('-')) {
    const parsed = parseDuration(text);
    return 'problem' in parsed && parsed.problem.startsWith('found')
      ? { problem: found(text, expected.signed, parseSigned) }
      : parsed;
  }
  const parsed = parseDuration(text.slice(1));
  if ('problem' in parsed) return { problem: found(text, expected.signed, parseSigned) };
  return { value: parsed.value === 0 ? 0 : -parsed.value };
}

const SPEED_PART_MAX = 1_000_000n;

/** How fast a clock runs: local time per true time, `110%`, `99.99%` or `11/10`, from 1/100 to 100. */
export function parseSpeed(text: string): Parsed<Ratio> {
  const fraction = /^(\d{1,18})\/(\d{1,18})$/.exec(text);
  const percent = /^(\d+)(?:\.(\d+))?%$/.exec(text);
  const number = percent === null ? undefined : decimal(percent[1]!, percent[2]);
  const over =
    fraction !== null
      ? { digits: BigInt(fraction[1]!), scale: BigInt(fraction[2]!) }
      : number && { digits: number.digits, scale: number.scale * 100n };
  if (over === undefined) return { problem: found(text, expected.speed, parseSpeed) };
  const { digits, scale } = over;
  if (digits * 100n < scale || digits > scale * 100n || scale === 0n) {
    return { problem: `${quoted(text)} is out of bounds: expected ${expected.speed}` };
  }
  const divisor = greatestDivisor(digits, scale);
  if (digits / divisor > SPEED_PART_MAX || scale / divisor > SPEED_PART_MAX) {
    return { problem: `${quoted(text)} is finer than one in a million: expected ${expected.speed}` };
  }
  return { value: { numerator: Number(digits / divisor), denominator: Number(scale / divisor) } };
}

/** `50/s`, `0.5/s`, `10/m`: more than none, at most a million a second. */
export function parseRate(text: string): Parsed<Rate> {
  const match = /^(\d+)(?:\.(\d+))?\/(s|m|h)$/.exec(text);
  const number = match === null ? undefined : decimal(match[1]!, match[2]);
  if (match === null || number === undefined) return { problem: found(text, expected.rate, parseRate) };
  if (number.digits === 0n) return { problem: `${quoted(text)} is no operation at all: expected ${expected.rate}` };
  const per = unitUs[match[3] as 's' | 'm' | 'h'] * number.scale;
  const divisor = greatestDivisor(number.digits, per);
  const rate = { count: number.digits / divisor, per: per / divisor };
  if (rate.count * 1_000_000n > BigInt(RATE_MAX_PER_SECOND) * rate.per) {
    return { problem: `${quoted(text)} is more than a million a second: expected ${expected.rate}` };
  }
  if (rate.per > BigInt(DURATION_MAX) * rate.count) {
    return { problem: `${quoted(text)} is less than one a day: expected ${expected.rate}` };
  }
  return { value: { count: Number(rate.count), per: Number(rate.per) } };
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestDivisor(b, a % b);
}
