// The watchdog: while a thread holds the lock and gave no lease time, the process renews its lease each third of it. It asks
// nothing of the thread: one that hangs is renewed for ever, and only a process that stands still, or is gone, is not.
import type { Thread } from '../locks/index.ts';
import { renew, withThread } from './commands.ts';
import type { Ctx, Redisson, Settings } from './state.ts';

export function startRenewal(lock: Redisson, thread: Thread, settings: Settings, ctx: Ctx): Redisson {
  const hold = lock.threads[thread]!;
  if (settings.leaseTime > 0 || hold.isRenewed) return lock;
  if (!lock.threads.some(({ isRenewed }) => isRenewed)) setTimer(settings, ctx);
  return withThread(lock, thread, { ...hold, isRenewed: true });
}

export function cancelRenewal(lock: Redisson, thread: Thread, ctx: Ctx): Redisson {
  const hold = lock.threads[thread]!;
  if (!hold.isRenewed) return lock;
  const next = withThread(lock, thread, { ...hold, isRenewed: false });
  if (!next.threads.some(({ isRenewed }) => isRenewed)) ctx.cancelTimer('renew');
  return next;
}

/** For all threads at once, in one batch. A renewal without an answer changes nothing: the next one comes. */
export function onRenew(lock: Redisson, settings: Settings, ctx: Ctx): Redisson {
  const renewed = lock.threads.flatMap(({ isRenewed }, thread) => (isRenewed ? [thread] : []));
  if (renewed.length === 0) return lock;
  setTimer(settings, ctx);
  return renewed.reduce((now, thread) => renew(now, thread, settings, ctx), lock);
}

function setTimer({ watchdogTimeout }: Settings, ctx: Ctx): void {
  ctx.setTimer({ kind: 'renew' }, Math.floor(watchdogTimeout / 3));
}
