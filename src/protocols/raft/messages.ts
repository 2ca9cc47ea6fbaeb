// What Raft servers say to each other. Figure 2's two calls and their answers come first, then what the later sections
// and the thesis add. Clients' messages are in `kv/`, those of administrators in `admin/messages.ts`.
import type { ClientMessage, Request, RequestId } from '../kv/index.ts';
import type { AdminMessage, AdminReply } from './admin/messages.ts';
import type { Entry } from './log.ts';
import type { Snapshot } from './snapshot.ts';

export type RequestVote = {
  readonly kind: 'RequestVote';
  readonly term: number;
  readonly lastLogIndex: number;
  readonly lastLogTerm: number;
  /** The leader itself asked for this election (thesis §3.10): a voter need not keep to that leader. */
  readonly isTransfer: boolean;
};

export type Vote = { readonly kind: 'Vote'; readonly term: number; readonly granted: boolean };

/** Thesis §9.6: would you vote for me in `term`? Nothing changes by the question. */
export type RequestPreVote = {
  readonly kind: 'RequestPreVote';
  readonly term: number;
  readonly lastLogIndex: number;
  readonly lastLogTerm: number;
};

/** `term`: if granted the one asked for, else the answering server's own. */
export type PreVote = { readonly kind: 'PreVote'; readonly term: number; readonly granted: boolean };

/** With no entries it is a heartbeat that also checks consistency. */
export type AppendEntries = {
  readonly kind: 'AppendEntries';
  readonly term: number;
  readonly prevLogIndex: number;
  readonly prevLogTerm: number;
  readonly entries: readonly Entry[];
  readonly leaderCommit: number;
};

export type AppendReply =
  /** The follower's disk holds the leader's log up to `matchIndex`. */
  | {
      readonly kind: 'AppendReply';
      readonly term: number;
      readonly success: true;
      readonly matchIndex: number;
      /** It lost its disk in this life, and nothing it says counts for a quorum yet. See `rejoin.ts`. */
      readonly blankSince?: number;
    }
  /** It holds no entry (`prevLogIndex`, `prevLogTerm`). Where it may continue: see `backtrack` in `replication.ts`. */
  | {
      readonly kind: 'AppendReply';
      readonly term: number;
      readonly success: false;
      readonly prevLogIndex: number;
      /** The term it holds at `prevLogIndex`, or null where its log is shorter. */
      readonly conflictTerm: number | null;
      /** The first index of that term; one after the log's end where it is shorter. */
      readonly conflictIndex: number;
    };

/** §7, whole: not in chunks. It is answered by an AppendReply. */
export type InstallSnapshot = { readonly kind: 'InstallSnapshot'; readonly term: number; readonly snapshot: Snapshot };

/**
 * Am I still the leader? (§8, thesis §6.4.) It says nothing of logs, so that its answer need not wait for a disk.
 * `round` tells the answers to one question from those to an earlier one.
 */
export type Heartbeat = { readonly kind: 'Heartbeat'; readonly term: number; readonly round: number };
export type HeartbeatReply = { readonly kind: 'HeartbeatReply'; readonly term: number; readonly round: number };

/** A follower asks up to which index it must have applied to answer a read (thesis §6.4). */
export type ReadIndex = { readonly kind: 'ReadIndex'; readonly term: number; readonly id: RequestId };
export type ReadIndexReply = {
  readonly kind: 'ReadIndexReply';
  readonly term: number;
  readonly id: RequestId;
  readonly index: number;
};

/** Start an election at once (thesis §3.10). */
export type TimeoutNow = { readonly kind: 'TimeoutNow'; readonly term: number };

/** Its disk came back empty, in this life (`ctx.boot.incarnation`). */
export type LostDisk = { readonly kind: 'LostDisk'; readonly incarnation: number };

/** To itself, once its disk holds the snapshot: from now on the log need not reach back. */
export type SnapshotSaved = { readonly kind: 'SnapshotSaved'; readonly index: number };

type Peers =
  | RequestVote
  | Vote
  | RequestPreVote
  | PreVote
  | AppendEntries
  | AppendReply
  | InstallSnapshot
  | Heartbeat
  | HeartbeatReply
  | ReadIndex
  | ReadIndexReply
  | TimeoutNow
  | LostDisk
  | SnapshotSaved;

export type Message = Peers | Request | AdminMessage;
export type Sends = Peers | ClientMessage | AdminReply;
