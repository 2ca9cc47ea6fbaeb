// The table of a Sentinel, and its tick: the order of sentinelTimer and sentinelHandleRedisInstance.
import { type AnyProtocol, protocol } from '../../../contract/protocol.ts';
import type { SentinelMessage, SentinelSends } from '../messages.ts';
import { askOthers, checkDown, checkObjectivelyDown, onIsPrimaryDown, onPrimaryIsDown } from './down.ts';
import { startIfNeeded, step } from './failover.ts';
import { onHello, onWhoIsPrimary } from './hello.ts';
import { onInfo } from './info.ts';
import { onPong, sendPeriodic } from './monitor.ts';
import { start, tickAgain } from './start.ts';
import type { Ctx, Durable, SentinelSettings, SentinelState, Timer } from './state.ts';
import { checkTilt, leaveTilt } from './tilt.ts';

export function sentinel(settings: SentinelSettings): AnyProtocol {
  return protocol<SentinelState, SentinelMessage, Timer, Durable, SentinelSends>({
    name: 'redis-sentinel',
    start,
    on: {
      Pong: (state, _message, from, ctx) => onPong(state, from, ctx),
      Info: (state, message, from, ctx) => onInfo(state, message, from, ctx, settings),
      IsPrimaryDown: (state, message, from, ctx) => onIsPrimaryDown(state, message, from, ctx),
      PrimaryIsDown: (state, message, from, ctx) => onPrimaryIsDown(state, message, from, ctx),
      Hello: (state, message, _from, ctx) => onHello(state, message, ctx),
      WhoIsPrimary: (state, message, from, ctx) => onWhoIsPrimary(state, message, from, ctx),
    },
    timer: { tick: (state, _timer, ctx) => onTick(state, ctx, settings) },
  });
}

function onTick(state: SentinelState, ctx: Ctx, settings: SentinelSettings): SentinelState {
  tickAgain(ctx);
  const asked = leaveTilt(sendPeriodic(checkTilt(state, ctx), ctx, settings), ctx);
  if (asked.tiltSince !== null) return asked;
  const judged = checkObjectivelyDown(checkDown(asked, ctx, settings), ctx, settings);
  const started = startIfNeeded(judged, ctx, settings);
  // The step gives a candidate's vote to itself: on disk before the others are asked for theirs.
  return askOthers(step(started, ctx, settings), started !== judged, ctx);
}
