// What the monitor of Raft's properties remembers: plain data, and little enough that each change costs what changed.
import { emptyList, type PagedList } from '../../../base/paged-list.ts';
import { equalPlain } from '../../../base/plain.ts';
import type { NodeId } from '../../../contract/ids.ts';
import type { PropertyName } from '../../../contract/property.ts';
import { type Entry, entryAt, type Log } from '../log.ts';

/** All entries ever seen of one term: they lie one after another, from the first its leader appended. */
export type TermLog = {
  readonly term: number;
  /** Where the term was seen first, which is at its leader. */
  readonly leader: NodeId;
  readonly first: number;
  /** The term of the entry before the first one. */
  readonly prevTerm: number;
  readonly entries: PagedList<Entry>;
};

/** Entries up to `upTo` were committed in `term` or an earlier one. */
export type Commit = { readonly term: number; readonly upTo: number; readonly by: NodeId };

/** What is known of one server's log, so that nothing is compared twice, crashes included. */
export type Server = {
  /** So far its log is known to agree with the committed and with the applied entries. */
  readonly committedTo: number;
  readonly appliedTo: number;
  /** The log it had when it crashed; null while it is up. */
  readonly crashedLog: Log | null;
};

export type Memory = {
  readonly leaderOf: { readonly [term: string]: NodeId };
  /** Those who believe themselves leaders now. */
  readonly leading: { readonly [node: NodeId]: { readonly term: number; readonly log: Log } };
  /** The highest term is kept apart from the others, so that an append does not copy a record of all terms. */
  readonly newestTerm: TermLog | null;
  readonly olderTerms: { readonly [term: string]: TermLog };
  /** The longest log that a server called committed, and in which terms. */
  readonly committed: Log;
  readonly latestCommit: Commit | null;
  readonly olderCommits: readonly Commit[];
  /** The longest log that a server applied. */
  readonly applied: Log;
  readonly servers: { readonly [node: NodeId]: Server };
  readonly exercised: { readonly [property: PropertyName]: true };
};

export const emptyMemory: Memory = {
  leaderOf: {},
  leading: {},
  newestTerm: null,
  olderTerms: {},
  committed: emptyList(),
  latestCommit: null,
  olderCommits: [],
  applied: emptyList(),
  servers: {},
  exercised: {},
};

export const unknownServer: Server = { committedTo: 0, appliedTo: 0, crashedLog: null };

export function withExercised(memory: Memory, property: PropertyName): Memory {
  if (memory.exercised[property] === true) return memory;
  return { ...memory, exercised: { ...memory.exercised, [property]: true } };
}

/** The two logs agree up to `from`: how far they do, looking no further than `to`. */
export function agreement(a: Log, b: Log, from: number, to: number): number {
  let index = from;
  while (index < to && equalPlain(entryAt(a, index + 1), entryAt(b, index + 1))) index++;
  return index;
}

/** An entry in the words of a reason. */
export function described(entry: Entry | undefined): string {
  if (entry === undefined) return 'nothing';
  const { command, term } = entry;
  return command === null ? `the no-op of term ${term}` : `${command.id.client}#${command.id.number} of term ${term}`;
}
