// What Redis answers, and what no answer means.
import type { Plain } from '../../base/plain.ts';
import { quiet, type Thread, type Told, telling } from '../locks/index.ts';
import type { Outcome } from '../redis/index.ts';
import { unlock, withThread } from './commands.ts';
import type { Ctx, Redisson, Settings, Tag } from './state.ts';
import { unsubscribe, wait } from './waiting.ts';
import { cancelRenewal, startRenewal } from './watchdog.ts';

export function onOutcome(lock: Redisson, { tag, answer }: Outcome<Tag>, settings: Settings, ctx: Ctx): Told<Redisson> {
  const hold = lock.threads[tag.thread];
  if (hold === undefined) return quiet(lock);
  switch (tag.does) {
    case 'try':
      if (hold.round !== tag.round || hold.phase !== 'trying') return quiet(lock);
      return answer === null
        ? unanswered(lock, tag.thread, settings, ctx)
        : onTried(lock, tag.thread, answer, settings, ctx);
    case 'renew':
      if (answer?.value !== 0 || !hold.isRenewed) return quiet(lock);
      // The thread is not told (RenewalTask: the entry is removed, and that is all).
      return telling(cancelRenewal(lock, tag.thread, ctx), { what: 'renewal-lost' });
    case 'release':
      if (hold.round !== tag.round || hold.phase !== 'releasing') return quiet(lock);
      return onReleased(lock, tag, answer, settings, ctx);
    case 'undo':
    case 'leave':
      return quiet(lock);
  }
}

type Answer = NonNullable<Outcome<Tag>['answer']>;

function onTried(lock: Redisson, thread: Thread, answer: Answer, settings: Settings, ctx: Ctx): Told<Redisson> {
  const { ttl, token } = answer.value as { readonly ttl: number | null; readonly token: number | null };
  if (ttl !== null) return quiet(wait(lock, thread, ttl, settings, ctx));
  const hold = lock.threads[thread]!;
  if ((answer.replicated ?? 0) < (answer.wanted ?? 0)) {
    // Not all replicas have it: it is let go, and the call throws.
    const idle = unsubscribe(withThread(lock, thread, { ...hold, phase: 'idle' }), settings, ctx);
    const undone = unlock(idle, { thread, round: hold.round, does: 'undo', retries: 0 }, settings, ctx);
    return telling(undone, { what: 'refused', thread });
  }
  const held = withThread(lock, thread, { ...hold, phase: 'idle', holds: hold.holds + 1 });
  return telling(startRenewal(unsubscribe(held, settings, ctx), thread, settings, ctx), {
    what: 'acquired',
    thread,
    token,
  });
}

/** The call throws; whether Redis has executed the script, nobody knows. */
function unanswered(lock: Redisson, thread: Thread, settings: Settings, ctx: Ctx): Told<Redisson> {
  const idle = unsubscribe(withThread(lock, thread, { ...lock.threads[thread]!, phase: 'idle' }), settings, ctx);
  return telling(idle, { what: 'unanswered', thread });
}

function onReleased(lock: Redisson, tag: Tag, answer: Answer | null, settings: Settings, ctx: Ctx): Told<Redisson> {
  const { thread } = tag;
  if (answer === null && tag.retries < settings.retries) {
    return quiet(unlock(lock, { ...tag, retries: tag.retries + 1 }, settings, ctx));
  }
  const hold = lock.threads[thread]!;
  const value: Plain = answer?.value ?? null;
  const holds = value === 0 ? Math.max(0, hold.holds - 1) : 0;
  const released = withThread(lock, thread, { ...hold, phase: 'idle', holds });
  // Null: IllegalMonitorStateException.
  const wasHeld = answer === null ? null : value !== null;
  // The watchdog goes by what the process counts itself: in Redis an acquisition that it never heard of may be left.
  return telling(holds > 0 ? released : cancelRenewal(released, thread, ctx), { what: 'released', thread, wasHeld });
}
