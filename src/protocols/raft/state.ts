// What a Raft server remembers. The union makes votes exist only for a candidate and indexes only for a leader.
// The functions that change a server's role are in `roles.ts`; nothing else does.
import type { Context, SendOptions } from '../../contract/context.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Duration, LocalTime } from '../../contract/time.ts';
import type { Machine, RequestId, StateMachine } from '../kv/index.ts';
import type { Configuration } from './configuration.ts';
import type { Log } from './log.ts';
import type { Sends } from './messages.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * What must survive a crash (Figure 2: currentTerm, votedFor, log; §7: the snapshot). Term and vote are one key, because
 * a torn write may keep any of its keys: the vote of a new term under the old term's number would be a second vote in the
 * old term. A snapshot is written before the log that begins after it.
 */
export type Durable = { readonly vote: Ballot; readonly log: Log; readonly snapshot: Snapshot };

export type Ballot = {
  readonly term: number;
  readonly votedFor: NodeId | null;
  /** The life in which it came back without its disk: it has no vote until it is let in anew. See `rejoin.ts`. */
  readonly blankSince?: number;
};

/** One number for each server. */
export type Indexes = { readonly [server: NodeId]: number };

/** The indexes with one of them changed. Copied before it is set: a computed key inside a spread costs half as much again. */
export function withIndex(indexes: Indexes, server: NodeId, index: number): Indexes {
  const changed: { [server: NodeId]: number } = { ...indexes };
  changed[server] = index;
  return changed;
}

/** A client's read, as it was asked. */
export type AskedRead = { readonly id: RequestId; readonly attempt: number; readonly key: string };

/**
 * A read that is answered without the log: once round `round` is answered by a quorum and `index` is applied. The round
 * is 0 where the leader has seen to it for a follower. One that a follower forwarded is answered with the index.
 */
export type PendingRead = { readonly index: number; readonly round: number } & (
  | (AskedRead & { readonly isForwarded: false })
  | { readonly id: RequestId; readonly isForwarded: true; readonly from: NodeId }
);

export type Common = Ballot & {
  /** The leader of `term`, where known: whom to name to clients. */
  readonly leader: NodeId | null;
  readonly log: Log;
  readonly commitIndex: number;
  readonly lastApplied: number;
  readonly machine: Machine;
  readonly snapshot: Snapshot | null;
  readonly configuration: Configuration;
  readonly configurationIndex: number;
  /** Reads that wait for `lastApplied`. */
  readonly reads: readonly PendingRead[];
  /** A leader was heard of less than electionTimeoutMin ago, whatever term it is now (thesis §4.2.3). */
  readonly hasFreshLeader: boolean;
};

export type Follower = Common & {
  readonly role: 'follower';
  /** Reads of clients for which the leader was asked how far they need to look. */
  readonly asked: readonly AskedRead[];
};
export type PreCandidate = Common & { readonly role: 'pre-candidate'; readonly votes: readonly NodeId[] };
export type Candidate = Common & { readonly role: 'candidate'; readonly votes: readonly NodeId[] };

/**
 * How a follower is sent entries. `probe`: one message at a time, until it is known where the logs meet. `replicate`: one
 * after the other without waiting; `inflight` are the last indexes of what was sent, from the first on that was not acknowledged then. `snapshot`: it lacks what
 * was compacted; `beats` counts heartbeats since the snapshot was sent.
 */
export type Flow =
  | { readonly mode: 'probe' }
  | { readonly mode: 'replicate'; readonly inflight: readonly number[] }
  | { readonly mode: 'snapshot'; readonly index: number; readonly beats: number };

export type Flows = { readonly [server: NodeId]: Flow };

/** A membership change that somebody asked for. See `membership.ts`. */
export type Change = {
  readonly request: number;
  readonly admin: NodeId;
  readonly voters: readonly NodeId[];
  readonly learners: readonly NodeId[];
  /** Servers that have caught up and may become voters. */
  readonly ready: readonly NodeId[];
};

/** A learner's present round (thesis §4.2.1): done when it holds `target`; in time unless the timer has fired. */
export type CatchUp = {
  readonly server: NodeId;
  readonly round: number;
  readonly target: number;
  readonly isSlow: boolean;
};

export type Leader = Common & {
  readonly role: 'leader';
  /** For each other member the next entry to send. */
  readonly nextIndex: Indexes;
  /** For each member, itself included, how far its disk is known to hold the leader's log. */
  readonly matchIndex: Indexes;
  readonly flow: Flows;
  /** The index of the no-op that opened the term: what is committed of earlier terms lies before it. */
  readonly termStart: number;
  /** Who was heard of since the quorum was last checked. */
  readonly active: readonly NodeId[];
  readonly rounds: Rounds;
  readonly duties: Duties;
};

/** Rounds of heartbeats, by which a leader learns that it still leads. See `rounds.ts`. */
export type Rounds = {
  /** The number of the latest one. */
  readonly latest: number;
  /** For each member the latest that it has answered. */
  readonly answered: Indexes;
  /** Those on their way, with the times when they were sent; only where reads go by a lease. */
  readonly sent: readonly { readonly round: number; readonly at: LocalTime }[];
  readonly leaseUntil: LocalTime | null;
};

/** What a leader was asked to do besides, and has not done yet. By itself, because it seldom changes. */
export type Duties = {
  /** Who is to lead next. While it is set no request is taken (thesis §3.10). */
  readonly transferee: NodeId | null;
  readonly transferRequest: { readonly request: number; readonly admin: NodeId } | null;
  /** A transfer was tried in this term: its target may start an election inside a lease, so there is none any more. */
  readonly isLeaseVoid: boolean;
  /** Who said that it lost its disk, and in which of its lives. */
  readonly blanks: Indexes;
  readonly change: Change | null;
  readonly catchUp: CatchUp | null;
};

export type State = Follower | PreCandidate | Candidate | Leader;

export type Timer =
  | { readonly kind: 'election' }
  | { readonly kind: 'heartbeat' }
  /** electionTimeoutMin has passed since a leader was heard of. */
  | { readonly kind: 'quiet' }
  | { readonly kind: 'quorum' }
  | { readonly kind: 'transfer' }
  | { readonly kind: 'catchUp' };
export type Ctx = Context<Sends, Timer, Durable>;

/** The system's options, as this folder uses them. What each means is in `options.ts`. */
export type Settings = {
  /** What the commands are for. */
  readonly machine: StateMachine;
  readonly heartbeat: Duration;
  readonly electionTimeoutMin: Duration;
  readonly electionTimeoutMax: Duration;
  readonly preVote: boolean;
  readonly checkQuorum: boolean;
  readonly stickiness: boolean;
  readonly reads: 'log' | 'read-index' | 'lease';
  readonly followerReads: boolean;
  /** In percent: how much faster a follower's clock may run than a leader's. */
  readonly clockDrift: number;
  readonly batch: number;
  readonly maxInflight: number;
  readonly announceCommits: boolean;
  readonly parallelWrite: boolean;
  readonly snapshotEvery: number;
  readonly snapshotKeep: number;
  /** Voters of the first configuration; 0: all servers. */
  readonly voters: number;
  readonly change: 'single' | 'joint';
  /** 0: sessions never end, and nobody registers. */
  readonly sessionTimeout: Duration;
  /** False: what depends on a write does not wait for it (etcd's --unsafe-no-fsync). */
  readonly sync: boolean;
  readonly timers: 'monotonic' | 'wall';
  /** Whether a new term and the entries that came with it are two writes, in this order, or one that can tear. */
  readonly writes: 'apart' | 'together';
  readonly emptyDisk: 'refuse' | 'learn' | 'join';
};

const DURABLE = { durable: true } as const;
const AT_ONCE = { durable: false } as const;

export function withDuties(state: Leader, duties: Partial<Duties>): Leader {
  return { ...state, duties: { ...state.duties, ...duties } };
}

/** For messages that promise what must be on disk first: a vote, an acknowledged entry. */
export function onceDurable({ sync }: Settings): SendOptions {
  return sync ? DURABLE : AT_ONCE;
}
