// The seeds of a campaign: a range of whole numbers, and of it the share that is this shard's. A seed's position counts
// from 0 within the shard, so that threads can share it in 32 bits.

/** Both inclusive. */
export type SeedRange = { readonly first: number; readonly last: number };

/** The `index`th of `of` shards, from 1. `1/1` is the whole. */
export type Shard = { readonly index: number; readonly of: number };

export type Share = SeedRange & { readonly shard: Shard };

export const WHOLE: Shard = { index: 1, of: 1 };

/** One seed in so many is run twice. */
export const REPEAT_EVERY = 20;

export function seedAt({ first, shard }: Share, position: number): number {
  return first + (shard.index - 1) + position * shard.of;
}

export function positionOf({ first, shard }: Share, seed: number): number {
  return (seed - first - (shard.index - 1)) / shard.of;
}

export function countOf({ first, last, shard }: Share): number {
  return Math.max(0, Math.ceil((last - first + 1 - (shard.index - 1)) / shard.of));
}

/** Every twentieth of the range, whichever shard it falls to. */
export function isRepeated({ first }: SeedRange, seed: number): boolean {
  return (seed - first) % REPEAT_EVERY === 0;
}

/** So many seeds are counted one by one where shares overlap. */
const COUNTED_MAX = 5_000_000;

/** How many seeds the shares have together, each counted once. Of shares that are too large the sum of all. */
export function countOfAll(shares: readonly Share[]): number {
  const total = shares.reduce((sum, share) => sum + countOf(share), 0);
  if (shares.length === 1 || total > COUNTED_MAX) return total;
  const seeds = new Set<number>();
  for (const share of shares) {
    for (let position = 0; position < countOf(share); position++) seeds.add(seedAt(share, position));
  }
  return seeds.size;
}

/** `seeds 1..1000`, `shard 1/2 of seeds 1..1000` */
export function shareText({ first, last, shard }: Share): string {
  return `${shard.of === 1 ? '' : `shard ${shard.index}/${shard.of} of `}seeds ${first}..${last}`;
}
