// Waiting for the lock: a process subscribes once for all its threads. A message gives one permit, and wakes one thread; and
// who holds the lock does so no longer than its time to live, so that each looks again by then.
import { seconds } from '../../contract/time.ts';
import { quiet, type Thread, type Told, telling } from '../locks/index.ts';
import { attempt, channelOf, withThread } from './commands.ts';
import type { Ctx, Redisson, Settings } from './state.ts';

/** Without an answer the subscription is asked for again. The number is a guess. */
const SUBSCRIBE_TIMEOUT = seconds(3);

/** The lock is held for so long at most; −1: without end. */
export function wait(lock: Redisson, thread: Thread, ttl: number, settings: Settings, ctx: Ctx): Redisson {
  const waiting = withThread(lock, thread, { ...lock.threads[thread]!, phase: 'waiting' });
  if (ttl >= 0) ctx.setTimer({ kind: 'ttl', key: String(thread) }, ttl + 1);
  // What was published before the subscription was up is lost to it: it tries again when it is.
  if (waiting.subscription !== 'up') return subscribe(waiting, settings, ctx);
  if (waiting.permits === 0) return waiting;
  return attempt({ ...waiting, permits: waiting.permits - 1 }, thread, settings, ctx);
}

export function subscribe(lock: Redisson, settings: Settings, ctx: Ctx): Redisson {
  if (lock.subscription === 'asked') return lock;
  const channel = channelOf(settings, ctx);
  if (lock.connection.primary !== null) ctx.send(lock.connection.primary, { kind: 'Subscribe', channel });
  ctx.setTimer({ kind: 'subscribe' }, SUBSCRIBE_TIMEOUT);
  return { ...lock, subscription: 'asked' };
}

/** Nobody waits any more. */
export function unsubscribe(lock: Redisson, settings: Settings, ctx: Ctx): Redisson {
  const isNeeded = lock.threads.some(({ phase }) => phase === 'waiting' || phase === 'trying');
  if (isNeeded || lock.subscription === 'none') return lock;
  const channel = channelOf(settings, ctx);
  if (lock.connection.primary !== null) ctx.send(lock.connection.primary, { kind: 'Unsubscribe', channel });
  ctx.cancelTimer('subscribe');
  return { ...lock, subscription: 'none', permits: 0 };
}

export function onSubscribed(lock: Redisson, settings: Settings, ctx: Ctx): Redisson {
  if (lock.subscription !== 'asked') return lock;
  ctx.cancelTimer('subscribe');
  let next: Redisson = { ...lock, subscription: 'up' };
  lock.threads.forEach(({ phase }, thread) => {
    if (phase === 'waiting') next = attempt(next, thread, settings, ctx);
  });
  return next;
}

export function onMessage(lock: Redisson, settings: Settings, ctx: Ctx): Told<Redisson> {
  if (lock.subscription === 'none') return quiet(lock);
  const thread = lock.threads.findIndex(({ phase }) => phase === 'waiting');
  if (thread === -1) return quiet({ ...lock, permits: lock.permits + 1 });
  return telling(attempt(lock, thread, settings, ctx), { what: 'woken' });
}

/** It is connected to another server, which knows nothing of the subscription. */
export function resubscribe(lock: Redisson, settings: Settings, ctx: Ctx): Redisson {
  return lock.subscription === 'none' ? lock : subscribe({ ...lock, subscription: 'none' }, settings, ctx);
}
