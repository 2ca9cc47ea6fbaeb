// Draws of one purpose: round numbers, choices with weights, subsets. Integers only.
import { KernelBug } from '../base/assert.ts';
import { RandomStream } from '../base/random.ts';
import type { Span } from '../contract/faults.ts';
import type { Ratio } from '../contract/system.ts';

export class Draw {
  private readonly stream: RandomStream;

  constructor(seed: string, label: string) {
    this.stream = new RandomStream(seed, `plan/${label}`);
  }

  /** From `min` to `max`, both inclusive. */
  int(min: number, max: number): number {
    return min + this.stream.int(max - min + 1);
  }

  percent(chance: number): boolean {
    return this.stream.int(100) < chance;
  }

  oneOf<T>(items: readonly T[]): T {
    return items[this.stream.int(items.length)]!;
  }

  /** One of the makers, as often as its weight says; those of weight 0 never. */
  weighted<T>(choices: readonly (readonly [weight: number, make: () => T])[]): T {
    let left = this.stream.int(choices.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, make] of choices) {
      if (left < weight) return make();
      left -= weight;
    }
    throw new KernelBug('the weights are not whole numbers');
  }

  shuffled<T>(items: readonly T[]): readonly T[] {
    const left = [...items];
    const drawn: T[] = [];
    while (left.length > 0) drawn.push(...left.splice(this.stream.int(left.length), 1));
    return drawn;
  }

  /** With two significant digits: uniform, or with each doubling as likely as another. */
  round({ min, max }: Span, shape: 'uniform' | 'doublings'): number {
    if (shape === 'uniform') return clamped(twoDigits(this.int(min, max)), min, max);
    let least = Math.max(1, min);
    const starts: number[] = [];
    for (; least <= max; least *= 2) starts.push(least);
    const start = starts.length === 0 ? max : this.oneOf(starts);
    return clamped(twoDigits(this.int(start, Math.min(2 * start, max))), min, max);
  }

  /** Both ends within the bounds. */
  span(bounds: Span): Span {
    const ends = [this.round(bounds, 'doublings'), this.round(bounds, 'doublings')];
    return { min: Math.min(...ends), max: Math.max(...ends) };
  }

  /** From 1 to `max`, mostly small: half of the draws are 1 or 2 with `max` 20. */
  small(max: number): number {
    return this.int(1, this.int(1, this.int(1, max)));
  }
}

/** 4,137 → 4,100. */
export function twoDigits(value: number): number {
  let unit = 1;
  while (Math.floor(value / unit) >= 100) unit *= 10;
  return Math.floor(value / unit) * unit;
}

export const clamped = (value: number, min: number, max: number): number => Math.min(Math.max(value, min), max);

/** A reduced ratio of integers, as a scenario's loader makes it. */
export function ratioOf(numerator: number, denominator: number): Ratio {
  let [a, b] = [numerator, denominator];
  while (b > 0) [a, b] = [b, a % b];
  return { numerator: numerator / a, denominator: denominator / a };
}
