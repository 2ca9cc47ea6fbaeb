// The number by which a node counts eras: a term, a ballot. Found by its name in the state, or among what a view shows.
import type { Plain, PlainRecord } from '../base/plain.ts';

export const epochNames = ['term', 'epoch', 'ballot', 'currentTerm', 'generation', 'round', 'view'] as const;

/** Undefined: the record has none. */
export function epochOf(record: Plain | undefined): number | undefined {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return undefined;
  for (const name of epochNames) {
    const value = (record as PlainRecord)[name];
    if (typeof value === 'number') return value;
  }
  return undefined;
}
