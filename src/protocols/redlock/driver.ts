// Redlock: a majority of independent servers, each of which holds the key for a time.
import type { NodeId } from '../../contract/ids.ts';
import { firstNumber } from '../kv/index.ts';
import { type AnyDriver, lockDriver, quiet, type Told, telling } from '../locks/index.ts';
import { begin, beginRelease, unlockEverywhere, withThread } from './asking.ts';
import { decide } from './deciding.ts';
import { type Ctx, idle, type Message, type Redlock, type Sends, type Settings, type Timer } from './state.ts';

export function redlockDriver(settings: Settings): AnyDriver {
  /** An answer to one of the messages that are waited for. */
  const heard = (lock: Redlock, attempt: number, from: NodeId, value: boolean | null, ctx: Ctx): Told<Redlock> => {
    const thread = lock.threads.findIndex(({ asked }) => asked[from] === attempt);
    const round = lock.threads[thread];
    if (round === undefined || round.answered[from] !== undefined) return quiet(lock);
    if (round.phase !== 'asking' && round.phase !== 'releasing') return quiet(lock);
    const answered = { ...round.answered, [from]: value };
    return decide(withThread(lock, thread, { ...round, answered }), thread, settings, ctx);
  };
  return lockDriver<Redlock, Message, Timer, Sends>({
    name: 'redlock',
    start: (ctx) => ({ attempt: firstNumber(ctx), number: firstNumber(ctx), threads: [idle] }),
    acquire(lock, thread, ctx) {
      const number = lock.number + 1;
      return quiet(begin({ ...lock, number }, thread, `${ctx.self}#${number}`, settings, ctx));
    },
    giveUp(lock, thread, ctx) {
      const { phase, owner } = lock.threads[thread]!;
      for (const timer of ['node', 'retry', 'validity'] as const) ctx.cancelTimer(timer, String(thread));
      const ended = withThread(lock, thread, { ...idle, owner });
      return quiet(phase === 'idle' ? ended : unlockEverywhere(ended, thread, ctx));
    },
    release: (lock, thread, ctx) => quiet(beginRelease(lock, thread, settings, ctx)),
    on: {
      Answer: (lock, { attempt, value }, from, ctx) => heard(lock, attempt, from, value === 'OK' || value === 1, ctx),
      Refused: (lock, { attempt }, from, ctx) => heard(lock, attempt, from, null, ctx),
    },
    timer: {
      node: (lock, { key }, ctx) => onNodeTimeout(lock, Number(key), settings, ctx),
      retry(lock, { key }, ctx) {
        const round = lock.threads[Number(key)];
        return quiet(round?.phase === 'pausing' ? begin(lock, Number(key), round.owner, settings, ctx) : lock);
      },
      /** The time is over: it stops. The keys are gone, or about to go. */
      validity(lock, { key }, ctx) {
        const round = lock.threads[Number(key)];
        if (round?.phase !== 'held') return quiet(lock);
        const ended = withThread(lock, Number(key), { ...idle, owner: round.owner });
        return telling(unlockEverywhere(ended, Number(key), ctx), { what: 'lost', thread: Number(key) });
      },
    },
  });
}

/** Whoever has not answered yet counts as a refusal. */
function onNodeTimeout(lock: Redlock, thread: number, settings: Settings, ctx: Ctx): Told<Redlock> {
  const round = lock.threads[thread];
  if (round === undefined || (round.phase !== 'asking' && round.phase !== 'releasing')) return quiet(lock);
  const late = Object.keys(round.asked).filter((server) => round.answered[server] === undefined);
  const answered = { ...round.answered, ...Object.fromEntries(late.map((server) => [server, null])) };
  return decide(withThread(lock, thread, { ...round, answered }), thread, settings, ctx);
}
