// What the search for a sequential order places, and what may be known of it beforehand.
import type { BitRows } from './bits.ts';

/** One operation that is to be placed. */
export type Step = {
  readonly key: number;
  readonly label: number;
  readonly isReadOnly: boolean;
  /** It may be left out; then it is the last of its session. */
  readonly isOptional: boolean;
  /** Of several that may come next the one of the lowest rank is tried first. */
  readonly rank: number;
};

/** What the reads of a history say, where it is known which write each returned. */
export type Known = {
  /** For each step those that must come before it. */
  readonly before: BitRows;
  /** For each step the one whose value it returned, `INITIAL`, or undefined if it reads nothing. */
  readonly reads: readonly (number | undefined)[];
};
