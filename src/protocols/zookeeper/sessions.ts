// Sessions, the leader's part: when each ends if nobody hears of it. Ends are rounded up to whole ticks, so that sessions end
// in buckets (ExpiryQueue). A new leader knows only who has a session, not since when it is silent: it gives all of them
// their full timeout once more.
import { sortedKeys } from '../../base/sorted.ts';
import type { Duration, LocalTime } from '../../contract/time.ts';
import { propose } from './broadcast.ts';
import type { Ctx, Leading, Settings, State } from './state.ts';
import { isOpen, type SessionId } from './tree.ts';

/** 2 to 20 ticks, whatever is asked for. */
export function allowedTimeout(asked: Duration, { tickTime }: Settings): Duration {
  return Math.min(Math.max(asked, 2 * tickTime), 20 * tickTime);
}

/** The next tick that is later. */
export function bucketOf(time: LocalTime, tickTime: Duration): LocalTime {
  return (Math.floor(time / tickTime) + 1) * tickTime;
}

export function beginExpiry(state: Leading, ctx: Ctx, settings: Settings): Leading {
  setExpiryTimer(ctx, settings);
  return touched({ ...state, leases: {} }, sortedKeys(state.tree.sessions).map(Number), ctx, settings);
}

function setExpiryTimer(ctx: Ctx, { tickTime }: Settings): void {
  ctx.setTimer({ kind: 'expiry' }, bucketOf(ctx.monotonic, tickTime) - ctx.monotonic);
}

/** These sessions are there: each lasts for its timeout from now. */
export function touched(state: Leading, sessions: readonly SessionId[], ctx: Ctx, { tickTime }: Settings): Leading {
  let leases: Leading['leases'] = state.leases;
  for (const session of sessions) {
    if (!isOpen(state.tree, session)) continue;
    const timeout = state.tree.sessions[session]!;
    const expires = bucketOf(ctx.monotonic + timeout, tickTime);
    if (leases[session]?.expires !== expires) leases = { ...leases, [session]: { timeout, expires } };
  }
  return leases === state.leases ? state : { ...state, leases };
}

/** Proposes the end of all sessions whose bucket has come. It takes effect as any other transaction does. */
export function onExpiry(state: State, ctx: Ctx, settings: Settings): State {
  if (state.role !== 'leading' || state.phase !== 'broadcast') return state;
  setExpiryTimer(ctx, settings);
  let next: Leading = state;
  for (const session of sortedKeys(state.leases).map(Number)) {
    if (state.leases[session]!.expires > ctx.monotonic) continue;
    const { [session]: _over, ...leases } = next.leases;
    next = { ...next, leases };
    if (isOpen(next.tree, session)) next = propose(next, { op: 'closeSession', session }, null, ctx, settings);
  }
  return next;
}
