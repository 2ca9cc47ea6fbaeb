// Boot, and the change to another primary, which makes a Sentinel forget what it knew of the servers [sentinelResetMaster].
// Servers and Sentinels are known from the start, as they are once discovery by INFO and hello messages is over.
import type { NodeId } from '../../../contract/ids.ts';
import { type Ctx, type Durable, flushConfig, type Instance, type SentinelState } from './state.ts';
import { TICK_MAX, TICK_MIN } from './times.ts';

export function start(ctx: Ctx, durable: Readonly<Partial<Durable>>): SentinelState {
  const first = { primary: ctx.group('server')[0] ?? '', configEpoch: 0, epoch: 0, vote: { leader: null, epoch: 0 } };
  const config = durable.config ?? first;
  ctx.setTimer({ kind: 'tick' }, 0, TICK_MAX);
  const peer = { saysDown: false, repliedAt: null, askedAt: null, leader: null, leaderEpoch: 0 };
  return {
    ...config,
    instances: instancesAt(config.primary, ctx),
    peers: Object.fromEntries(ctx.peers.map((id) => [id, peer])),
    isObjectivelyDown: false,
    failover: null,
    triedAt: null,
    helloAt: null,
    tickedAt: ctx.now,
    tiltSince: null,
  };
}

export function tickAgain(ctx: Ctx): void {
  ctx.setTimer({ kind: 'tick' }, TICK_MIN, TICK_MAX);
}

/** Another server is the primary from here on [sentinelResetMasterAndChangeAddress]. */
export function switchedTo(state: SentinelState, primary: NodeId, configEpoch: number, ctx: Ctx): SentinelState {
  const next = {
    ...state,
    primary,
    configEpoch,
    instances: instancesAt(primary, ctx),
    isObjectivelyDown: false,
    failover: null,
    triedAt: null,
  };
  ctx.note(`the primary is ${primary}, epoch ${configEpoch}`);
  flushConfig(next, ctx);
  return next;
}

function instancesAt(primary: NodeId, ctx: Ctx): SentinelState['instances'] {
  const instance = (server: NodeId): Instance => ({
    answeredAt: ctx.now,
    // One that never answers is down, too.
    unansweredSince: ctx.now,
    pingedAt: null,
    infoAt: null,
    infoAskedAt: null,
    downSince: null,
    role: server === primary ? 'primary' : 'replica',
    roleSince: ctx.now,
    follows: null,
    followsSince: ctx.now,
    linkDownFor: 0,
    offset: 0,
    priority: 100,
    reconfiguration: 'none',
    reconfigurationAt: ctx.now,
  });
  return Object.fromEntries(ctx.group('server').map((server) => [server, instance(server)]));
}
