// Things that many states share (what a node is like, a message, what the monitors remember), each kept once and known
// by a number. So a state is a short list of numbers, and what a handler does is computed once.
import { type Hash, hexOf, RollingHash } from '../../base/hash.ts';
import type { Plain } from '../../base/plain.ts';

/** `low` and `high` are what it adds to the hash of a state it is in. */
export type Numbered = { readonly id: number; readonly low: number; readonly high: number };

export class Interned<T extends Numbered> {
  readonly items: T[] = [];
  private readonly byHash = new Map<string, T>();

  /** The item with this hash; `make` is called where it is new. */
  of(hash: Hash, make: (numbered: Numbered) => T): T {
    const key = hexOf(hash);
    const known = this.byHash.get(key);
    if (known !== undefined) return known;
    const item = make({ id: this.items.length, ...hash });
    this.items.push(item);
    this.byHash.set(key, item);
    return item;
  }
}

/**
 * The hash of a part of a state. Hashes of parts are added up, lane by lane in 32-bit integers, so that a multiset needs
 * no order; each has to be as good as random for that.
 */
export function partHash(tag: number, ...values: readonly Plain[]): Hash {
  const rolled = new RollingHash();
  rolled.word(tag);
  for (const value of values) rolled.value(value);
  const { low, high } = rolled.result();
  const mixed = mix(low ^ Math.imul(high, 0x9e3779b1));
  return { low: mixed, high: mix(high ^ Math.imul(mixed, 0x85ebca6b)) };
}

/** The 32-bit finalizer of MurmurHash3. */
export function mix(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** Tags of parts: equal contents of different parts differ. */
export const tags = { node: 1, message: 2, memory: 3, violations: 4, budget: 5, change: 6, colour: 7 } as const;
