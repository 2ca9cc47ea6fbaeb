// A node's own clocks, from true time: a wall clock, which may be set, and a monotonic clock, which never goes back.
// Data and pure functions; one oscillator drives both, so both run at one rate. Exact integers: a reading is rounded
// down once, from the point where the rate last changed. Only a change of rate keeps a rounding: it drops the fraction
// of a microsecond then under way, so after k changes a clock is behind by less than k + 1 µs, and never ahead.
import { assert } from '../base/assert.ts';
import type { Ratio } from '../contract/system.ts';
import type { Duration, LocalTime, Time } from '../contract/time.ts';

/** At true time `at` the clocks show `wall` and `monotonic`; from there both advance by `rate`. */
export type Clock = {
  readonly at: Time;
  readonly wall: LocalTime;
  readonly monotonic: LocalTime;
  /** Local time per true time: 1001/1000 is fast by 1 ms a second. Both whole numbers from 1 to `RATE_MAX`, at most a hundred times the other. */
  readonly rate: Ratio;
};

export const RATE_MAX = 1_000_000;

/** Shows true time. */
export const trueClock: Clock = { at: 0, wall: 0, monotonic: 0, rate: { numerator: 1, denominator: 1 } };

/** What the wall clock shows at true time `t`, not before `clock.at`. Below 0 where it was set back far enough. */
export function wallAt(clock: Clock, t: Time): LocalTime {
  return safe(clock.wall + advance(clock, t));
}

/** What the monotonic clock shows at true time `t`, not before `clock.at`. */
export function monotonicAt(clock: Clock, t: Time): LocalTime {
  return safe(clock.monotonic + advance(clock, t));
}

/** The wall clock set forward by `by`, or back by −`by`. It holds from now on, and needs no time: both clocks run on. */
export function jumped(clock: Clock, by: Duration): Clock {
  return { ...clock, wall: safe(clock.wall + by) };
}

/** The clock that runs at `rate` from true time `t` on. */
export function withRate(clock: Clock, t: Time, rate: Ratio): Clock {
  const { numerator, denominator } = rate;
  assert(isPart(numerator) && isPart(denominator), `a rate is a ratio of whole numbers from 1 to ${RATE_MAX}`);
  assert(numerator <= 100 * denominator && denominator <= 100 * numerator, 'a rate is from 1/100 to 100');
  return { at: t, wall: wallAt(clock, t), monotonic: monotonicAt(clock, t), rate };
}

/**
 * The shortest true time in which the clock advances by `local` or more, wherever between two microseconds it stands:
 * a timer set to this is never early by the node's own clock.
 */
export function trueDelay(clock: Clock, local: Duration): Duration {
  const { numerator, denominator } = clock.rate;
  return safe(scaled(local, denominator, numerator, Math.ceil));
}

/**
 * How far the clock advances from true time `now` to true time `due`. For timers that wait while the rate changes:
 * `trueDelay(changed, remaining(clock, now, due))` is what is left of one, again never early. Each such change makes it
 * late by at most what the clock advances in one true microsecond.
 */
export function remaining(clock: Clock, now: Time, due: Time): Duration {
  return monotonicAt(clock, due) - monotonicAt(clock, now);
}

function advance({ at, rate }: Clock, t: Time): Duration {
  assert(t >= at, 'a clock is not read before its last change of rate');
  return safe(scaled(t - at, rate.numerator, rate.denominator, Math.floor));
}

/**
 * value · numerator / denominator, rounded: in two parts where the product exceeds 2^53 (and the result may not). A
 * quotient in doubles is on the right side of every integer: for a product below 2^53 and a divisor d it is rounded by
 * less than 1/d, and no quotient that is not whole is nearer to a whole number than that.
 */
function scaled(value: number, numerator: number, denominator: number, round: (part: number) => number): number {
  const product = value * numerator;
  if (product <= Number.MAX_SAFE_INTEGER) return round(product / denominator);
  const whole = Math.floor(value / denominator);
  return whole * numerator + round(((value - whole * denominator) * numerator) / denominator);
}

function safe(value: number): number {
  assert(Number.isSafeInteger(value), 'a clock shows whole microseconds below 2^53');
  return value;
}

const isPart = (part: number): boolean => Number.isInteger(part) && part >= 1 && part <= RATE_MAX;
