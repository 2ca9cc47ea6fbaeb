// What INFO tells a Sentinel, and what it does about a server that is not what the configuration says
// [sentinelRefreshInstanceInfo].
import type { NodeId } from '../../../contract/ids.ts';
import type { Info } from '../messages.ts';
import { onPromoted } from './failover.ts';
import {
  type Ctx,
  hasPassed,
  type Instance,
  instanceOf,
  isDown,
  type SentinelSettings,
  type SentinelState,
  withInstance,
} from './state.ts';
import { INFO_PERIOD, ROLE_GRACE } from './times.ts';

export function onInfo(
  state: SentinelState,
  message: Info,
  from: NodeId,
  ctx: Ctx,
  settings: SentinelSettings,
): SentinelState {
  const instance = instanceOf(state, from);
  if (instance === undefined) return state;
  const next = withInstance(state, from, told(instance, message, ctx));
  if (next.tiltSince !== null || from === next.primary) return next;
  return message.role === 'primary' ? onPrimaryRole(next, from, ctx) : onReplicaRole(next, from, ctx, settings);
}

function told(instance: Instance, { role, primary, linkDownFor, offset, priority }: Info, ctx: Ctx): Partial<Instance> {
  const roleSince = role === instance.role ? {} : { role, roleSince: ctx.now };
  const isNewFollower = role === 'replica' && (role !== instance.role || primary !== instance.follows);
  const follows = role === 'primary' ? { follows: null } : { follows: primary };
  const since = isNewFollower ? { followsSince: ctx.now } : {};
  return { infoAt: ctx.now, linkDownFor, offset, priority, ...roleSince, ...follows, ...since };
}

/** A replica that calls itself primary: the one that was just promoted, or an old primary that has come back. */
function onPrimaryRole(state: SentinelState, from: NodeId, ctx: Ctx): SentinelState {
  const { failover } = state;
  if (failover?.phase === 'wait-promotion' && failover.promoted === from) return onPromoted(state, failover, ctx);
  if (failover?.promoted === from) return state;
  // For so long another Sentinel may know better, and its hello be under way.
  if (!isLongAsItIs(state, from, state.instances[from]!.roleSince, ROLE_GRACE, ctx)) return state;
  ctx.note(`demotes ${from}`);
  return follow(state, from, ctx);
}

function onReplicaRole(state: SentinelState, from: NodeId, ctx: Ctx, settings: SentinelSettings): SentinelState {
  const { follows, followsSince, reconfiguration, linkDownFor } = state.instances[from]!;
  const { failover } = state;
  if (follows !== state.primary && isLongAsItIs(state, from, followsSince, settings.failoverTimeout, ctx)) {
    ctx.note(`has ${from} follow ${state.primary}`);
    return follow(state, from, ctx);
  }
  if (failover === null || follows !== failover.promoted) return state;
  if (reconfiguration === 'sent') return withInstance(state, from, { reconfiguration: 'in-progress' });
  const isDone = reconfiguration === 'in-progress' && linkDownFor === 0;
  return isDone ? withInstance(state, from, { reconfiguration: 'done' }) : state;
}

function follow(state: SentinelState, node: NodeId, ctx: Ctx): SentinelState {
  ctx.send(node, { kind: 'ReplicaOf', primary: state.primary }, { durable: true });
  return state;
}

/** Only while the primary is well, and the server has been up and has said the same for long enough. */
function isLongAsItIs(state: SentinelState, node: NodeId, since: number, wait: number, ctx: Ctx): boolean {
  const { downSince } = state.instances[node]!;
  const isUp = downSince === null || hasPassed(downSince, wait, ctx);
  return looksSane(state, ctx) && isUp && hasPassed(since, wait, ctx);
}

/** sentinelMasterLooksSane. */
function looksSane(state: SentinelState, ctx: Ctx): boolean {
  const { role, infoAt } = state.instances[state.primary]!;
  const isFresh = infoAt !== null && !hasPassed(infoAt, 2 * INFO_PERIOD, ctx);
  return role === 'primary' && !isDown(state, state.primary) && !state.isObjectivelyDown && isFresh;
}
