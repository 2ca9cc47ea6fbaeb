// What a Sentinel asks the servers, and how often: PING each second, INFO each ten, hellos to the other Sentinels each two.
import {
  type Ctx,
  currentPrimary,
  hasPassed,
  instanceOf,
  type SentinelSettings,
  type SentinelState,
  withInstance,
} from './state.ts';
import { HELLO_PERIOD, INFO_PERIOD, INFO_PERIOD_FAILOVER, PING_PERIOD } from './times.ts';

/** sentinelSendPeriodicCommands. */
export function sendPeriodic(state: SentinelState, ctx: Ctx, settings: SentinelSettings): SentinelState {
  let next = state;
  for (const node of Object.keys(state.instances).sort()) next = pinged(asked(next, node, ctx), node, ctx, settings);
  return hasPassed(next.helloAt, HELLO_PERIOD, ctx) ? sayHello(next, ctx) : next;
}

/** INFO comes before PING, so that what a server says of its role is known before it counts as well. */
function asked(state: SentinelState, node: string, ctx: Ctx): SentinelState {
  const { infoAt, infoAskedAt } = instanceOf(state, node)!;
  const period = infoPeriod(state, node);
  // An unanswered question is asked again each second: on a connection that is broken the next one is its first command.
  if (!hasPassed(infoAt, period, ctx) || !hasPassed(infoAskedAt, Math.min(period, PING_PERIOD), ctx)) return state;
  ctx.send(node, { kind: 'AskInfo' });
  return withInstance(state, node, { infoAskedAt: ctx.now });
}

function infoPeriod({ instances, primary, isObjectivelyDown, failover }: SentinelState, node: string): number {
  const isUrgent = isObjectivelyDown || failover !== null || instances[node]!.linkDownFor > 0;
  return node !== primary && isUrgent ? INFO_PERIOD_FAILOVER : INFO_PERIOD;
}

function pinged(state: SentinelState, node: string, ctx: Ctx, { downAfter }: SentinelSettings): SentinelState {
  const { answeredAt, pingedAt, unansweredSince } = instanceOf(state, node)!;
  const period = Math.min(downAfter, PING_PERIOD);
  if (!hasPassed(answeredAt, period, ctx) || !hasPassed(pingedAt, period / 2, ctx)) return state;
  ctx.send(node, { kind: 'Ping' });
  return withInstance(state, node, { pingedAt: ctx.now, unansweredSince: unansweredSince ?? ctx.now });
}

export function onPong(state: SentinelState, from: string, ctx: Ctx): SentinelState {
  return withInstance(state, from, { answeredAt: ctx.now, unansweredSince: null });
}

/** To the other Sentinels; Redis sends it through the servers' channel `__sentinel__:hello`, too. */
export function sayHello(state: SentinelState, ctx: Ctx): SentinelState {
  const { epoch, configEpoch } = state;
  ctx.broadcast({ kind: 'Hello', epoch, primary: currentPrimary(state), configEpoch }, { durable: true });
  return { ...state, helloAt: ctx.now };
}
