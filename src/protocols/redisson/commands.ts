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
  const { isFenced, threadWait } = settings;
  const more = threadWait !== null ? [threadWait, ctx.now] : isFenced ? [TOKENS] : [];
  const args = [fieldOf(thread, ctx), leaseOf(settings), ...more];
  const script = threadWait === null ? 'redisson-lock' : 'redisson-fair-lock';
  return send(
    withThread(lock, thread, { ...hold, phase: 'trying', round }),
    {
      tag: { thread, round, does: 'try', retries: 0 },
      command: { name: 'EVAL', script, key: KEY, args },
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
  const isFair = settings.threadWait !== null;
  const command = isFair
    ? { name: 'EVAL' as const, script: 'redisson-fair-unlock' as const, key: KEY, args: [...args, ctx.now] }
    : { name: 'EVAL' as const, script: 'redisson-unlock' as const, key: KEY, args };
  return send(lock, { tag, command, wait: null }, settings, ctx);
}

/** A fair lock's queue has a place of the thread, which is given up. Nobody waits for the answer. */
export function leave(lock: Redisson, thread: Thread, settings: Settings, ctx: Ctx): Redisson {
  if (settings.threadWait === null) return lock;
  const { round } = lock.threads[thread]!;
  const args = [fieldOf(thread, ctx), settings.threadWait];
  const command = { name: 'EVAL' as const, script: 'redisson-fair-leave' as const, key: KEY, args };
  return send(lock, { tag: { thread, round, does: 'leave', retries: 0 }, command, wait: null }, settings, ctx);
}

/** All threads have one; of a fair lock each its own, and a process one thread. */
export function channelOf({ threadWait }: Settings, ctx: Ctx): string {
  return threadWait === null ? CHANNEL : `${CHANNEL}:${fieldOf(0, ctx)}`;
}

export function withThread(lock: Redisson, thread: Thread, hold: Hold): Redisson {
  return { ...lock, threads: lock.threads.map((other, at) => (at === thread ? hold : other)) };
}

function send(lock: Redisson, asked: Call<Tag>, { connection }: Settings, ctx: Ctx): Redisson {
  return { ...lock, connection: call(lock.connection, asked, connection, ctx) };
}
