// RLock of Redisson: a hash of owners, a watchdog, and a channel for those who wait.
import { type AnyDriver, lockDriver, quiet, type Thread, type Told } from '../locks/index.ts';
import {
  connect,
  type Heard,
  onAnswer,
  onCallTimeout,
  onLocate,
  onPrimaryIs,
  onRefused,
  onScan,
} from '../redis/index.ts';
import { onOutcome } from './answers.ts';
import { attempt, leave, unlock, withThread } from './commands.ts';
import type { Ctx, Hold, Message, Redisson, Sends, Settings, Tag, Timer } from './state.ts';
import { onMessage, onSubscribed, resubscribe, subscribe, unsubscribe } from './waiting.ts';
import { cancelRenewal, onRenew } from './watchdog.ts';

const idle: Hold = { phase: 'idle', round: 0, holds: 0, isRenewed: false };

export function redissonDriver(settings: Settings, threads: number): AnyDriver {
  const heard = (lock: Redisson, { connection, outcomes, isMoved }: Heard<Tag>, ctx: Ctx): Told<Redisson> => {
    const changed = withConnection(lock, connection);
    let told = quiet(isMoved ? resubscribe(changed, settings, ctx) : changed);
    for (const outcome of outcomes) {
      const next = onOutcome(told.lock, outcome, settings, ctx);
      told = { lock: next.lock, news: [...told.news, ...next.news] };
    }
    return told;
  };
  return lockDriver<Redisson, Message, Timer, Sends>({
    name: 'redisson',
    start: (ctx) => ({
      connection: connect(ctx, settings.connection),
      threads: Array.from({ length: threads }, () => idle),
      subscription: 'none',
      permits: 0,
    }),
    acquire: (lock, thread, ctx) => quiet(attempt(lock, thread, settings, ctx)),
    giveUp: (lock, thread, ctx) => quiet(giveUp(lock, thread, settings, ctx)),
    release(lock, thread, ctx) {
      const hold = lock.threads[thread]!;
      const round = hold.round + 1;
      const releasing = withThread(lock, thread, { ...hold, phase: 'releasing', round });
      return quiet(unlock(releasing, { thread, round, does: 'release', retries: 0 }, settings, ctx));
    },
    on: {
      Answer: (lock, message, _from, ctx) => heard(lock, onAnswer(lock.connection, message, ctx), ctx),
      Refused: (lock, message, _from, ctx) => quiet(withConnection(lock, onRefused(lock.connection, message, ctx))),
      PrimaryIs: (lock, message, _from, ctx) => heard(lock, onPrimaryIs(lock.connection, message, ctx), ctx),
      Subscribed: (lock, _message, _from, ctx) => quiet(onSubscribed(lock, settings, ctx)),
      Message: (lock, _message, _from, ctx) => onMessage(lock, settings, ctx),
    },
    timer: {
      call: (lock, { key }, ctx) => heard(lock, onCallTimeout(lock.connection, key, ctx), ctx),
      locate: (lock, _timer, ctx) => quiet(withConnection(lock, onLocate(lock.connection, ctx))),
      scan: (lock, _timer, ctx) => quiet(withConnection(lock, onScan(lock.connection, settings.connection, ctx))),
      ttl(lock, { key }, ctx) {
        if (lock.threads[Number(key)]?.phase !== 'waiting') return quiet(lock);
        return quiet(attempt(lock, Number(key), settings, ctx));
      },
      renew: (lock, _timer, ctx) => quiet(onRenew(lock, settings, ctx)),
      subscribe: (lock, _timer, ctx) =>
        quiet(lock.subscription === 'asked' ? subscribe({ ...lock, subscription: 'none' }, settings, ctx) : lock),
    },
  });
}

/** tryLock with a wait time: it goes away, and what an open attempt may yet get is undone behind it. */
function giveUp(lock: Redisson, thread: Thread, settings: Settings, ctx: Ctx): Redisson {
  const hold = lock.threads[thread]!;
  ctx.cancelTimer('ttl', String(thread));
  const left = unsubscribe(withThread(lock, thread, { ...hold, phase: 'idle', holds: 0 }), settings, ctx);
  const stopped = cancelRenewal(left, thread, ctx);
  const isInQueue = hold.phase === 'trying' || hold.phase === 'waiting';
  const ended = isInQueue ? leave(stopped, thread, settings, ctx) : stopped;
  if (hold.phase !== 'trying') return ended;
  return unlock(ended, { thread, round: hold.round, does: 'undo', retries: 0 }, settings, ctx);
}

function withConnection(lock: Redisson, connection: Redisson['connection']): Redisson {
  return connection === lock.connection ? lock : { ...lock, connection };
}
