// Which world each seed of a campaign is run in, by its position. Drawn anew for each seed; mutated (`guided.ts`); or one
// that somebody named.
import type { Course } from './course.ts';
import { Guided } from './guided.ts';
import type { SeedRecord } from './record.ts';
import { type Share, seedAt } from './seeds.ts';

export type Worlds = {
  /** Only worlds at positions before this one are known yet. */
  readonly ready: number;
  /** Of a position before `ready`. */
  at(position: number): string;
  /** A seed has its result. In any order. */
  learn(position: number, record: Pick<SeedRecord, 'states' | 'failure'>): void;
};

export function worldsOf({ strategy, world }: Course, share: Share): Worlds {
  if (strategy === 'guided') return new Guided(share);
  const at = world === undefined ? (position: number) => String(seedAt(share, position)) : () => world;
  return { ready: Number.POSITIVE_INFINITY, at, learn: () => {} };
}
