// What a server remembers. The union makes votes exist only while it looks for a leader, and learners only while it leads.
// It changes its role in `roles.ts` alone.
import type { Context } from '../../contract/context.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Duration, LocalTime } from '../../contract/time.ts';
import type { ClientMessage } from './client-messages.ts';
import type { Log, Origin } from './log.ts';
import type { Packet, ServerMessage } from './messages.ts';
import type { SessionId, Tree } from './tree.ts';
import type { Ballots, Vote } from './vote.ts';
import type { Watch } from './watches.ts';
import type { Zxid } from './zxid.ts';

/** What must survive a crash. Each is written by itself, as ZooKeeper has a file for each. */
export type Durable = {
  /** The highest epoch that a leader proposed to it and it agreed to. */
  readonly acceptedEpoch: number;
  /** The epoch of the leader whose history it took last: the first thing that votes are compared by. */
  readonly currentEpoch: number;
  readonly log: Log;
};

/** A client at this server. `session` null: one is being opened, or asked after. */
export type Attached = { readonly connection: number; readonly session: SessionId | null };

export type Common = Durable & {
  /** Entries of the log that it applied, and what they led to: what its clients read. */
  readonly applied: number;
  readonly tree: Tree;
  /** Of the latest election it took part in (logicalclock), and what it voted in the end. */
  readonly round: number;
  readonly vote: Vote;
  readonly clients: { readonly [client: NodeId]: Attached };
  readonly watches: readonly Watch[];
  /** Of the latest connection to a leader. */
  readonly connection: number;
};

export type Looking = Common & {
  readonly role: 'looking';
  /** Ballots of this round, and those of servers that have a leader. */
  readonly received: Ballots;
  readonly decided: Ballots;
  /** Until notifications are sent again. */
  readonly wait: Duration;
  /** A quorum votes as it does; it waits whether a better vote comes. */
  readonly isFinalising: boolean;
};

export type Following = Common & {
  readonly role: 'following';
  readonly leader: NodeId;
  readonly phase: 'connecting' | 'synchronising' | 'serving';
  readonly tries: number;
  /** Number of the packet that comes next; later ones wait in `early`. */
  readonly expected: number;
  readonly early: { readonly [number: string]: Packet };
  /** Sessions that it heard of since the last ping. */
  readonly touched: readonly SessionId[];
};

export type Learner = {
  readonly connection: number;
  /** Packets sent. */
  readonly sent: number;
  readonly acceptedEpoch: number;
  readonly stage: 'discovered' | 'agreed' | 'synchronising' | 'synced';
  readonly lastZxid: Zxid;
  /** It has all up to here on its disk; with its ack of NewLeader at least up to `offered`. */
  readonly acked: Zxid;
  readonly offered: Zxid;
  /** The leader's tick by which it must have said something. */
  readonly deadline: number;
};

export type Lease = { readonly timeout: Duration; readonly expires: LocalTime };

export type Leading = Common & {
  readonly role: 'leading';
  readonly phase: 'discovery' | 'synchronisation' | 'broadcast';
  /** Null until a quorum has told which epochs it accepted. */
  readonly epoch: number | null;
  /** On its own disk. */
  readonly acked: Zxid;
  readonly learners: { readonly [server: NodeId]: Learner };
  /** Half ticks since it serves. */
  readonly halfTicks: number;
  /** The latest request of each client that was proposed: datagrams may bring it twice. */
  readonly proposed: { readonly [client: NodeId]: { readonly connection: number; readonly xid: number } };
  /** When each session ends if nobody hears of it. */
  readonly leases: { readonly [session: string]: Lease };
  /** Syncs to be answered once all up to `after` is committed. */
  readonly syncs: readonly { readonly after: Zxid; readonly origin: Origin }[];
};

export type State = Looking | Following | Leading;

export type Timer =
  | { readonly kind: 'notify' }
  | { readonly kind: 'finalise' }
  /** The leader was not there yet: to be tried again. */
  | { readonly kind: 'connect' }
  /** Nothing has come from the leader for too long, or the start of an epoch takes too long. */
  | { readonly kind: 'silence' }
  | { readonly kind: 'gap' }
  | { readonly kind: 'halfTick' }
  | { readonly kind: 'expiry' };

export type Sends = ServerMessage | ClientMessage;
export type Ctx = Context<Sends, Timer, Durable>;

export type Settings = {
  readonly tickTime: Duration;
  readonly initLimit: number;
  readonly syncLimit: number;
  readonly finalizeWait: Duration;
  readonly notificationMin: Duration;
  readonly notificationMax: Duration;
  readonly connectTries: number;
  readonly connectRetry: Duration;
  readonly commitLogCount: number;
  readonly forceSync: boolean;
  readonly zxidCheck: boolean;
};

export function quorumOf(ctx: Pick<Ctx, 'peers'>): number {
  return Math.floor((ctx.peers.length + 1) / 2) + 1;
}

/** Followers once they are up to date, and leaders once a quorum is: others have no clients. */
export function isServing(state: State): state is Following | Leading {
  return state.role !== 'looking' && (state.phase === 'serving' || state.phase === 'broadcast');
}
