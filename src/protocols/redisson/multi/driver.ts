// RedissonMultiLock: locks on independent servers, taken one after another; if one fails, all are let go.
import {
  type AnyDriver,
  type LockDriver,
  lockDriver,
  type News,
  quiet,
  type Told,
  telling,
} from '../../locks/index.ts';
import { redissonDriver } from '../driver.ts';
import type { Message, Redisson, Sends, Ctx as SingleCtx, Timer } from '../state.ts';
import type { Ctx, Multi, MultiSettings, MultiTimer } from './state.ts';
import { serversOf, unkeyed, within } from './within.ts';

type Single = LockDriver<Redisson, Message, Timer, Sends>;
type Act = (lock: Redisson, ctx: SingleCtx) => Told<Redisson>;

/** A process has one thread here. */
const THREAD = 0;

export function multiDriver(settings: MultiSettings): AnyDriver {
  const single = redissonDriver(settings.single, 1) as unknown as Single;
  const all = Array.from({ length: settings.count }, (_, at) => at);

  /** One of the locks does something; what it says is taken in. */
  function act(multi: Multi, at: number, does: Act, ctx: Ctx): Told<Multi> {
    const { lock, news } = does(multi.locks[at]!, within(ctx, at, settings));
    const locks = multi.locks.map((other, index) => (index === at ? lock : other));
    return follow({ ...multi, locks }, news, (now, each) => onNews(now, at, each, ctx));
  }

  function onNews(multi: Multi, at: number, news: News, ctx: Ctx): Told<Multi> {
    const isAsked = multi.phase === 'locking' && multi.at === at;
    switch (news.what) {
      case 'acquired':
        return isAsked ? onAcquired(multi, ctx) : quiet(multi);
      case 'refused':
        return isAsked ? undo(multi, all.slice(0, at), true, ctx) : quiet(multi);
      case 'unanswered':
        // RedisResponseTimeoutException: it may hold this one as well, and waits for that unlock before those of the others.
        return isAsked ? undo({ ...multi, behind: all.slice(0, at) }, [at], true, ctx) : quiet(multi);
      case 'released':
        return onReleased(multi, at, news.wasHeld, ctx);
      case 'lost':
      case 'woken':
      case 'renewal-lost':
        return telling(multi, news);
    }
  }

  function begin(multi: Multi, ctx: Ctx): Told<Multi> {
    ctx.setTimer({ kind: 'budget' }, settings.budget);
    return lockNext({ ...multi, tries: multi.tries + 1, isSpent: false }, 0, ctx);
  }

  function lockNext(multi: Multi, at: number, ctx: Ctx): Told<Multi> {
    const locking: Multi = { ...multi, phase: 'locking', at };
    return act(locking, at, (lock, inner) => single.acquire(lock, THREAD, inner), ctx);
  }

  function onAcquired(multi: Multi, ctx: Ctx): Told<Multi> {
    if (multi.isSpent) return undo(multi, all.slice(0, multi.at + 1), true, ctx);
    if (multi.at + 1 < settings.count) return lockNext(multi, multi.at + 1, ctx);
    ctx.cancelTimer('budget');
    return telling({ ...multi, phase: 'held' }, { what: 'acquired', thread: THREAD, token: null });
  }

  /** Unlocks these, and waits for the answers. */
  function letGo(multi: Multi, open: readonly number[], ctx: Ctx): Told<Multi> {
    return follow({ ...multi, open }, open, (now, at) =>
      act(now, at, (lock, inner) => single.release(lock, THREAD, inner), ctx),
    );
  }

  function undo(multi: Multi, held: readonly number[], isWanted: boolean, ctx: Ctx): Told<Multi> {
    const undoing: Multi = { ...multi, phase: 'undoing', isWanted };
    return held.length === 0 ? undone(undoing, ctx) : letGo(undoing, held, ctx);
  }

  function undone(multi: Multi, ctx: Ctx): Told<Multi> {
    if (!multi.isWanted) return quiet({ ...multi, phase: 'idle' });
    return multi.isSpent ? begin(multi, ctx) : lockNext(multi, 0, ctx);
  }

  function onReleased(multi: Multi, at: number, wasHeld: boolean | null, ctx: Ctx): Told<Multi> {
    if (!multi.open.includes(at)) return quiet(multi);
    const open = multi.open.filter((other) => other !== at);
    const next = { ...multi, open, wasHeld: wasHeld === null ? null : multi.wasHeld && wasHeld };
    if (open.length > 0) return quiet(next);
    if (multi.phase === 'undoing') {
      const { behind } = next;
      return behind.length > 0 ? letGo({ ...next, behind: [] }, behind, ctx) : undone(next, ctx);
    }
    return telling({ ...next, phase: 'idle' }, { what: 'released', thread: THREAD, wasHeld: next.wasHeld });
  }

  /** Nobody waits for one of the locks beyond the budget. What has been asked is answered first. */
  function settled(told: Told<Multi>, ctx: Ctx): Told<Multi> {
    const { phase, at, isSpent, locks } = told.lock;
    if (phase !== 'locking' || !isSpent || locks[at]!.threads[THREAD]!.phase !== 'waiting') return told;
    const left = act(told.lock, at, (lock, inner) => single.giveUp(lock, THREAD, inner), ctx);
    const undoing = undo(left.lock, all.slice(0, at), true, ctx);
    return { lock: undoing.lock, news: [...told.news, ...left.news, ...undoing.news] };
  }

  function giveUp(multi: Multi, ctx: Ctx): Told<Multi> {
    ctx.cancelTimer('budget');
    switch (multi.phase) {
      case 'idle':
        return quiet(multi);
      case 'held':
        return undo(multi, all, false, ctx);
      case 'undoing':
      case 'releasing':
        return quiet({ ...multi, phase: 'undoing', isWanted: false });
      case 'locking': {
        const { lock } = act(multi, multi.at, (one, inner) => single.giveUp(one, THREAD, inner), ctx);
        return undo(lock, all.slice(0, multi.at), false, ctx);
      }
    }
  }

  const hears =
    (kind: Message['kind']) =>
    (multi: Multi, message: Message, from: string, ctx: Ctx): Told<Multi> => {
      const at = serversOf(ctx, settings).indexOf(from);
      if (at === -1) return quiet(multi);
      const does: Act = (lock, inner) => single.on[kind](lock, message as never, from, inner);
      return settled(act(multi, at, does, ctx), ctx);
    };
  const fires =
    (kind: Timer['kind']) =>
    (multi: Multi, timer: MultiTimer, ctx: Ctx): Told<Multi> => {
      const { at, key } = unkeyed('key' in timer ? timer.key : '');
      const does: Act = (lock, inner) => single.timer[kind](lock, { kind, key } as never, inner);
      return settled(act(multi, at, does, ctx), ctx);
    };
  const isFree = ({ phase }: Multi) => phase !== 'undoing';
  return lockDriver<Multi, Message, MultiTimer, Sends>({
    name: 'redisson-multilock',
    start: (ctx) => ({
      locks: all.map((at) => single.start(within(ctx, at, settings))),
      ...{ phase: 'idle', at: 0, open: [], behind: [], isWanted: false, wasHeld: true, isSpent: false, tries: 0 },
    }),
    acquire: (multi, _thread, ctx) =>
      isFree(multi) ? begin(multi, ctx) : quiet({ ...multi, isWanted: true, isSpent: true }),
    giveUp: (multi, _thread, ctx) => giveUp(multi, ctx),
    release: (multi, _thread, ctx) => letGo({ ...multi, phase: 'releasing', wasHeld: true }, all, ctx),
    on: {
      Answer: hears('Answer'),
      Refused: hears('Refused'),
      PrimaryIs: hears('PrimaryIs'),
      Subscribed: hears('Subscribed'),
      Message: hears('Message'),
    },
    timer: {
      call: fires('call'),
      locate: fires('locate'),
      scan: fires('scan'),
      ttl: fires('ttl'),
      renew: fires('renew'),
      subscribe: fires('subscribe'),
      budget: (multi, _timer, ctx) => settled(quiet({ ...multi, isSpent: true }), ctx),
    },
  });
}

/** One after another, with all that is said on the way. */
function follow<Item>(
  multi: Multi,
  items: readonly Item[],
  step: (multi: Multi, item: Item) => Told<Multi>,
): Told<Multi> {
  return items.reduce<Told<Multi>>((told, item) => {
    const next = step(told.lock, item);
    return { lock: next.lock, news: [...told.news, ...next.news] };
  }, quiet(multi));
}
