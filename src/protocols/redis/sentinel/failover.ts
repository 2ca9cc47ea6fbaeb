// A failover, step by step [sentinelFailoverStateMachine]; each tick tries the step that it is at.
//
//   wait-start ──elected──▶ select ──▶ promote ──▶ wait-promotion ──INFO──▶ reconfigure ──▶ switch
//       │ not elected in time  │ none eligible            │ failover-timeout          all replicas, or failover-timeout
//       ▼                      ▼                          ▼
//    given up, and not tried again for twice the failover-timeout
import type { NodeId } from '../../../contract/ids.ts';
import { majorityOf, quorumOf } from './down.ts';
import { desync, leaderOf } from './election.ts';
import { sayHello } from './monitor.ts';
import { selectReplica } from './selection.ts';
import { switchedTo } from './start.ts';
import {
  type Ctx,
  type Failover,
  flushConfig,
  hasPassed,
  type Instance,
  replicaNames,
  type SentinelSettings,
  type SentinelState,
  withInstance,
} from './state.ts';
import { ELECTION_TIMEOUT, RECONFIGURATION_TIMEOUT } from './times.ts';

/** sentinelStartFailoverIfNeeded: a new epoch, in which this Sentinel stands for election. */
export function startIfNeeded(state: SentinelState, ctx: Ctx, { failoverTimeout }: SentinelSettings): SentinelState {
  const { isObjectivelyDown, failover, triedAt } = state;
  if (!isObjectivelyDown || failover !== null || !hasPassed(triedAt, 2 * failoverTimeout, ctx)) return state;
  const epoch = state.epoch + 1;
  ctx.note(`stands for election in epoch ${epoch}`);
  const phase = { phase: 'wait-start' as const, epoch, changedAt: ctx.now, promoted: null };
  return { ...state, epoch, failover: phase, triedAt: ctx.now + desync(ctx) };
}

export function step(state: SentinelState, ctx: Ctx, settings: SentinelSettings): SentinelState {
  const { failover } = state;
  switch (failover?.phase) {
    case 'wait-start':
      return waitForVotes(state, failover, ctx, settings);
    case 'select':
      return select(state, failover, ctx, settings);
    case 'promote':
      return promote(state, failover, ctx);
    case 'wait-promotion':
      return hasPassed(failover.changedAt, settings.failoverTimeout, ctx)
        ? abandoned(state, 'the replica was not promoted', ctx)
        : state;
    case 'reconfigure':
      return reconfigure(state, failover, ctx, settings);
    case 'switch':
      return switchedTo(state, failover.promoted!, state.configEpoch, ctx);
    case undefined:
      return state;
  }
}

function waitForVotes(state: SentinelState, failover: Failover, ctx: Ctx, settings: SentinelSettings): SentinelState {
  const needed = Math.max(majorityOf(state), quorumOf(state, settings));
  const { state: next, leader } = leaderOf(state, failover.epoch, needed, ctx);
  if (leader === ctx.self) return at(next, failover, 'select', ctx);
  const patience = Math.min(ELECTION_TIMEOUT, settings.failoverTimeout);
  return hasPassed(next.triedAt, patience, ctx) ? abandoned(next, 'not elected', ctx) : next;
}

function select(state: SentinelState, failover: Failover, ctx: Ctx, settings: SentinelSettings): SentinelState {
  const promoted = selectReplica(state, ctx, settings);
  if (promoted === null) return abandoned(state, 'no replica can be promoted', ctx);
  return at(state, { ...failover, promoted }, 'promote', ctx);
}

/** REPLICAOF NO ONE. On a connection it arrives or the connection breaks; lost as a datagram, the failover is given up. */
function promote(state: SentinelState, failover: Failover, ctx: Ctx): SentinelState {
  const { promoted } = failover;
  ctx.note(`promotes ${promoted}`);
  tell(promoted!, promoted!, ctx);
  return at(state, failover, 'wait-promotion', ctx);
}

/** INFO has shown that the replica is a primary: from here on the failover counts, whatever becomes of this Sentinel. */
export function onPromoted(state: SentinelState, failover: Failover, ctx: Ctx): SentinelState {
  const next = { ...at(state, failover, 'reconfigure', ctx), configEpoch: failover.epoch };
  flushConfig(next, ctx);
  return sayHello(next, ctx);
}

/** Tells the other replicas whom to follow, `parallel-syncs` at a time [sentinelFailoverReconfNextSlave, …DetectEnd]. */
function reconfigure(state: SentinelState, failover: Failover, ctx: Ctx, settings: SentinelSettings): SentinelState {
  const others = replicaNames(state).filter((node) => node !== failover.promoted);
  const isOpen = ({ reconfiguration, downSince }: Instance) => reconfiguration !== 'done' && downSince === null;
  if (hasPassed(failover.changedAt, settings.failoverTimeout, ctx)) {
    for (const node of others) if (isOpen(state.instances[node]!)) tell(node, failover.promoted!, ctx);
    return at(state, failover, 'switch', ctx);
  }
  if (!others.some((node) => isOpen(state.instances[node]!))) return at(state, failover, 'switch', ctx);
  return others.reduce((next, node) => reconfigureOne(next, node, others, failover.promoted!, ctx, settings), state);
}

function reconfigureOne(
  state: SentinelState,
  node: NodeId,
  others: readonly NodeId[],
  promoted: NodeId,
  ctx: Ctx,
  { parallelSyncs }: SentinelSettings,
): SentinelState {
  const { reconfiguration, reconfigurationAt, downSince } = state.instances[node]!;
  if (reconfiguration === 'sent' && hasPassed(reconfigurationAt, RECONFIGURATION_TIMEOUT, ctx)) {
    return withInstance(state, node, { reconfiguration: 'none' });
  }
  const isUnderWay = (other: NodeId) => ['sent', 'in-progress'].includes(state.instances[other]!.reconfiguration);
  if (reconfiguration !== 'none' || downSince !== null || others.filter(isUnderWay).length >= parallelSyncs)
    return state;
  tell(node, promoted, ctx);
  return withInstance(state, node, { reconfiguration: 'sent', reconfigurationAt: ctx.now });
}

/** After the epoch is on disk, as whatever follows from it. */
function tell(node: NodeId, primary: NodeId, ctx: Ctx): void {
  ctx.send(node, { kind: 'ReplicaOf', primary }, { durable: true });
}

/** sentinelAbortFailover. */
function abandoned(state: SentinelState, reason: string, ctx: Ctx): SentinelState {
  ctx.note(`gives up the failover: ${reason}`);
  return { ...state, failover: null };
}

function at(state: SentinelState, failover: Failover, phase: Failover['phase'], ctx: Ctx): SentinelState {
  return { ...state, failover: { ...failover, phase, changedAt: ctx.now } };
}
