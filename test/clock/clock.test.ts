import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Clock,
  jumped,
  monotonicAt,
  RATE_MAX,
  remaining,
  trueClock,
  trueDelay,
  wallAt,
  withRate,
} from '../../src/clock/clock.ts';
import type { Ratio } from '../../src/contract/system.ts';

const part = fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 990, max: RATE_MAX }));
const rates: fc.Arbitrary<Ratio> = fc
  .record({ numerator: part, denominator: part })
  .filter(({ numerator, denominator }) => numerator <= 100 * denominator && denominator <= 100 * numerator);
const durations = fc.oneof(fc.nat(20), fc.nat(10_000_000), fc.nat(2 ** 40));
const times = fc.oneof(fc.nat(5_000), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }));

type Change = { readonly after: number } & ({ readonly jump: number } | { readonly rate: Ratio });
const changes: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.oneof(
    fc.record({ after: durations, jump: fc.integer({ min: -(2 ** 40), max: 2 ** 40 }) }),
    fc.record({ after: durations, rate: rates }),
  ),
  { maxLength: 30 },
);

const changed = (clock: Clock, t: number, change: Change): Clock =>
  'jump' in change ? jumped(clock, change.jump) : withRate(clock, t, change.rate);

/** Calls `visit` with the clock before and after each change, at its true time. */
function follow(list: readonly Change[], visit: (before: Clock, after: Clock, t: number, change: Change) => void) {
  let clock = trueClock;
  let t = 0;
  for (const change of list) {
    t += change.after;
    const next = changed(clock, t, change);
    visit(clock, next, t, change);
    clock = next;
  }
  return { clock, t };
}

test('a true clock shows true time, and its delays are true', () => {
  fc.assert(
    fc.property(times, times, (a, b) => {
      const [now, due] = a < b ? [a, b] : [b, a];
      expect([wallAt(trueClock, now), monotonicAt(trueClock, now)]).toEqual([now, now]);
      expect(trueDelay(trueClock, now)).toBe(now);
      expect(remaining(trueClock, now, due)).toBe(due - now);
      expect(withRate(trueClock, now, trueClock.rate)).toEqual({ ...trueClock, at: now, wall: now, monotonic: now });
    }),
  );
});

test('a clock that is fast by a thousandth, set back by a second, then slow by a thousandth', () => {
  const fast = withRate(trueClock, 0, { numerator: 1000, denominator: 999 });
  // 999 ms of true time are 1,000 ms; one more microsecond, and 1.001001 µs are shown as 1.
  expect([monotonicAt(fast, 999_000), monotonicAt(fast, 999_001)]).toEqual([1_000_000, 1_000_001]);
  const late = jumped(fast, -1_000_000);
  expect([wallAt(late, 999_000), monotonicAt(late, 999_000)]).toEqual([0, 1_000_000]);
  const slow = withRate(late, 999_000, { numerator: 999, denominator: 1000 });
  expect(slow).toEqual({ at: 999_000, wall: 0, monotonic: 1_000_000, rate: { numerator: 999, denominator: 1000 } });
  expect([wallAt(slow, 1_999_000), monotonicAt(slow, 1_999_000)]).toEqual([999_000, 1_999_000]);
  // 1 ms of its time: 1000 · 1000 / 999 = 1001.001 µs, of which 1002 are the first whole number that suffices.
  expect(trueDelay(slow, 1_000)).toBe(1_002);
  expect(trueDelay(slow, 999)).toBe(1_000);
  expect(trueDelay(fast, 1_000)).toBe(999);
});

test('readings are exact integers up to 2^53', () => {
  fc.assert(
    fc.property(rates, times, times, (rate, a, b) => {
      const [at, t] = a < b ? [a, b] : [b, a];
      const clock = withRate({ ...trueClock, at }, at, rate);
      const exact = (BigInt(t - at) * BigInt(rate.numerator)) / BigInt(rate.denominator);
      if (exact > BigInt(Number.MAX_SAFE_INTEGER)) expect(() => monotonicAt(clock, t)).toThrow('below 2^53');
      else expect(BigInt(monotonicAt(clock, t))).toBe(exact);
    }),
    { numRuns: 1_000 },
  );
});

test('the delay is the shortest in which the clock advances far enough', () => {
  fc.assert(
    fc.property(rates, fc.oneof(fc.nat(5_000), fc.nat(2 ** 43)), (rate, local) => {
      const delay = trueDelay(withRate(trueClock, 0, rate), local);
      const advance = (d: number) => (BigInt(d) * BigInt(rate.numerator)) / BigInt(rate.denominator);
      expect(advance(delay)).toBeGreaterThanOrEqual(local);
      if (local === 0) expect(delay).toBe(0);
      else expect(advance(delay - 1)).toBeLessThan(local);
    }),
    { numRuns: 1_000 },
  );
});

test('the monotonic clock never goes back, whatever happens to it', () => {
  fc.assert(
    fc.property(changes, durations, (list, after) => {
      let shown = 0;
      const { clock, t } = follow(list, (before, next, now) => {
        expect(monotonicAt(before, now)).toBeGreaterThanOrEqual(shown);
        expect(monotonicAt(next, now)).toBe(monotonicAt(before, now));
        shown = monotonicAt(next, now);
      });
      expect(monotonicAt(clock, t + after)).toBeGreaterThanOrEqual(shown);
    }),
  );
});

test('the wall clock leaves the monotonic one by the sum of the jumps, and by nothing else', () => {
  fc.assert(
    fc.property(changes, durations, (list, after) => {
      let sum = 0;
      const { clock, t } = follow(list, (before, next, now, change) => {
        expect(wallAt(before, now) - monotonicAt(before, now)).toBe(sum);
        if ('jump' in change) sum += change.jump;
        expect(wallAt(next, now) - monotonicAt(next, now)).toBe(sum);
      });
      expect(wallAt(clock, t + after) - monotonicAt(clock, t + after)).toBe(sum);
    }),
  );
});

test('after k changes of rate a clock is behind the exact sum by less than k + 1 µs, and never ahead; jumps cost nothing', () => {
  fc.assert(
    fc.property(changes, durations, (list, after) => {
      // The exact sum of duration · rate, as one fraction.
      let [above, below] = [0n, 1n];
      let rate = trueClock.rate;
      let k = 0;
      const add = (duration: number) => {
        above = above * BigInt(rate.denominator) + BigInt(duration) * BigInt(rate.numerator) * below;
        below *= BigInt(rate.denominator);
      };
      const { clock, t } = follow(list, (_before, next, _now, change) => {
        add(change.after);
        rate = next.rate;
        if ('rate' in change) k++;
      });
      add(after);
      const behind = above - BigInt(monotonicAt(clock, t + after)) * below;
      expect(behind >= 0n).toBe(true);
      expect(behind < BigInt(k + 1) * below).toBe(true);
    }),
  );
});

test('a timer that is planned anew at each change is never early, and late by at most a true microsecond each time', () => {
  fc.assert(
    fc.property(rates, fc.nat(10_000_000), changes, (first, local, list) => {
      let clock = withRate(trueClock, 0, first);
      const wanted = monotonicAt(clock, 0) + local;
      let due = trueDelay(clock, local);
      let late = Math.ceil(first.numerator / first.denominator);
      let t = 0;
      for (const change of list) {
        t += change.after;
        if (t >= due) break;
        const left = remaining(clock, t, due);
        clock = changed(clock, t, change);
        due = t + trueDelay(clock, left);
        late += Math.ceil(clock.rate.numerator / clock.rate.denominator);
      }
      expect(monotonicAt(clock, due)).toBeGreaterThanOrEqual(wanted);
      expect(monotonicAt(clock, due) - wanted).toBeLessThanOrEqual(late);
    }),
    { numRuns: 500 },
  );
});

test('a rate that is none, and a reading from before the last change, are refused', () => {
  for (const [numerator, denominator] of [
    [0, 1],
    [1, 0],
    [1.5, 1],
    [-1, 1],
    [1, RATE_MAX + 1],
  ] as const) {
    expect(() => withRate(trueClock, 0, { numerator, denominator })).toThrow('whole numbers from 1 to 1000000');
  }
  expect(() => wallAt({ ...trueClock, at: 5 }, 4)).toThrow('not read before');
  expect(() => jumped(trueClock, Number.MAX_SAFE_INTEGER + 1)).toThrow('below 2^53');
});
