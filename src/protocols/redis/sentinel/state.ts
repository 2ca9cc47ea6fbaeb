// What a Sentinel remembers, and what of it is on disk. The rules are those of sentinel.c; its names stand in brackets
// where ours differ. `protocol.ts` has the order in which they are tried; read `subjectively-down.ts` next.
import { equalPlain, ownItem } from '../../../base/plain.ts';
import type { Context } from '../../../contract/context.ts';
import type { NodeId } from '../../../contract/ids.ts';
import type { Duration, LocalTime } from '../../../contract/time.ts';
import type { SentinelSends } from '../messages.ts';

/** A server as a Sentinel sees it. Times are of the wall clock (mstime), null: never. */
export type Instance = {
  /** When it last answered a PING [last_avail_time], and when the first PING was sent that it has not [act_ping_time]. */
  readonly answeredAt: LocalTime;
  readonly unansweredSince: LocalTime | null;
  readonly pingedAt: LocalTime | null;
  readonly infoAt: LocalTime | null;
  readonly infoAskedAt: LocalTime | null;
  readonly downSince: LocalTime | null;
  /** What it last said of itself, and since when it says so [role_reported, slave_conf_change_time]. */
  readonly role: 'primary' | 'replica';
  readonly roleSince: LocalTime;
  readonly follows: NodeId | null;
  readonly followsSince: LocalTime;
  readonly linkDownFor: Duration;
  readonly offset: number;
  readonly priority: number;
  /** How far its reconfiguration to the promoted replica is, and since when [SRI_RECONF_…]. */
  readonly reconfiguration: 'none' | 'sent' | 'in-progress' | 'done';
  readonly reconfigurationAt: LocalTime;
};

/** Another Sentinel: what it last said of the primary, and whom it voted for [SRI_MASTER_DOWN, leader, leader_epoch]. */
export type Peer = {
  readonly saysDown: boolean;
  readonly repliedAt: LocalTime | null;
  readonly askedAt: LocalTime | null;
  readonly leader: NodeId | null;
  readonly leaderEpoch: number;
};

export type Failover = {
  readonly phase: 'wait-start' | 'select' | 'promote' | 'wait-promotion' | 'reconfigure' | 'switch';
  readonly epoch: number;
  readonly changedAt: LocalTime;
  readonly promoted: NodeId | null;
};

/** A vote is for an epoch, and given once in it. */
export type Vote = { readonly leader: NodeId | null; readonly epoch: number };

export type SentinelState = {
  readonly primary: NodeId;
  /** The epoch of the failover that made it the primary. The higher one is right. */
  readonly configEpoch: number;
  readonly epoch: number;
  readonly vote: Vote;
  readonly instances: { readonly [server: NodeId]: Instance };
  readonly peers: { readonly [sentinel: NodeId]: Peer };
  /** ODOWN: enough Sentinels agree. */
  readonly isObjectivelyDown: boolean;
  readonly failover: Failover | null;
  /** When this Sentinel last tried or voted [failover_start_time]; it may lie in the future. */
  readonly triedAt: LocalTime | null;
  readonly helloAt: LocalTime | null;
  readonly tickedAt: LocalTime;
  readonly tiltSince: LocalTime | null;
};

/** sentinel.conf, rewritten and flushed before anybody hears of it [sentinelFlushConfig]. */
export type Durable = { readonly config: Pick<SentinelState, 'primary' | 'configEpoch' | 'epoch' | 'vote'> };

export type Timer = { readonly kind: 'tick' };

export type Ctx = Context<SentinelSends, Timer, Durable>;

export type SentinelSettings = {
  readonly downAfter: Duration;
  readonly failoverTimeout: Duration;
  readonly parallelSyncs: number;
  /** 0: a majority. */
  readonly quorum: number;
};

export function instanceOf({ instances }: Pick<SentinelState, 'instances'>, node: NodeId): Instance | undefined {
  return ownItem(instances, node);
}

export function withInstance(state: SentinelState, node: NodeId, change: Partial<Instance>): SentinelState {
  const instance = instanceOf(state, node);
  if (instance === undefined) return state;
  const changed = { ...instance, ...change };
  return equalPlain(instance, changed) ? state : { ...state, instances: { ...state.instances, [node]: changed } };
}

/** All servers but the primary, in order of name. */
export function replicaNames({ instances, primary }: SentinelState): readonly NodeId[] {
  return Object.keys(instances)
    .filter((node) => node !== primary)
    .sort();
}

export function isDown(state: SentinelState, node: NodeId): boolean {
  return instanceOf(state, node)?.downSince != null;
}

/** Whether so much time has passed since; of what never was, yes. */
export function hasPassed(since: LocalTime | null, duration: Duration, ctx: Pick<Ctx, 'now'>): boolean {
  return since === null || ctx.now - since > duration;
}

/** The primary, for everybody else: once a promotion is known to have happened, the promoted one [sentinelGetCurrentMasterAddress]. */
export function currentPrimary({ failover, primary }: Pick<SentinelState, 'failover' | 'primary'>): NodeId {
  const isPromoted = failover?.phase === 'reconfigure' || failover?.phase === 'switch';
  return isPromoted ? (failover.promoted ?? primary) : primary;
}

/**
 * Writes sentinel.conf. Whatever tells of it has to be sent as durable. Of the primary what others are told: with the new
 * epoch and the old primary a Sentinel that restarts would hold to the old one for ever, as no hello has a higher epoch.
 */
export function flushConfig(state: SentinelState, ctx: Ctx): void {
  const { configEpoch, epoch, vote } = state;
  ctx.persist({ config: { primary: currentPrimary(state), configEpoch, epoch, vote } }, { kind: 'config' });
}
