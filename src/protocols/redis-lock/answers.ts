// What Redis answers, and what no answer means.
import { quiet, type Thread, type Told, telling } from '../locks/index.ts';
import type { Outcome } from '../redis/index.ts';
import { drop, ended, sendExpire, withThread } from './commands.ts';
import type { Ctx, RedisLock, Settings, Tag } from './state.ts';

export function onOutcome(
  lock: RedisLock,
  { tag, answer }: Outcome<Tag>,
  settings: Settings,
  ctx: Ctx,
): Told<RedisLock> {
  const holding = lock.threads[tag.thread];
  if (holding === undefined || holding.owner !== tag.owner) return quiet(lock);
  const value = answer?.value ?? null;
  switch (tag.does) {
    case 'set':
      if (holding.phase !== 'setting') return quiet(lock);
      return onSet(lock, tag.thread, value === 'OK' || value === 1, settings, ctx);
    case 'expire':
      if (holding.phase !== 'expiring') return quiet(lock);
      return value === 1 ? taken(lock, tag.thread, settings, ctx) : quiet(pause(lock, tag.thread, settings, ctx));
    case 'release': {
      if (holding.phase !== 'releasing') return quiet(lock);
      const wasHeld = answer === null ? null : value === 1;
      return telling(ended(lock, tag.thread, ctx), { what: 'released', thread: tag.thread, wasHeld });
    }
    case 'drop':
      return quiet(lock);
  }
}

/** No answer counts as a refusal. If it was executed, the key stands in the client's own way until it expires. */
function onSet(lock: RedisLock, thread: Thread, isSet: boolean, settings: Settings, ctx: Ctx): Told<RedisLock> {
  if (!isSet) return quiet(pause(lock, thread, settings, ctx));
  if (settings.acquire === 'setnx-expire') return quiet(sendExpire(lock, thread, settings, ctx));
  return taken(lock, thread, settings, ctx);
}

function taken(lock: RedisLock, thread: Thread, settings: Settings, ctx: Ctx): Told<RedisLock> {
  const holding = lock.threads[thread]!;
  const held = withThread(lock, thread, { ...holding, phase: 'held' });
  const got = { what: 'acquired' as const, thread, token: null };
  if (settings.validity === 'none') return telling(held, got);
  const from = settings.validity === 'sent' ? holding.sentAt : ctx.monotonic;
  const left = from + settings.ttl - ctx.monotonic;
  if (left <= 0) return quiet(drop(pause(lock, thread, settings, ctx), thread, settings, ctx));
  ctx.setTimer({ kind: 'validity', key: String(thread) }, left);
  return telling(held, got);
}

function pause(lock: RedisLock, thread: Thread, { retryMin, retryMax }: Settings, ctx: Ctx): RedisLock {
  ctx.setTimer({ kind: 'retry', key: String(thread) }, retryMin, retryMax);
  return withThread(lock, thread, { ...lock.threads[thread]!, phase: 'pausing' });
}
