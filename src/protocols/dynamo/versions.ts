// What a replica holds of a key: all versions that none other replaces. Where there are several (siblings) nobody has seen
// them all yet; a client that reads gets them all, and what it writes replaces what it has read, no more.
import type { Plain } from '../../base/plain.ts';
import type { Rules } from '../quorum/index.ts';
import { type Clock, type Dot, includes, joined, truncated, withDot } from './clocks.ts';

/** `past`: what was read when it was decided to write this. `at`: when it was written, for who has to drop entries of clocks. */
export type Version = { readonly value: Plain; readonly dot: Dot; readonly at: number; readonly past: Clock };
/** Siblings, ordered by their dots, so that all replicas hold them alike. */
export type Versions = readonly Version[];

export type ClockSettings = {
  /** As in the paper: a write counts as newer than all earlier ones of its coordinator, read or not. */
  readonly isPlain: boolean;
  /** Entries of a clock at most; 0: no bound. */
  readonly entries: number;
};

export function versioned({ isPlain, entries }: ClockSettings): Rules<Versions> {
  const replaces = (newer: Version, { dot }: Version): boolean =>
    newer.dot.actor === dot.actor && newer.dot.count === dot.count
      ? false
      : includes(isPlain ? withDot(newer.past, newer.dot, 0, true) : newer.past, dot);

  const isReplaced = (version: Version, by: Versions) => by.some((newer) => replaces(newer, version));

  const merged = (held: Versions | null, arrived: Versions): Versions => {
    if (held === null) return arrived;
    const news = arrived.filter((version) => !isIn(version, held) && !isReplaced(version, held));
    if (news.length === 0) return held;
    return [...held.filter((version) => !isReplaced(version, news)), ...news].sort(byDot);
  };

  return {
    // No clock of a machine has a say in what is newer.
    stamped({ value, context, self, generation, now, last }) {
      const dot = { actor: generation === 1 ? self : `${self}/${generation}`, count: last + 1 };
      const past = truncated((context ?? {}) as Clock, entries);
      return { versions: [{ value, dot, at: now, past }], stamp: dot.count };
    },
    merged,
    isSuperseded: (held, arrived) =>
      held !== null && arrived.some((version) => !isIn(version, held) && isReplaced(version, held)),
    shown: (versions) => ({
      value: (versions ?? []).map(({ value }) => value),
      context: contextOf(versions ?? [], isPlain),
    }),
    compacted: (values) => values,
  };
}

/** What a client has read that was given these versions. */
function contextOf(versions: Versions, isPlain: boolean): Clock {
  return versions.reduce<Clock>(
    (clock, { dot, at, past }) => withDot(joined(clock, past, isPlain), dot, at, isPlain),
    {},
  );
}

function isIn({ dot }: Version, versions: Versions): boolean {
  return versions.some((other) => other.dot.actor === dot.actor && other.dot.count === dot.count);
}

function byDot(a: Version, b: Version): number {
  if (a.dot.actor !== b.dot.actor) return a.dot.actor < b.dot.actor ? -1 : 1;
  return a.dot.count - b.dot.count;
}
