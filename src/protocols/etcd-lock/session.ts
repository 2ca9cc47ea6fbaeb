// A session: a lease that the client keeps alive (clientv3: lease.go). It is done when etcd says that there is no such lease,
// or when no answer has come for its whole time, counted from the receipt of the last one: etcd counts from when it took the
// keep-alive, which is earlier. So a client may believe in its session for longer than etcd does.
import { type Duration, ms, seconds } from '../../contract/time.ts';
import type { Answer } from '../etcd/index.ts';
import { nextServer, numberOf } from '../kv/index.ts';
import { quiet } from '../locks/index.ts';
import { ask } from './asking.ts';
import { type Ctx, idle, type Lock, type LockTold, type Session, type Settings } from './state.ts';

/** lease.go: retryConnWait; a keep-alive that is due is sent each time the loop comes round. */
const KEEP_ALIVE_AGAIN = ms(500);
/** After so many without an answer the next member is asked: 2 s, as where the stream breaks. */
const UNANSWERED_MAX = 4;
/** lease.go, deadlineLoop: how often it looks. */
const DEADLINE_LOOP = seconds(1);
/** lease.go, defaultTTL: how long it waits for the first answer. */
const FIRST_ANSWER = seconds(5);

export function openSession(lock: Lock, ctx: Ctx, settings: Settings): Lock {
  // Unique among all clients: no two have the same number.
  const lease = (lock.number + 1) * Math.max(1000, ctx.peers.length + 2) + numberOf(ctx.self);
  const opening: Lock = { ...lock, session: null, claim: { phase: 'granting' } };
  return ask(opening, { f: 'grant', lease, ttl: settings.ttl }, ctx, settings);
}

export function onGranted(lock: Lock, lease: number, ctx: Ctx): Lock {
  ctx.setTimer({ kind: 'session' }, DEADLINE_LOOP);
  return keepAlive(lock, { lease, since: lock.number, deadline: ctx.monotonic + FIRST_ANSWER, unanswered: 0 }, ctx);
}

function keepAlive(lock: Lock, session: Session, ctx: Ctx): Lock {
  const number = lock.number + 1;
  const asked = { f: 'keep-alive', lease: session.lease } as const;
  ctx.send(lock.server, { kind: 'Call', id: { client: ctx.self, number }, asked });
  ctx.setTimer({ kind: 'keep-alive' }, KEEP_ALIVE_AGAIN);
  return { ...lock, number, session: { ...session, unanswered: session.unanswered + 1 } };
}

/** The next one is due, or the one before had no answer. */
export function onKeepAliveTimer(lock: Lock, ctx: Ctx): LockTold {
  const { session, server } = lock;
  if (session === null) return quiet(lock);
  const isSilent = session.unanswered > 0 && session.unanswered % UNANSWERED_MAX === 0;
  return quiet(keepAlive(isSilent ? { ...lock, server: nextServer(server, ctx) } : lock, session, ctx));
}

/** Of any keep-alive of this session, however late. */
export function onKeptAlive(lock: Lock, session: Session, answer: Answer, ctx: Ctx, settings: Settings): LockTold {
  if (answer.f === 'keep-alive') {
    if (answer.lease !== session.lease) return quiet(lock);
    ctx.setTimer({ kind: 'keep-alive' }, third(answer.ttl));
    return quiet({ ...lock, session: { ...session, unanswered: 0, deadline: ctx.monotonic + answer.ttl } });
  }
  return answer.f === 'error' && answer.code === 'lease-not-found' ? sessionDone(lock, ctx, settings) : quiet(lock);
}

function third(ttl: Duration): Duration {
  return Math.floor(ttl / 3);
}

export function onDeadlineLoop(lock: Lock, ctx: Ctx, settings: Settings): LockTold {
  if (lock.session === null) return quiet(lock);
  if (lock.session.deadline < ctx.monotonic) return sessionDone(lock, ctx, settings);
  ctx.setTimer({ kind: 'session' }, DEADLINE_LOOP);
  return quiet(lock);
}

/** Who waits for the lock does not look at its session: it finds out when it looks for its key. */
export function sessionDone(lock: Lock, ctx: Ctx, { stopsWhenDone }: Settings): LockTold {
  ctx.cancelTimer('keep-alive');
  ctx.cancelTimer('session');
  const next = { ...lock, session: null };
  if (lock.claim.phase !== 'held' || !stopsWhenDone) return quiet(next);
  return { lock: { ...next, claim: idle }, news: [{ what: 'lost', thread: 0 }] };
}
