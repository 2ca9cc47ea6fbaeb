// The replicated log: entries, counted from 1 as in the paper, and pure questions about them. No messages, no roles.
//
//   Raft's index    1   2   3        only this file knows that a list counts from 0
//   list position   0   1   2
import { append, appendAll, at, last, type PagedList, slice, take } from '../../base/paged-list.ts';
import type { Command } from '../kv/index.ts';

/** `command` is null for the no-op that opens each leader's term. */
export type Entry = { readonly term: number; readonly command: Command | null };

export type Log = PagedList<Entry>;

export function entryAt(log: Log, index: number): Entry | undefined {
  return at(log, index - 1);
}

/** The term of an entry; 0 before the first one, undefined after the last. */
export function termAt(log: Log, index: number): number | undefined {
  return index === 0 ? 0 : at(log, index - 1)?.term;
}

export function lastTerm(log: Log): number {
  return last(log)?.term ?? 0;
}

/** Entries `from` to `to`, both inclusive, as far as the log reaches. */
export function entriesBetween(log: Log, from: number, to: number): readonly Entry[] {
  return slice(log, from - 1, to);
}

export function withEntry(log: Log, entry: Entry): Log {
  return append(log, entry);
}

/**
 * The log with the leader's entries after `prevLogIndex`. What already matches stays, and with it all that follows: a
 * delayed message must not cut off entries that came, and were acknowledged, after it. Only a real conflict, the same
 * index with another term, cuts (§5.3).
 */
export function withEntries(log: Log, prevLogIndex: number, entries: readonly Entry[]): Log {
  let matching = 0;
  while (matching < entries.length && termAt(log, prevLogIndex + 1 + matching) === entries[matching]!.term) matching++;
  if (matching === entries.length) return log;
  return appendAll(take(log, prevLogIndex + matching), matching === 0 ? entries : entries.slice(matching));
}

/** The first index whose entry's term is at least `term`; one after the end if none is. Terms never fall in a log. */
export function firstIndexOfTerm(log: Log, term: number): number {
  let from = 1;
  let to = log.length + 1;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (termAt(log, middle)! < term) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** One past the last entry of `term`; undefined if the log has none. */
export function indexAfterTerm(log: Log, term: number): number | undefined {
  const index = firstIndexOfTerm(log, term + 1);
  return index > 1 && termAt(log, index - 1) === term ? index : undefined;
}
