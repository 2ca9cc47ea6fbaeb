// Latencies that are not uniform, without a logarithm: a table holds the values at equally spaced quantiles, and a draw
// takes a point of it, linearly between two values. Integers only, so every machine draws the same. What that costs:
// an exponential ends at 8.93 means (a real one exceeds that in 1 of 7,566 draws), its mean is 0.008 % too high, its
// p99.9 0.10 %, its p99.99 5.3 % too low; a normal ends at 3.65 deviations, its mean is exact, its p99.9 0.06 % too
// high. Each draw is rounded down to a whole microsecond. The unit tables: scripts/quantile-tables.mjs.
import { assert, KernelBug } from '../base/assert.ts';
import type { Duration } from '../contract/time.ts';
import { exponentialUnit } from './tables/exponential.ts';
import { normalUnit } from './tables/normal.ts';

/** A source of integers from 0 to `bound` − 1, each as likely as the other. */
export type Draw = { int(bound: number): number };

/** Values at the quantiles 0, 1/Q, …, 1 in microseconds: Q + 1 integers that never fall. */
export type QuantileTable = readonly Duration[];

/** A point of a distribution: `percent` in thousandths of a percent (99.9 % is 99_900), `value` in microseconds. */
export type PercentilePoint = { readonly percent: number; readonly value: Duration };

/** 100 % in the unit of `PercentilePoint`. */
export const PERCENT_MAX = 100_000;

/** Steps within a cell: with Q = 1024 a draw is one integer below 2^32, which is one number of the stream. */
const STEPS = 2 ** 22;

/** The unit of the committed tables. */
const UNIT = 1_000_000;

/** One value, at least the table's first and at most its last. One draw, whatever the table; a draw of 0 is the first. */
export function drawFrom(table: QuantileTable, draw: Draw): Duration {
  const drawn = draw.int((table.length - 1) * STEPS);
  const cell = Math.floor(drawn / STEPS);
  const low = table[cell]!;
  const rise = table[cell + 1]! - low;
  const step = drawn - cell * STEPS;
  // rise · step / STEPS, rounded down. In two parts, for the product of a rise above 2^31 µs (36 min) is inexact.
  const whole = Math.floor(rise / STEPS);
  return low + whole * step + Math.floor(((rise - whole * STEPS) * step) / STEPS);
}

/** Exponential: the time to the next of events that come independently of each other, `mean` µs apart on average. */
export function exponentialTable(mean: Duration): QuantileTable {
  return checked(exponentialUnit.map((unit) => scaled(mean, unit, UNIT)));
}

/**
 * Normal around `mean`, all in µs. Values below `min` are raised to it, which lifts the mean a little: by 0.08
 * deviations where `min` is one below it, by 0.0004 where it is three.
 */
export function normalTable(mean: Duration, deviation: Duration, min: Duration): QuantileTable {
  const at = (unit: number) => mean + Math.sign(unit) * scaled(deviation, Math.abs(unit), UNIT);
  return checked(normalUnit.map((unit) => Math.max(min, at(unit))));
}

/**
 * Through the points and linear between them. They begin at 0 and end at `PERCENT_MAX`; percents rise, values do not
 * fall. Q is 1000, and 10 or 100 times that where a point lies between tenths of a percent, so that none is lost.
 */
export function percentileTable(points: readonly PercentilePoint[]): QuantileTable {
  assert(points[0]?.percent === 0, `percentiles begin at 0, found ${points[0]?.percent}`);
  assert(points.at(-1)?.percent === PERCENT_MAX, `percentiles end at ${PERCENT_MAX}, found ${points.at(-1)?.percent}`);
  const width = [100, 10, 1].find((step) => points.every(({ percent }) => percent % step === 0));
  if (width === undefined) throw new KernelBug('percents are whole thousandths of a percent');
  const table = [points[0].value];
  for (const [i, { percent, value }] of points.slice(1).entries()) {
    const from = points[i]!;
    const span = percent - from.percent;
    assert(span > 0, `percents rise, found ${percent} after ${from.percent}`);
    for (let part = width; part <= span; part += width) {
      table.push(from.value + scaled(value - from.value, part, span));
    }
  }
  return checked(table);
}

/** value · numerator / denominator to the nearest integer. In two parts: the product may exceed 2^53. */
function scaled(value: number, numerator: number, denominator: number): number {
  const rest = value % denominator;
  const half = Math.floor(denominator / 2);
  return ((value - rest) / denominator) * numerator + Math.floor((rest * numerator + half) / denominator);
}

function checked(table: QuantileTable): QuantileTable {
  for (const [i, value] of table.entries()) {
    assert(Number.isSafeInteger(value), `a table holds whole microseconds below 2^53, found ${value}`);
    assert(i === 0 || table[i - 1]! <= value, `a table never falls, found ${value} after ${table[i - 1]}`);
  }
  return table;
}
