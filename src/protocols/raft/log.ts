// The replicated log: entries, counted from 1 as in the paper, and pure questions about them. No messages, no roles.
//
//   Raft's index    1 … base   base+1   base+2        only this file knows that a list counts from 0,
//   list position              0        1             and that a log may begin after what was compacted (§7)
import { countWhile } from '../../base/halving.ts';
import {
  append,
  appendAll,
  at,
  commonLength,
  emptyList,
  last,
  type PagedList,
  slice,
  take,
} from '../../base/paged-list.ts';
import { equalPlain } from '../../base/plain.ts';
import type { Command } from '../kv/index.ts';
import type { Configuration } from './configuration.ts';

/**
 * `command` is null for the no-op that opens each leader's term and for an entry that changes the configuration, which
 * alone has a `configuration`.
 */
export type Entry = {
  readonly term: number;
  readonly command: Command | null;
  readonly configuration?: Configuration;
};

/** Entries up to `base`, the last of them of term `baseTerm`, were compacted: a snapshot stands for them. */
export type Log = { readonly base: number; readonly baseTerm: number; readonly entries: PagedList<Entry> };

export const emptyLog: Log = { base: 0, baseTerm: 0, entries: emptyList() };

export function logOf(entries: readonly Entry[]): Log {
  return { ...emptyLog, entries: appendAll(emptyList<Entry>(), entries) };
}

/** The index of the last entry; 0 if there never was one. */
export function lastIndex({ base, entries }: Log): number {
  return base + entries.length;
}

export function lastTerm({ baseTerm, entries }: Log): number {
  return last(entries)?.term ?? baseTerm;
}

/** Undefined after the last entry, and where the log was compacted. */
export function entryAt({ base, entries }: Log, index: number): Entry | undefined {
  return at(entries, index - base - 1);
}

/** The term of an entry; 0 before the first one, undefined after the last and where the log was compacted. */
export function termAt({ base, baseTerm, entries }: Log, index: number): number | undefined {
  if (index === base) return baseTerm;
  return index === 0 ? 0 : at(entries, index - base - 1)?.term;
}

/** Entries `from` to `to`, both inclusive, as far as the log reaches. */
export function entriesBetween({ base, entries }: Log, from: number, to: number): readonly Entry[] {
  return slice(entries, from - base - 1, to - base);
}

export function withEntry({ base, baseTerm, entries }: Log, entry: Entry): Log {
  return { base, baseTerm, entries: append(entries, entry) };
}

/**
 * The log with the leader's entries after `prevLogIndex`. What already matches stays, and with it all that follows: a
 * delayed message must not cut off entries that came, and were acknowledged, after it. Only a real conflict, the same
 * index with another term, cuts (§5.3). What was compacted is committed and matches.
 */
export function withEntries(log: Log, prevLogIndex: number, entries: readonly Entry[]): Log {
  const { base, baseTerm } = log;
  let matching = Math.min(Math.max(base - prevLogIndex, 0), entries.length);
  while (matching < entries.length && termAt(log, prevLogIndex + 1 + matching) === entries[matching]!.term) matching++;
  if (matching === entries.length) return log;
  const kept = take(log.entries, prevLogIndex + matching - base);
  return { base, baseTerm, entries: appendAll(kept, matching === 0 ? entries : entries.slice(matching)) };
}

/** The log without its entries up to `index`, which a snapshot covers. */
export function compacted(log: Log, index: number): Log {
  if (index <= log.base) return log;
  const kept = entriesBetween(log, index + 1, lastIndex(log));
  return { base: index, baseTerm: termAt(log, index)!, entries: appendAll(emptyList<Entry>(), kept) };
}

/** A log that holds nothing yet besides what a snapshot covers. */
export function logAfter(index: number, term: number): Log {
  return { base: index, baseTerm: term, entries: emptyList() };
}

/** The first index whose entry's term is at least `term`; one after the end if none is. Terms never fall in a log. */
export function firstIndexOfTerm(log: Log, term: number): number {
  const first = log.base + 1;
  return first + countWhile(lastIndex(log) - log.base, (position) => termAt(log, first + position)! < term);
}

/** One past the last entry of `term`; undefined if the log has none. */
export function indexAfterTerm(log: Log, term: number): number | undefined {
  const index = firstIndexOfTerm(log, term + 1);
  return index > 1 && termAt(log, index - 1) === term ? index : undefined;
}

/**
 * The index up to which two logs agree. What one of them has compacted is not compared: it counts as the same. Two
 * versions of one log share most of their pages, so that costs next to nothing; only after a compaction it costs a look
 * at each entry.
 */
export function agreedIndex(a: Log, b: Log): number {
  if (a.base === b.base) return a.baseTerm === b.baseTerm ? a.base + commonLength(a.entries, b.entries) : 0;
  let index = Math.max(a.base, b.base);
  const end = Math.min(lastIndex(a), lastIndex(b));
  while (index < end && isSameEntry(entryAt(a, index + 1), entryAt(b, index + 1))) index++;
  return index;
}

function isSameEntry(a: Entry | undefined, b: Entry | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && equalPlain(a, b));
}
