// What Raft servers say to each other: the two calls of Figure 2 and their answers. Clients' messages are in `kv/`.
import type { ClientMessage, Request } from '../kv/index.ts';
import type { Entry } from './log.ts';

export type RequestVote = {
  readonly kind: 'RequestVote';
  readonly term: number;
  readonly lastLogIndex: number;
  readonly lastLogTerm: number;
};

export type Vote = { readonly kind: 'Vote'; readonly term: number; readonly granted: boolean };

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
  | { readonly kind: 'AppendReply'; readonly term: number; readonly success: true; readonly matchIndex: number }
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

export type Message = RequestVote | Vote | AppendEntries | AppendReply | Request;
export type Sends = RequestVote | Vote | AppendEntries | AppendReply | ClientMessage;
