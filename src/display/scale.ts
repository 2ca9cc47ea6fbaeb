// The axis of a plot: where a value stands. A wide span is shown by decades, each parted at 1, 2 and 5 as if by logarithms
// and even within the parts: logarithms themselves differ from machine to machine in the last digit.

export type Scale = {
  /** From 0, the least value, to 1, the greatest. */
  readonly placeOf: (value: number) => number;
  readonly valueAt: (place: number) => number;
  /** Values that people read easily, ascending. */
  readonly round: readonly number[];
};

/** A span beyond this is shown by decades. */
const EVEN_SPAN = 20;

/** `most` is more than `least`. */
export function scaleOf(least: number, most: number): Scale {
  return least > 0 && most / least > EVEN_SPAN ? byDecades(least, most) : even(least, most);
}

function even(least: number, most: number): Scale {
  const rough = (most - least) / 5;
  const decade = powerBelow(rough);
  const step = [1, 2, 5, 10].map((factor) => factor * decade).find((each) => each >= rough) ?? 10 * decade;
  const first = Math.ceil(least / step);
  return {
    placeOf: (value) => (value - least) / (most - least),
    valueAt: (place) => least + (most - least) * place,
    round: Array.from({ length: Math.max(0, Math.floor(most / step) - first + 1) }, (_, i) => (first + i) * step),
  };
}

/** Parts of a decade, and the tenths of thousandths of it that each takes: log10 of 2, of 2.5, of 2. */
const parts = [
  { from: 1, to: 2, at: 0, width: 3010 },
  { from: 2, to: 5, at: 3010, width: 3980 },
  { from: 5, to: 10, at: 6990, width: 3010 },
] as const;

function byDecades(least: number, most: number): Scale {
  const unit = powerBelow(least);
  const begin = height(least, unit);
  const whole = height(most, unit) - begin;
  const round: number[] = [];
  for (let decade = unit; decade <= most; decade *= 10) {
    round.push(...[decade, 2 * decade, 5 * decade].filter((value) => value >= least && value <= most));
  }
  return {
    placeOf: (value) => (height(value, unit) - begin) / whole,
    valueAt: (place) => valueOfHeight(begin + place * whole, unit),
    round,
  };
}

/** How far up a value stands, 10,000 a decade, `unit` at 0. */
function height(value: number, unit: number): number {
  let decade = unit;
  let below = 0;
  for (; value >= 10 * decade; decade *= 10) below += 10_000;
  const factor = value / decade;
  const { from, to, at, width } = parts.find((part) => factor < part.to) ?? parts[2];
  return below + at + (width * (factor - from)) / (to - from);
}

function valueOfHeight(up: number, unit: number): number {
  let decade = unit;
  let rest = up;
  for (; rest >= 10_000; rest -= 10_000) decade *= 10;
  const { from, to, at, width } = parts.find((part) => rest < part.at + part.width) ?? parts[2];
  return decade * (from + ((rest - at) * (to - from)) / width);
}

/** The power of ten at or below a value above 0. */
function powerBelow(value: number): number {
  let power = 1;
  while (power > value) power /= 10;
  while (power * 10 <= value) power *= 10;
  return power;
}
