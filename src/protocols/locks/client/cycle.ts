// The worker's cycle, step by step: acquire, work, release, and on. The critical section itself is in `section.ts`.
import type { Plain } from '../../../base/plain.ts';
import type { News, Thread, Told } from '../driver.ts';
import { counted, withWorker } from './changes.ts';
import { enter, stopWork } from './section.ts';
import { type Ctx, idle, type LockClientState, type Plan } from './state.ts';

/** The process's history is that of its first thread: one operation at a time is what a history of a client holds. */
export const speaks = (thread: Thread): boolean => thread === 0;

export function begin(state: LockClientState, thread: Thread, plan: Plan, ctx: Ctx): LockClientState {
  if (speaks(thread)) ctx.invoke({ f: 'acquire', value: null });
  ctx.setTimer({ kind: 'deadline', key: String(thread) }, plan.workload.deadline);
  const next = withWorker(state, thread, { ...idle, phase: 'acquiring' });
  return heard(next, plan.driver.acquire(next.lock as never, thread, ctx as never), plan, ctx);
}

export function release(state: LockClientState, thread: Thread, plan: Plan, ctx: Ctx): LockClientState {
  const worker = state.workers[thread]!;
  stopWork(thread, ctx);
  if (worker.phase !== 'releasing') {
    if (speaks(thread)) ctx.invoke({ f: 'release', value: null });
    ctx.setTimer({ kind: 'deadline', key: String(thread) }, plan.workload.deadline);
  }
  const believes = worker.holds > 1;
  const next = withWorker(state, thread, { ...worker, phase: 'releasing', believes });
  return heard(next, plan.driver.release(next.lock as never, thread, ctx as never), plan, ctx);
}

/** Takes over what the driver has made of the lock, and what it says. */
export function heard(state: LockClientState, told: Told<Plain>, plan: Plan, ctx: Ctx): LockClientState {
  const next = told.lock === state.lock ? state : { ...state, lock: told.lock };
  return told.news.reduce((now, news) => onNews(now, news, plan, ctx), next);
}

function onNews(state: LockClientState, news: News, plan: Plan, ctx: Ctx): LockClientState {
  switch (news.what) {
    case 'acquired':
      return onAcquired(state, news.thread, news.token, plan, ctx);
    case 'refused':
      return onRefused(state, news.thread, plan, ctx);
    case 'unanswered':
      return onUnanswered(state, news.thread, plan, ctx);
    case 'lost':
      return onLost(state, news.thread, plan, ctx);
    case 'released':
      return onReleased(state, news.thread, news.wasHeld, plan, ctx);
    case 'woken':
      return counted(state, 'wakeUps');
    case 'renewal-lost':
      return counted(state, 'renewalsLost');
  }
}

function onAcquired(state: LockClientState, thread: Thread, token: number | null, plan: Plan, ctx: Ctx) {
  const worker = state.workers[thread]!;
  if (worker.phase !== 'acquiring') {
    return heard(state, plan.driver.giveUp(state.lock as never, thread, ctx as never), plan, ctx);
  }
  const holds = worker.holds + 1;
  const next = withWorker(state, thread, { ...worker, holds, token, believes: true });
  if (holds < plan.settings.depth) {
    return heard(next, plan.driver.acquire(next.lock as never, thread, ctx as never), plan, ctx);
  }
  ctx.cancelTimer('deadline', String(thread));
  if (speaks(thread)) ctx.ok(null);
  return enter(counted(next, 'acquired'), thread, plan, ctx);
}

function onRefused(state: LockClientState, thread: Thread, plan: Plan, ctx: Ctx): LockClientState {
  if (state.workers[thread]!.phase !== 'acquiring') return state;
  if (speaks(thread)) ctx.fail('unavailable');
  return goOn(counted(state, 'refused'), thread, plan, ctx);
}

function onUnanswered(state: LockClientState, thread: Thread, plan: Plan, ctx: Ctx): LockClientState {
  if (state.workers[thread]!.phase !== 'acquiring') return state;
  if (speaks(thread)) ctx.info('timeout');
  return goOn(counted(state, 'gaveUp'), thread, plan, ctx);
}

/** Whatever it was doing in the critical section, it stops. There is nothing to release. */
function onLost(state: LockClientState, thread: Thread, plan: Plan, ctx: Ctx): LockClientState {
  const worker = state.workers[thread]!;
  if (!worker.believes) return state;
  // In the midst of locking again, or unlocking one of several: that operation is over as well.
  if (speaks(thread) && (worker.phase === 'acquiring' || worker.phase === 'releasing')) ctx.info('timeout');
  return goOn(counted(state, 'lost'), thread, plan, ctx);
}

function onReleased(
  state: LockClientState,
  thread: Thread,
  wasHeld: boolean | null,
  plan: Plan,
  ctx: Ctx,
): LockClientState {
  const worker = state.workers[thread]!;
  if (worker.phase !== 'releasing') return state;
  if (wasHeld === true && worker.holds > 1) {
    return release(withWorker(state, thread, { ...worker, holds: worker.holds - 1 }), thread, plan, ctx);
  }
  if (speaks(thread)) {
    if (wasHeld === null) ctx.info('timeout');
    else if (wasHeld) ctx.ok(null);
    else ctx.fail('cas-mismatch');
  }
  return goOn(wasHeld === false ? counted(state, 'notHeld') : state, thread, plan, ctx);
}

/** It has waited long enough. Whether it held the lock meanwhile, or has let it go, it does not know. */
export function onDeadline(state: LockClientState, thread: Thread, plan: Plan, ctx: Ctx): LockClientState {
  const { phase } = state.workers[thread]!;
  if (phase !== 'acquiring' && phase !== 'releasing') return state;
  if (speaks(thread)) ctx.info('timeout');
  const next = phase === 'acquiring' ? counted(state, 'gaveUp') : state;
  const given = goOn(next, thread, plan, ctx);
  return heard(given, plan.driver.giveUp(given.lock as never, thread, ctx as never), plan, ctx);
}

/** The cycle is over. */
function goOn(state: LockClientState, thread: Thread, plan: Plan, ctx: Ctx): LockClientState {
  stopWork(thread, ctx);
  ctx.cancelTimer('deadline', String(thread));
  const { interval, think } = plan.workload;
  const { isDue } = state.workers[thread]!;
  if (!state.isOver && (interval === 0 || isDue)) {
    ctx.setTimer({ kind: 'next', key: String(thread) }, interval === 0 ? think : 0);
  }
  return withWorker(state, thread, idle);
}
