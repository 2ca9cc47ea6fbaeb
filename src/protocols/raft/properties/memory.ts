// What the monitor of Raft's properties remembers: plain data, and little enough that each change costs what changed.
import { emptyList, type PagedList } from '../../../base/paged-list.ts';
import { equalPlain } from '../../../base/plain.ts';
import type { NodeId } from '../../../contract/ids.ts';
import type { PropertyName } from '../../../contract/property.ts';
import type { Machine } from '../../kv/index.ts';
import type { Configuration } from '../configuration.ts';
import { type Entry, emptyLog, entryAt, type Log } from '../log.ts';

/** All entries ever seen of one term: they lie one after another, from the first its leader appended. */
export type TermLog = {
  readonly term: number;
  /** Where the term was seen first, which is at its leader. */
  readonly leader: NodeId;
  readonly first: number;
  readonly last: number;
  /** A log that holds them: nothing is copied. */
  readonly log: Log;
};

/** Entries up to `upTo` were committed in `term` or an earlier one, by the configuration that `by` went by. */
export type Commit = {
  readonly term: number;
  readonly upTo: number;
  readonly by: NodeId;
  readonly configuration: Configuration;
};

/** The state machine that the entries up to `index` led to, as it was first seen. */
export type Reached = { readonly index: number; readonly machine: Machine };

/**
 * What is known of one server's log besides its state, so that nothing is compared twice. A server that is up and never
 * crashed needs no record: its log agrees with the committed entries up to its commitIndex, and with the applied ones up
 * to lastApplied, because that was seen when these rose.
 */
export type Server = {
  /** So far its log was seen to agree before it crashed, and is still the same. */
  readonly committedTo: number;
  readonly appliedTo: number;
  /** The log it had when it crashed; null while it is up. */
  readonly crashedLog: Log | null;
  /** It contradicted what was committed, or overwrote it: its claims no longer count. */
  readonly isDoubted: boolean;
};

export type Elected = { readonly node: NodeId; readonly term: number; readonly log: Log };

/** In parts, so that a change copies little: most events touch one or two of them. */
export type Memory = {
  readonly elections: Elections;
  /** The highest term is kept apart from the others, so that an append does not copy a record of all terms. */
  readonly terms: { readonly newest: TermLog | null; readonly older: { readonly [term: string]: TermLog } };
  /** The longest log that a server called committed, and in which terms. */
  readonly commits: { readonly log: Log; readonly latest: Commit | null; readonly older: readonly Commit[] };
  readonly applied: Applied;
  /** Each server's log, as it is or, while it is down, as it was; null for one that has no vote (`blankSince`). */
  readonly logs: { readonly [node: NodeId]: Log | null };
  readonly servers: { readonly [node: NodeId]: Server };
  readonly exercised: { readonly [property: PropertyName]: true };
};

export type Elections = {
  readonly leaderOf: { readonly [term: string]: NodeId };
  /** Whom a server named as the leader of a term. */
  readonly heardOf: { readonly [term: string]: NodeId };
  /**
   * All leaders there were, deposed ones too, with the log they were elected with: whatever is ever committed in an
   * earlier term must be in that part, since a leader adds only entries of its own term.
   */
  readonly elected: readonly Elected[];
  /** The highest term of these. */
  readonly highest: number;
};

export type Applied = {
  /** The longest log that a server applied. */
  readonly log: Log;
  /** The latest state machines, in two lists of which the older one is dropped when the newer one is full. */
  readonly machines: { readonly newer: PagedList<Reached>; readonly older: PagedList<Reached> };
  /** For each applied entry, how many of those up to it may have been executed: see `sessions.ts`. */
  readonly executable: { readonly upTo: PagedList<number>; readonly latest: { readonly [client: NodeId]: number } };
};

export const emptyMemory: Memory = {
  elections: { leaderOf: {}, heardOf: {}, elected: [], highest: 0 },
  terms: { newest: null, older: {} },
  commits: { log: emptyLog, latest: null, older: [] },
  applied: {
    log: emptyLog,
    machines: { newer: emptyList(), older: emptyList() },
    executable: { upTo: emptyList(), latest: {} },
  },
  logs: {},
  servers: {},
  exercised: {},
};

export const unknownServer: Server = { committedTo: 0, appliedTo: 0, crashedLog: null, isDoubted: false };

export function withServer(memory: Memory, node: NodeId, changes: Partial<Server>): Memory {
  const server = { ...(memory.servers[node] ?? unknownServer), ...changes };
  return { ...memory, servers: { ...memory.servers, [node]: server } };
}

export function withExercised(memory: Memory, property: PropertyName): Memory {
  if (memory.exercised[property] === true) return memory;
  return { ...memory, exercised: { ...memory.exercised, [property]: true } };
}

/**
 * The two logs agree up to `from`: how far they do, looking no further than `to`. What one of them has compacted counts as
 * the same: nothing is left of it to compare.
 */
export function agreement(a: Log, b: Log, from: number, to: number): number {
  let index = Math.max(from, Math.min(to, Math.max(a.base, b.base)));
  while (index < to && equalPlain(entryAt(a, index + 1), entryAt(b, index + 1))) index++;
  return index;
}

/** An entry in the words of a reason. */
export function described(entry: Entry | undefined): string {
  if (entry === undefined) return 'nothing';
  const { command, term, configuration } = entry;
  if (configuration !== undefined) return `the voters ${configuration.voters.join(' ')} of term ${term}`;
  return command === null ? `the no-op of term ${term}` : `${command.id.client}#${command.id.number} of term ${term}`;
}
