// What a replica holds of a key: one cell, the one with the greatest timestamp. Last write wins, by the clock of whoever
// coordinated it; what was written later by a clock that is behind is gone without a word.
import { hashPlain, hexOf } from '../../base/hash.ts';
import { equalPlain, type Plain } from '../../base/plain.ts';
import { sortedKeys } from '../../base/sorted.ts';
import type { Rules } from '../quorum/index.ts';

/** A value of null is a tombstone: it has to win against what it deletes, so it is kept like any other. */
export type Cell = { readonly value: Plain; readonly at: number };

export const lastWriteWins: Rules<Cell> = {
  // The coordinator's wall clock in µs, and never the same twice (Cassandra: ClientState.getTimestamp).
  stamped({ value, now, last }) {
    const at = Math.max(now, last + 1);
    return { versions: { value, at }, stamp: at };
  },
  merged: (held, arrived) => (held === null || wins(arrived, held) ? arrived : held),
  isSuperseded: (held, arrived) => held !== null && wins(held, arrived),
  shown: (cell) => ({ value: cell?.value ?? null }),
  compacted(values, before) {
    const keys = Object.keys(values);
    if (!keys.some((key) => isForgotten(values[key]!, before))) return values;
    const kept = sortedKeys(values).filter((key) => !isForgotten(values[key]!, before));
    return Object.fromEntries(kept.map((key) => [key, values[key]!]));
  },
};

/**
 * Of equal timestamps a tombstone wins, then the greater value, so that all replicas keep the same (Cassandra:
 * Cells.reconcile, which compares bytes; numbers compare here as numbers, all else by a hash).
 */
function wins(a: Cell, b: Cell): boolean {
  if (a.at !== b.at) return a.at > b.at;
  if (equalPlain(a.value, b.value) || b.value === null) return false;
  return a.value === null || isGreater(a.value, b.value);
}

function isGreater(a: Plain, b: Plain): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a > b;
  return hexOf(hashPlain(a)) > hexOf(hashPlain(b));
}

/** A tombstone after gc_grace: whoever has not heard of it by then may bring back what it deleted. */
function isForgotten({ value, at }: Cell, before: number): boolean {
  return value === null && at < before;
}
