// What clients, coordinators and replicas say to each other. `V` is what a replica holds of a key: one cell where the last
// write wins, several versions where there are vector clocks. `request` is the coordinator's own number for what it asks.
import type { Plain } from '../../base/plain.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { LocalTime } from '../../contract/time.ts';
import type { Request as KvRequest, Reply } from '../kv/index.ts';
import type { Ballot, Ledger, Proposal } from './ballots.ts';

/** `context`: what the client had read of the key when it decided to write (Dynamo §4.4). */
export type Request = KvRequest & { readonly context?: Plain };

/** Replicas take a write whether it is new, or repairs what a read found; only a new one can come too late. */
export type Write<V extends Plain> = {
  readonly kind: 'Write';
  readonly request: number;
  readonly key: string;
  readonly versions: V;
  readonly isRepair: boolean;
  /** For whom a stand-in is to keep it. */
  readonly standsInFor?: NodeId;
};
export type WriteAck = { readonly kind: 'WriteAck'; readonly request: number };

export type Read = { readonly kind: 'Read'; readonly request: number; readonly key: string };
export type ReadAnswer<V extends Plain> = {
  readonly kind: 'ReadAnswer';
  readonly request: number;
  /** Null where nothing is held. */
  readonly versions: V | null;
};

/** A hint is handed to whom it was kept for; the answer says what may be forgotten. */
export type Handoff<V extends Plain> = { readonly kind: 'Handoff'; readonly key: string; readonly versions: V };
export type HandoffAck<V extends Plain> = { readonly kind: 'HandoffAck'; readonly key: string; readonly versions: V };

/** The four round trips of a lightweight transaction: prepare, read (`Read`), propose, commit. */
export type Prepare = {
  readonly kind: 'Prepare';
  readonly request: number;
  readonly key: string;
  readonly ballot: Ballot;
};
/** `ledger`: as it was before. */
export type Promised = {
  readonly kind: 'Promised';
  readonly request: number;
  readonly ballot: Ballot;
  readonly isPromised: boolean;
  readonly ledger: Ledger;
};
export type Propose = {
  readonly kind: 'Propose';
  readonly request: number;
  readonly key: string;
  readonly proposal: Proposal;
};
/** `isOvertaken`: a later one is accepted, and whether this one was before that is not known. `latestTime`: of what had been promised. */
export type Accepted = {
  readonly kind: 'Accepted';
  readonly request: number;
  readonly ballot: Ballot;
  readonly isAccepted: boolean;
  readonly isOvertaken: boolean;
  readonly latestTime: number;
};
export type Commit = {
  readonly kind: 'Commit';
  readonly request: number;
  readonly key: string;
  readonly proposal: Proposal;
};
export type Committed = { readonly kind: 'Committed'; readonly request: number; readonly ballot: Ballot };

/**
 * Hashes of nodes of the sender's tree, each with its index in its level; `before`: of what is older, deletes are left out,
 * by the clock of who began.
 */
export type Compare = {
  readonly kind: 'Compare';
  readonly level: number;
  readonly hashes: readonly IndexedHash[];
  readonly before: LocalTime;
};
export type IndexedHash = { readonly index: number; readonly hash: string };
/** All that the sender holds in leaves that differ; the answer is all that the receiver holds there. */
export type Stream<V extends Plain> = {
  readonly kind: 'Stream';
  readonly leaves: readonly number[];
  readonly values: { readonly [key: string]: V };
  readonly before: LocalTime;
  readonly isAnswer: boolean;
};

/** How often a node has started, and how often it has beaten since. */
export type Beat = { readonly generation: number; readonly version: number };
export type Beats = { readonly [node: NodeId]: Beat };
export type Gossip = { readonly kind: 'Gossip'; readonly beats: Beats; readonly isAnswer: boolean };

export type ServerMessage<V extends Plain> =
  | Request
  | Write<V>
  | WriteAck
  | Read
  | ReadAnswer<V>
  | Handoff<V>
  | HandoffAck<V>
  | Prepare
  | Promised
  | Propose
  | Accepted
  | Commit
  | Committed
  | Compare
  | Stream<V>
  | Gossip;

/** `context`: what was read, for the write that follows from it. */
export type Answer = Reply & { readonly context?: Plain };

export type Sends<V extends Plain> = ServerMessage<V> | Answer;

export type Timer =
  | { readonly kind: 'gossip' }
  /** Hints are handed to those who are up again. */
  | { readonly kind: 'handoff' }
  /** The commit log, and the hints, go to the disk. */
  | { readonly kind: 'sync' }
  | { readonly kind: 'flushHints' }
  | { readonly kind: 'compact' }
  /** What others hold is compared with what is held here. */
  | { readonly kind: 'repair' }
  /** `key`: the number of a request. */
  | { readonly kind: 'timeout'; readonly key: string }
  | { readonly kind: 'speculate'; readonly key: string }
  /** A transaction that another one got ahead of tries again. */
  | { readonly kind: 'again'; readonly key: string };
