// When sessions end, and how long the keys that they held may not be acquired: times, which no log holds. A session with a
// TTL ends at the leader after twice its TTL without a renewal (session_ttl.go: "not before the TTL"); a new leader gives
// each its full time again. A lock-delay runs on every server from when it applied that the session ended.
import { sortedKeys } from '../../base/sorted.ts';
import type { Answer } from './requests.ts';
import { type Ctx, type Server, storeOf } from './state.ts';
import type { Session, Store } from './store.ts';

/** structs.SessionTTLMultiplier. */
const TTL_MULTIPLIER = 2;

export function renewed({ raft }: Server, session: number, ctx: Ctx): Answer {
  const { sessions, index } = storeOf(raft);
  const known = sessions[session];
  if (known === undefined) return { f: 'error', code: 'no-session', index };
  setTtl(String(session), known, ctx);
  return { f: 'session-renew', index };
}

function setTtl(session: string, { ttl }: Session, ctx: Ctx): void {
  if (ttl > 0) ctx.setTimer({ kind: 'session', key: session }, ttl * TTL_MULTIPLIER);
}

export function startTimers({ raft }: Server, ctx: Ctx): void {
  const { sessions } = storeOf(raft);
  for (const session of sortedKeys(sessions)) setTtl(session, sessions[session]!, ctx);
}

export function stopTimers({ raft }: Server, ctx: Ctx): void {
  for (const session of sortedKeys(storeOf(raft).sessions)) ctx.cancelTimer('session', session);
}

/** Sessions that were created or ended by what was applied just now; only the leader has timers for them. */
export function followTimers({ raft }: Server, before: Store, ctx: Ctx): void {
  const { sessions } = storeOf(raft);
  if (sessions === before.sessions) return;
  for (const session of sortedKeys(sessions)) {
    if (before.sessions[session] === undefined) setTtl(session, sessions[session]!, ctx);
  }
  for (const session of sortedKeys(before.sessions)) {
    if (sessions[session] === undefined) ctx.cancelTimer('session', session);
  }
}

/** On every server: keys that were freed by the end of a session. */
export function followDelays(state: Server, before: Store, ctx: Ctx): Server {
  const { freed } = storeOf(state.raft);
  if (freed === before.freed) return state;
  const delays = { ...state.delays };
  for (const key of sortedKeys(freed)) {
    const { index, lockDelay } = freed[key]!;
    if (before.freed[key]?.index !== index && lockDelay > 0) delays[key] = ctx.monotonic + lockDelay;
  }
  return { ...state, delays };
}
