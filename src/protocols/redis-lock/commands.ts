// What is asked of Redis.
import type { Thread } from '../locks/index.ts';
import { type Command, call } from '../redis/index.ts';
import { type Ctx, type Holding, KEY, type RedisLock, type Settings, type Tag } from './state.ts';

export function sendSet(lock: RedisLock, thread: Thread, owner: string, settings: Settings, ctx: Ctx): RedisLock {
  const holding: Holding = { phase: 'setting', owner, sentAt: ctx.monotonic };
  const command: Command =
    settings.acquire === 'set-nx-px'
      ? { name: 'SET', key: KEY, value: owner, px: settings.ttl, nx: true }
      : { name: 'SETNX', key: KEY, value: owner };
  return send(withThread(lock, thread, holding), { thread, owner, does: 'set' }, command, settings, ctx);
}

/** The second of the two commands of old. Whoever dies before it leaves a key that never goes. */
export function sendExpire(lock: RedisLock, thread: Thread, settings: Settings, ctx: Ctx): RedisLock {
  const holding: Holding = { ...lock.threads[thread]!, phase: 'expiring' };
  const command: Command = { name: 'PEXPIRE', key: KEY, px: settings.ttl };
  const tag: Tag = { thread, owner: holding.owner, does: 'expire' };
  return send(withThread(lock, thread, holding), tag, command, settings, ctx);
}

/** Deletes the key: if it is the owner's own, or whosever it is. */
export function drop(
  lock: RedisLock,
  thread: Thread,
  settings: Settings,
  ctx: Ctx,
  does: 'release' | 'drop' = 'drop',
): RedisLock {
  const { owner } = lock.threads[thread]!;
  const command: Command =
    settings.release === 'delete'
      ? { name: 'DEL', key: KEY }
      : { name: 'EVAL', script: 'compare-and-delete', key: KEY, args: [owner] };
  return send(lock, { thread, owner, does }, command, settings, ctx);
}

export function ended(lock: RedisLock, thread: Thread, ctx: Ctx): RedisLock {
  for (const timer of ['retry', 'validity'] as const) ctx.cancelTimer(timer, String(thread));
  return withThread(lock, thread, { ...lock.threads[thread]!, phase: 'idle' });
}

export function withThread(lock: RedisLock, thread: Thread, holding: Holding): RedisLock {
  return { ...lock, threads: lock.threads.map((other, at) => (at === thread ? holding : other)) };
}

function send(lock: RedisLock, tag: Tag, command: Command, settings: Settings, ctx: Ctx): RedisLock {
  return { ...lock, connection: call(lock.connection, { tag, command, wait: null }, settings.connection, ctx) };
}
