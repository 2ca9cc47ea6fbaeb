// The lock of Redis' documentation on SET: one key with a time to live, which holds its owner's value.
import { firstNumber } from '../kv/index.ts';
import { type AnyDriver, lockDriver, quiet, type Thread, type Told, telling } from '../locks/index.ts';
import {
  connect,
  type Outcome,
  onAnswer,
  onCallTimeout,
  onLocate,
  onPrimaryIs,
  onRefused,
  onScan,
} from '../redis/index.ts';
import { onOutcome } from './answers.ts';
import { drop, ended, sendSet, withThread } from './commands.ts';
import type { Ctx, Message, RedisLock, Sends, Settings, Tag, Timer } from './state.ts';

export function redisLockDriver(settings: Settings, threads: number): AnyDriver {
  const heard = (
    lock: RedisLock,
    result: { readonly connection: RedisLock['connection']; readonly outcomes: readonly Outcome<Tag>[] },
    ctx: Ctx,
  ): Told<RedisLock> => {
    let told = quiet(result.connection === lock.connection ? lock : { ...lock, connection: result.connection });
    for (const outcome of result.outcomes) {
      const next = onOutcome(told.lock, outcome, settings, ctx);
      told = { lock: next.lock, news: [...told.news, ...next.news] };
    }
    return told;
  };
  const changed = (lock: RedisLock, connection: RedisLock['connection']): Told<RedisLock> =>
    quiet(connection === lock.connection ? lock : { ...lock, connection });

  return lockDriver<RedisLock, Message, Timer, Sends>({
    name: 'redis-lock',
    start: (ctx) => ({
      connection: connect(ctx, settings.connection),
      number: firstNumber(ctx),
      threads: Array.from({ length: threads }, () => ({ phase: 'idle', owner: '', sentAt: 0 })),
    }),
    acquire(lock, thread, ctx) {
      const number = lock.number + 1;
      const owner = `${ctx.self}#${number}`;
      return quiet(sendSet({ ...lock, number }, thread, owner, settings, ctx));
    },
    giveUp(lock, thread, ctx) {
      const { phase } = lock.threads[thread]!;
      const idle = ended(lock, thread, ctx);
      // A release that is under way needs no second; anything else may have set the key.
      return quiet(phase === 'idle' || phase === 'releasing' ? idle : drop(idle, thread, settings, ctx));
    },
    release: (lock, thread, ctx) => quiet(release(lock, thread, settings, ctx)),
    on: {
      Answer: (lock, message, _from, ctx) => heard(lock, onAnswer(lock.connection, message, ctx), ctx),
      Refused: (lock, message, _from, ctx) => changed(lock, onRefused(lock.connection, message, ctx)),
      PrimaryIs: (lock, message, _from, ctx) => heard(lock, onPrimaryIs(lock.connection, message, ctx), ctx),
    },
    timer: {
      call: (lock, { key }, ctx) => heard(lock, onCallTimeout(lock.connection, key, ctx), ctx),
      locate: (lock, _timer, ctx) => changed(lock, onLocate(lock.connection, ctx)),
      scan: (lock, _timer, ctx) => changed(lock, onScan(lock.connection, settings.connection, ctx)),
      retry(lock, { key }, ctx) {
        const holding = lock.threads[Number(key)];
        if (holding?.phase !== 'pausing') return quiet(lock);
        return quiet(sendSet(lock, Number(key), holding.owner, settings, ctx));
      },
      validity: (lock, { key }, ctx) => onValidity(lock, Number(key), ctx),
    },
  });
}

function release(lock: RedisLock, thread: Thread, settings: Settings, ctx: Ctx): RedisLock {
  ctx.cancelTimer('validity', String(thread));
  return drop(
    withThread(lock, thread, { ...lock.threads[thread]!, phase: 'releasing' }),
    thread,
    settings,
    ctx,
    'release',
  );
}

/** The time is over. The key is gone, or about to go; the client stops. */
function onValidity(lock: RedisLock, thread: Thread, ctx: Ctx): Told<RedisLock> {
  if (lock.threads[thread]?.phase !== 'held') return quiet(lock);
  return telling(ended(lock, thread, ctx), { what: 'lost', thread });
}
