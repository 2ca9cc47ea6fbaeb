// What a Raft server remembers. The union makes votes exist only for a candidate and indexes only for a leader.
// The three functions that change a server's role are in `roles.ts`; nothing else does.
import type { Context, SendOptions } from '../../contract/context.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { TimerClock } from '../../contract/protocol.ts';
import type { Duration } from '../../contract/time.ts';
import type { Machine } from '../kv/index.ts';
import type { Log } from './log.ts';
import type { Sends } from './messages.ts';

/**
 * What must survive a crash (Figure 2: currentTerm, votedFor, log). Term and vote are one key, because a torn write may
 * keep any of its keys: the vote of a new term under the old term's number would be a second vote in the old term.
 */
export type Durable = { readonly vote: Ballot; readonly log: Log };
export type Ballot = { readonly term: number; readonly votedFor: NodeId | null };

export type Common = Ballot & {
  /** The leader of `term`, where known: whom to name to clients. */
  readonly leader: NodeId | null;
  readonly log: Log;
  readonly commitIndex: number;
  readonly lastApplied: number;
  readonly machine: Machine;
};

/** One index for each server. */
export type Indexes = { readonly [server: NodeId]: number };

/** The indexes with one of them changed. Copied before it is set: a computed key inside a spread costs half as much again. */
export function withIndex(indexes: Indexes, server: NodeId, index: number): Indexes {
  const changed: { [server: NodeId]: number } = { ...indexes };
  changed[server] = index;
  return changed;
}

export type Follower = Common & { readonly role: 'follower' };
export type Candidate = Common & { readonly role: 'candidate'; readonly votes: readonly NodeId[] };
export type Leader = Common & {
  readonly role: 'leader';
  /** For each follower the next entry to send. */
  readonly nextIndex: Indexes;
  /** For each server, itself included, how far its disk is known to hold the leader's log. */
  readonly matchIndex: Indexes;
};
export type State = Follower | Candidate | Leader;

export type Timer = { readonly kind: 'election' } | { readonly kind: 'heartbeat' };
export type Ctx = Context<Sends, Timer, Durable>;

/** The system's options, as this folder uses them. */
export type Settings = {
  readonly heartbeat: Duration;
  readonly electionTimeoutMin: Duration;
  readonly electionTimeoutMax: Duration;
  /** Entries in one AppendEntries at most. */
  readonly batch: number;
  /** False: what depends on a write does not wait for it (etcd's --unsafe-no-fsync). */
  readonly sync: boolean;
  readonly timers: TimerClock;
  /** Whether a new term and the entries that came with it are two writes, in this order, or one that can tear. */
  readonly writes: 'apart' | 'together';
  /** What a server does that starts again and finds nothing on its disk: it has forgotten its votes and entries. */
  readonly emptyDisk: 'refuse' | 'join';
};

const DURABLE = { durable: true } as const;
const AT_ONCE = { durable: false } as const;

/** For messages that promise what must be on disk first: a vote, an acknowledged entry. */
export function onceDurable({ sync }: Settings): SendOptions {
  return sync ? DURABLE : AT_ONCE;
}

/** How many servers are more than half of all. */
export function majority(ctx: Ctx): number {
  return ((ctx.peers.length + 1) >> 1) + 1;
}
