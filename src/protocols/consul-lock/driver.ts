// The lock as the worker uses it: the table of what the client's part of it does. Read `state.ts` first.
import {
  noPool,
  onPoolMessage,
  onProbeTimeout,
  onProbeTimer,
  onSuspicionTimer,
  type Pool,
  type PoolMessage,
  startPool,
} from '../consul/index.ts';
import { firstNumber } from '../kv/index.ts';
import { type AnyDriver, lockDriver, quiet } from '../locks/index.ts';
import { askAgain } from './asking.ts';
import { acquire, giveUp, lost, onAnswer, onRetryTimer, release } from './lock.ts';
import { isOfSession, onRenewed, onRenewTimer } from './session.ts';
import {
  type Ctx,
  idle,
  type Lock,
  type LockTold,
  type Message,
  type Sends,
  type Settings,
  type Timer,
} from './state.ts';

export function consulLockDriver(settings: Settings): AnyDriver {
  return lockDriver<Lock, Message, Timer, Sends>({
    name: 'consul-lock',
    start: (ctx) => ({
      number: firstNumber(ctx),
      server: ctx.servers[0] ?? ctx.self,
      session: 0,
      isRenewing: false,
      claim: idle,
      open: null,
      pool: settings.isChecked ? startPool(ctx) : noPool,
    }),
    acquire: (lock, _thread, ctx) => acquire(lock, ctx, settings),
    giveUp: (lock, _thread, ctx) => giveUp(lock, ctx, settings),
    release: (lock, _thread, ctx) => release(lock, ctx, settings),
    on: {
      RpcReply(lock, { id, answer }, _from, ctx) {
        if (lock.open?.number === id.number) return onAnswer(lock, answer, ctx, settings);
        const isRenewal = answer.f === 'session-renew' || (answer.f === 'error' && answer.code === 'no-session');
        return quiet(isRenewal && isOfSession(lock, id.number, ctx) ? onRenewed(lock, answer, ctx, settings) : lock);
      },
      Probe: pooled,
      ProbeAck: pooled,
      ProbeFor: pooled,
      Suspect: pooled,
      Alive: pooled,
      Dead: pooled,
    },
    timer: {
      request(lock, _timer, ctx) {
        // The monitor had no answer, and that is an error as any other.
        return lock.claim.phase === 'held' ? lost(lock, ctx, settings) : quiet(askAgain(lock, ctx, settings));
      },
      renew: (lock, _timer, ctx) => quiet(onRenewTimer(lock, ctx)),
      retry: (lock, _timer, ctx) => onRetryTimer(lock, ctx, settings),
      probe: (lock, _timer, ctx) => inPool(lock, onProbeTimer(lock.pool, ctx)),
      'probe-timeout': (lock, _timer, ctx) => inPool(lock, onProbeTimeout(lock.pool, ctx)),
      suspicion: (lock, { key }, ctx) => inPool(lock, onSuspicionTimer(lock.pool, key, ctx)),
    },
    // A client's agent asks another server where a connection ends, blocking queries too (agent/consul/client.go, canRetry).
    linkReset: (lock, peer, ctx) => quiet(peer === lock.server ? askAgain(lock, ctx, settings) : lock),
  });
}

function pooled(lock: Lock, message: PoolMessage, from: string, ctx: Ctx): LockTold {
  return inPool(lock, onPoolMessage(lock.pool, message, from, ctx));
}

function inPool(lock: Lock, pool: Pool): LockTold {
  return quiet(pool === lock.pool ? lock : { ...lock, pool });
}
