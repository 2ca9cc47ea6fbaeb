// What is asked of Redis.
import type { Thread } from '../locks/index.ts';
import { type Call, call } from '../redis/index.ts';
import { CHANNEL, type Ctx, type Hold, KEY, leaseOf, type Redisson, type Settings, type Tag, TOKENS } from './state.ts';

/** The field of a thread: UUID and thread id. A process that restarts has another UUID. */
export function fieldOf(thread: Thread, ctx: Ctx): string {
  return `${ctx.self}.${ctx.boot.incarnation}:${thread}`;
}

/** RedissonLock, tryLockInnerAsync: not sent again without an answer, for it would count twice. */
export function attempt(lock: Redisson, thread: Thread, settings: Settings, ctx: Ctx): Redisson {
  const hold = lock.threads[thread]!;
  const round = hold.round + 1;
  ctx.cancelTimer('ttl', String(thread));
  const args = [fieldOf(thread, ctx), leaseOf(settings), ...(settings.isFenced ? [TOKENS] : [])];
  return send(
    withThread(lock, thread, { ...hold, phase: 'trying', round }),
    {
      tag: { thread, round, does: 'try', retries: 0 },
      command: { name: 'EVAL', script: 'redisson-lock', key: KEY, args },
      wait: settings.checksReplicas ? { replicas: 'connected', timeout: settings.replicasTimeout } : null,
    },
    settings,
    ctx,
  );
}

export function renew(lock: Redisson, thread: Thread, settings: Settings, ctx: Ctx): Redisson {
  const { round } = lock.threads[thread]!;
  const args = [fieldOf(thread, ctx), settings.watchdogTimeout];
  const command = { name: 'EVAL' as const, script: 'redisson-renew' as const, key: KEY, args };
  return send(lock, { tag: { thread, round, does: 'renew', retries: 0 }, command, wait: null }, settings, ctx);
}

/** `undo`: nobody waits for the answer. An unlock that is sent again has the round, and so the latch, of the first. */
export function unlock(lock: Redisson, tag: Tag, settings: Settings, ctx: Ctx): Redisson {
  const field = fieldOf(tag.thread, ctx);
  const args = [field, leaseOf(settings), CHANNEL, `redisson_unlock_latch:{lock}:${field}:${tag.round}`];
  return send(
    lock,
    { tag, command: { name: 'EVAL', script: 'redisson-unlock', key: KEY, args }, wait: null },
    settings,
    ctx,
  );
}

export function withThread(lock: Redisson, thread: Thread, hold: Hold): Redisson {
  return { ...lock, threads: lock.threads.map((other, at) => (at === thread ? hold : other)) };
}

function send(lock: Redisson, asked: Call<Tag>, { connection }: Settings, ctx: Ctx): Redisson {
  return { ...lock, connection: call(lock.connection, asked, connection, ctx) };
}
