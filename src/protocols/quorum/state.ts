// What a server remembers: as a replica its values and hints, as a coordinator the requests that are open, as a member of
// the cluster how lively the others are. What a system adds to that is in `Rules`: what a write leaves, and what two
// replicas that differ come to.
import type { Plain } from '../../base/plain.ts';
import type { Context } from '../../contract/context.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Duration, LocalTime } from '../../contract/time.ts';
import type { RequestId, Result } from '../kv/index.ts';
import type { Ballot, Ledgers, Proposal } from './ballots.ts';
import type { Sends, Timer } from './messages.ts';
import type { Ring } from './ring.ts';

export type Values<V extends Plain> = { readonly [key: string]: V };

/** Kept for somebody who was down or silent: of each key the merged value, and when the first of it was kept. */
export type Hint<V extends Plain> = { readonly versions: V; readonly at: LocalTime };
export type Hints<V extends Plain> = { readonly [node: NodeId]: { readonly [key: string]: Hint<V> } };

/** What is known of another server. Times are of the monotonic clock. */
export type Member = {
  readonly generation: number;
  readonly version: number;
  /** When it was last heard of, and the gaps before that. */
  readonly heardAt: LocalTime;
  readonly gaps: number;
  readonly gapSum: Duration;
  /** Since when it is convicted; null while it counts as alive. */
  readonly downSince: LocalTime | null;
};

/** To whom a write is sent: a replica, or one that stands in for a replica that is down. */
export type Target = { readonly node: NodeId; readonly standsInFor: NodeId | null };

/** A compare-and-set whose read is under way. */
export type Swap = { readonly from: Plain; readonly to: Plain };

export type OpenWrite<V extends Plain> = {
  readonly phase: 'write';
  readonly id: RequestId;
  readonly key: string;
  readonly value: Plain;
  readonly versions: V;
  readonly needed: number;
  readonly targets: readonly Target[];
  readonly acked: readonly NodeId[];
  /** The client has its answer; the rest is waited for all the same, for who stays silent gets a hint. */
  readonly isAnswered: boolean;
};
export type OpenRead<V extends Plain> = {
  readonly phase: 'read';
  readonly id: RequestId;
  readonly key: string;
  readonly needed: number;
  readonly asked: readonly NodeId[];
  /** Alive and not asked: whom to ask where one of the others is slow. */
  readonly spare: readonly NodeId[];
  readonly answers: { readonly [node: NodeId]: V | null };
  readonly isAnswered: boolean;
  readonly swap: Swap | null;
};
/** A read that found replicas behind, and answers when they are not any more. */
export type OpenRepair<V extends Plain> = {
  readonly phase: 'repair';
  readonly id: RequestId;
  readonly key: string;
  readonly merged: V;
  readonly waiting: readonly NodeId[];
  readonly swap: Swap | null;
};

/** Where a transaction stands. `result`: what the client is told when the step is over; null where it begins anew then. */
export type Step<V extends Plain> =
  | { readonly at: 'prepare'; readonly ledgers: Ledgers }
  /** Replicas get what was committed without them. */
  | { readonly at: 'catchUp'; readonly waiting: readonly NodeId[] }
  | { readonly at: 'read'; readonly answers: { readonly [node: NodeId]: V | null } }
  | { readonly at: 'repair'; readonly waiting: readonly NodeId[]; readonly merged: V }
  | {
      readonly at: 'propose';
      readonly proposal: Proposal;
      readonly result: Result | null;
      readonly accepted: readonly NodeId[];
      readonly refused: readonly NodeId[];
      /** One that refused may have accepted it before. */
      readonly isDoubtful: boolean;
    }
  | {
      readonly at: 'commit';
      readonly proposal: Proposal;
      readonly result: Result | null;
      readonly acked: readonly NodeId[];
      readonly isAnswered: boolean;
    }
  /** Another one was ahead. */
  | { readonly at: 'pause' };

/** A compare-and-set, or a SERIAL read where `swap` is null, by Paxos. */
export type OpenContest<V extends Plain> = {
  readonly phase: 'contest';
  readonly id: RequestId;
  readonly key: string;
  readonly swap: Swap | null;
  /** By the monotonic clock. */
  readonly since: LocalTime;
  readonly ballot: Ballot;
  readonly targets: readonly NodeId[];
  readonly missing: readonly NodeId[];
  readonly step: Step<V>;
};
export type Open<V extends Plain> = OpenWrite<V> | OpenRead<V> | OpenRepair<V> | OpenContest<V>;

/** Server truth, for scenarios: nothing goes by it. */
export type Counts = {
  /** New writes that arrived here when a later one was held already: acknowledged, and gone without a word. */
  readonly superseded: number;
  /** Hints that were not kept, their node having been down for longer than the window. */
  readonly hintsRefused: number;
  /** Reads that found replicas apart. */
  readonly mismatches: number;
};

export type State<V extends Plain> = {
  readonly values: Values<V>;
  readonly hints: Hints<V>;
  /** Of lightweight transactions; only where there has been one. */
  readonly ledgers?: Ledgers;
  /** Changed since it was last given to the disk. */
  readonly isUnsynced: boolean;
  readonly isUnflushed: boolean;
  readonly open: { readonly [request: string]: Open<V> };
  /** The number of the latest request that this server coordinates. */
  readonly requests: number;
  /** Of each key the greatest stamp that it has given to a write of it, in this life. */
  readonly stamps: { readonly [key: string]: number };
  /** The latest attempt of each client: a copy of it, or of one before, is no request, as on a connection. */
  readonly attempts: { readonly [client: NodeId]: number };
  readonly members: { readonly [node: NodeId]: Member };
  readonly generation: number;
  readonly version: number;
  /** When liveness was last judged; null before. */
  readonly judgedAt: LocalTime | null;
  readonly counts: Counts;
  /** Values that it has sent to repair others, whether they lacked them or not; only where there has been one. */
  readonly streamed?: number;
};

export type Durable<V extends Plain> = {
  readonly values: Values<V>;
  readonly hints: Hints<V>;
  readonly ledgers?: Ledgers;
};

export type Ctx<V extends Plain> = Context<Sends<V>, Timer, Durable<V>>;

/** The systems' options as the parts here use them; what each means is in the systems' `options.ts`. */
export type Settings = {
  readonly replicas: number;
  readonly tokens: number;
  /** R and W: how many are waited for. */
  readonly readNeeds: number;
  readonly writeNeeds: number;
  /** A write is acknowledged by a hint alone. */
  readonly isHintEnough: boolean;
  readonly readTimeout: Duration;
  readonly writeTimeout: Duration;
  /** Reads ask as many as they need, or all. */
  readonly ask: 'needed' | 'all';
  /** 0: never. */
  readonly speculativeRetry: Duration;
  readonly readRepair: 'blocking' | 'background' | 'none';
  readonly isSloppy: boolean;
  readonly hintedHandoff: boolean;
  readonly hintWindow: Duration;
  readonly handoffInterval: Duration;
  /** 0: each hint at once. */
  readonly hintFlush: Duration;
  /** 0: a write is acknowledged when the disk has it. Else the disk is told once in so long, and nobody waits. */
  readonly syncPeriod: Duration;
  readonly gossipInterval: Duration;
  readonly phiThreshold: number;
  readonly gcGrace: Duration;
  /** 0: never. */
  readonly compaction: Duration;
  /** Between two comparisons of what a pair of servers holds; 0: never. */
  readonly repairInterval: Duration;
  /** The tree of hashes has 2 to this power leaves. */
  readonly treeDepth: number;
  /** Whether compare-and-sets, and reads, go through Paxos. */
  readonly isCasByPaxos: boolean;
  readonly isReadByPaxos: boolean;
  /** For so long a transaction that others get ahead of tries again. */
  readonly contentionTimeout: Duration;
};

export type Stamping = {
  readonly value: Plain;
  /** What the client had read, as it was told. */
  readonly context: Plain;
  readonly self: NodeId;
  /** How often it has started. */
  readonly generation: number;
  readonly now: LocalTime;
  /** The stamp that it gave last to a write of the key; 0 if none. */
  readonly last: number;
};

export type Rules<V extends Plain> = {
  /** What a write leaves, and the stamp that it took. */
  readonly stamped: (asked: Stamping) => { readonly versions: V; readonly stamp: number };
  /** Of two that differ. Whatever the order and however often, all come to the same; `held` itself where nothing is new. */
  readonly merged: (held: V | null, arrived: V) => V;
  /** Whether what arrived gives way to what is held, without being in it. */
  readonly isSuperseded: (held: V | null, arrived: V) => boolean;
  /** What a client is told. */
  readonly shown: (versions: V | null) => { readonly value: Plain; readonly context?: Plain };
  /** Without what need not be remembered any more; the same where that is nothing. */
  readonly compacted: (values: Values<V>, before: LocalTime) => Values<V>;
};

/** All that the handlers go by. */
export type Plan<V extends Plain> = {
  readonly settings: Settings;
  readonly rules: Rules<V>;
  readonly ring: (nodes: readonly NodeId[]) => Ring;
};
