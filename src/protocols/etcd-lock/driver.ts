// The lock as the worker uses it: the table of what the client's part of it does. Read `state.ts` first.

import { firstNumber } from '../kv/index.ts';
import { type AnyDriver, lockDriver, quiet } from '../locks/index.ts';
import { askAgain } from './asking.ts';
import { acquire, giveUp, onAnswer, release } from './mutex.ts';
import { onProclaimTimer } from './proclaiming.ts';
import { onDeadlineLoop, onKeepAliveTimer, onKeptAlive } from './session.ts';
import { type Ctx, idle, type Lock, type Message, type Sends, type Settings, type Timer } from './state.ts';
import { onWatchCompacted, onWatchCreated, onWatchEvents, onWatchTimer } from './watching.ts';

export function etcdLockDriver(settings: Settings): AnyDriver {
  return lockDriver<Lock, Message, Timer, Sends>({
    name: 'etcd-lock',
    start: (ctx) => ({
      number: firstNumber(ctx),
      server: ctx.servers[0] ?? ctx.self,
      session: null,
      claim: idle,
      open: null,
    }),
    acquire: (lock, _thread, ctx) => acquire(lock, ctx, settings),
    giveUp: (lock, _thread, ctx) => giveUp(lock, ctx, settings),
    release: (lock, _thread, ctx) => release(lock, ctx, settings),
    on: {
      Answered(lock, { id, answer }, _from, ctx) {
        const { session, open } = lock;
        if (open === null || id.number !== open.number) {
          const isOfSession = session !== null && id.number > session.since;
          return isOfSession ? onKeptAlive(lock, session, answer, ctx, settings) : quiet(lock);
        }
        // The member has given up: it may have been cut off.
        if (answer.f === 'error' && answer.code === 'timeout') return quiet(askAgain(lock, ctx, settings));
        return onAnswer(lock, answer, ctx, settings);
      },
      WatchCreated: (lock, message) => onWatchCreated(lock, message),
      WatchEvents: (lock, message, from, ctx) => onWatchEvents(lock, message, from, ctx, settings),
      WatchCompacted: (lock, message, _from, ctx) => onWatchCompacted(lock, message, ctx, settings),
    },
    timer: {
      request: (lock, _timer, ctx) => quiet(askAgain(lock, ctx, settings)),
      'keep-alive': (lock, _timer, ctx) => onKeepAliveTimer(lock, ctx as Ctx),
      session: (lock, _timer, ctx) => onDeadlineLoop(lock, ctx, settings),
      watch: (lock, _timer, ctx) => onWatchTimer(lock, ctx),
      proclaim: (lock, _timer, ctx) => onProclaimTimer(lock, ctx, settings),
    },
  });
}
