// The session of a lock: it is renewed every half of its TTL, until it is closed or the servers do not know it (api:
// session.go, RenewPeriodic). That it has ended nobody tells the worker: it is the monitor of the key that does (`lock.ts`).
import { seconds } from '../../contract/time.ts';
import type { Answer } from '../consul/index.ts';
import { nextServer, numberOf } from '../kv/index.ts';
import { ask } from './asking.ts';
import type { Ctx, Lock, Settings } from './state.ts';

/** RenewPeriodic: after an error it waits for so long. */
const RENEW_AGAIN = seconds(1);

export function openSession(lock: Lock, ctx: Ctx, settings: Settings): Lock {
  const { sessionTtl: ttl, isChecked, lockDelay } = settings;
  // Unique among all clients: no two have the same number.
  const session = (lock.number + 1) * clientsAtMost(ctx) + numberOf(ctx.self);
  const asked = { f: 'session-create', session, node: ctx.self, isChecked, ttl, lockDelay } as const;
  return ask({ ...lock, session, isRenewing: false, claim: { phase: 'opening' } }, asked, ctx, settings);
}

/**
 * Whether a request is younger than the session that is open: a session has the number of the request for it. An answer to an
 * older one says nothing of it: a late "no such session" is of the one before.
 */
export function isOfSession({ session }: Lock, number: number, ctx: Ctx): boolean {
  return session !== 0 && number > Math.floor(session / clientsAtMost(ctx));
}

function clientsAtMost(ctx: Ctx): number {
  return Math.max(1000, ctx.peers.length + 2);
}

export function renewLater(ctx: Ctx, { sessionTtl }: Settings): void {
  if (sessionTtl > 0) ctx.setTimer({ kind: 'renew' }, Math.floor(sessionTtl / 2));
}

/** One is due, or the one before had no answer: a client's agent turns to another server then. */
export function onRenewTimer(lock: Lock, ctx: Ctx): Lock {
  if (lock.session === 0) return lock;
  const number = lock.number + 1;
  const server = lock.isRenewing ? nextServer(lock.server, ctx) : lock.server;
  const asked = { f: 'session-renew', session: lock.session } as const;
  ctx.send(server, { kind: 'Rpc', id: { client: ctx.self, number }, asked });
  ctx.setTimer({ kind: 'renew' }, RENEW_AGAIN);
  return { ...lock, number, server, isRenewing: true };
}

export function onRenewed(lock: Lock, answer: Answer, ctx: Ctx, settings: Settings): Lock {
  if (answer.f === 'session-renew') renewLater(ctx, settings);
  else ctx.cancelTimer('renew');
  return { ...lock, isRenewing: false };
}
