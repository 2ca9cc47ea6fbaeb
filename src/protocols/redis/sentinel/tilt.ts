// TILT: a Sentinel whose ticks came too late, or whose clock was set, trusts its own times no more, and judges nobody for 30 s
// [sentinelCheckTiltCondition]. It goes on asking, answering and voting.
import { type Ctx, hasPassed, type SentinelState } from './state.ts';
import { TILT_PERIOD, TILT_TRIGGER } from './times.ts';

export function checkTilt(state: SentinelState, ctx: Ctx): SentinelState {
  const passed = ctx.now - state.tickedAt;
  const next = { ...state, tickedAt: ctx.now };
  if (passed >= 0 && passed <= TILT_TRIGGER) return next;
  ctx.note('in TILT');
  return { ...next, tiltSince: ctx.now };
}

/** After the questions of the tick: out of TILT when it is over. */
export function leaveTilt(state: SentinelState, ctx: Ctx): SentinelState {
  if (state.tiltSince === null || !hasPassed(state.tiltSince, TILT_PERIOD, ctx)) return state;
  ctx.note('no more in TILT');
  return { ...state, tiltSince: null };
}
