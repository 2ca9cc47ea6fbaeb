// Exponential and Pareto draws whose tails have no end, exact at any depth. They follow from one rule: of what lies above
// its median an exponential is a whole one again, ln 2 further on. So the first half of the committed table is all that is
// needed, where a straight line between two values errs by less than 1e-6 of the mean. A Pareto is its least value times
// e to an exponential. Real numbers, but by + − × ÷ alone, which IEEE 754 rounds the same way on every machine: Math.exp
// it leaves open. Draws that may be rounded to whole microseconds, to the nearest.
import type { Duration } from '../contract/time.ts';
import type { Draw } from './quantiles.ts';
import { exponentialUnit } from './tables/exponential.ts';

/** A day, the longest time of a scenario: no draw is beyond it. */
export const LATENCY_MAX: Duration = 86_400_000_000;

const LN_2 = Math.LN2;
const DRAWN = 2 ** 32;
const HALF = 2 ** 31;
/** Values of the table in an exponential's lower half, and steps from one to the next. */
const STEPS = HALF / ((exponentialUnit.length - 1) / 2);
/** Halvings that one draw tells; what is left of it are 22 bits at least. */
const HALVINGS = 10;
/** After so many draws, e^−41.6 of the way, it is let be: a source that gives its greatest number for ever has an end. */
const ROUNDS = 6;

/** The number e^−x of which is even from 0 to 1: an exponential of mean 1. Of one draw in 1024 another is taken. */
export function drawUnit(draw: Draw): number {
  let depth = 0;
  for (let round = 0; round < ROUNDS; round++) {
    let drawn = draw.int(DRAWN);
    for (let halving = 0; halving < HALVINGS; halving++) {
      if (drawn < HALF) return depth * LN_2 + lowerHalf(drawn);
      drawn = (drawn - HALF) * 2;
      depth++;
    }
  }
  return depth * LN_2;
}

/** −ln(1 − drawn / 2^32), of a draw below 2^31. */
function lowerHalf(drawn: number): number {
  const cell = Math.floor(drawn / STEPS);
  const low = exponentialUnit[cell]!;
  return (low + ((exponentialUnit[cell + 1]! - low) * (drawn - cell * STEPS)) / STEPS) / 1_000_000;
}

export function drawExponential(mean: Duration, draw: Draw): Duration {
  return Math.min(LATENCY_MAX, Math.round(mean * drawUnit(draw)));
}

export function drawPareto(least: Duration, shape: number, draw: Draw): Duration {
  return Math.min(LATENCY_MAX, Math.round(least * exp(drawUnit(draw) / shape)));
}

/** e^40 µs are seven thousand years. */
const EXPONENT_MAX = 40;

/** e^x for x from 0, to 1e-14 of it. Beyond e^40 it is e^40. */
export function exp(x: number): number {
  const bounded = Math.min(x, EXPONENT_MAX);
  const doublings = Math.floor(bounded / LN_2);
  const rest = bounded - doublings * LN_2;
  // 1 + x + x²/2! + … to x^17/17!, from within: with x up to ln 2 what is left out is below 1e-18.
  let sum = 1;
  for (let term = 17; term > 0; term--) sum = 1 + (sum * rest) / term;
  for (let i = 0; i < doublings; i++) sum *= 2;
  return sum;
}
