// The critical section: the counter is read at the beginning, and written back one higher at the end, or now and then.
import type { Thread } from '../driver.ts';
import type { Read, Write } from '../resource/index.ts';
import { counted, withWorker } from './changes.ts';
import type { Ctx, LockClientState, Plan } from './state.ts';

export function enter(state: LockClientState, thread: Thread, plan: Plan, ctx: Ctx): LockClientState {
  const work = plan.settings.workOf(ctx.self);
  if (work !== null) ctx.setTimer({ kind: 'work', key: String(thread) }, work.min, work.max);
  return request(state, thread, 'reading', plan, ctx);
}

/** Sends the read or the write that is due, under a new number. */
function request(state: LockClientState, thread: Thread, phase: 'reading' | 'writing', plan: Plan, ctx: Ctx) {
  const number = state.number + 1;
  const next = withWorker({ ...state, number }, thread, { ...state.workers[thread]!, phase, number });
  send(next, thread, plan, ctx);
  return next;
}

/** For the first time, or again. */
export function send({ workers }: LockClientState, thread: Thread, plan: Plan, ctx: Ctx): void {
  const { phase, number, token, value } = workers[thread]!;
  if (phase !== 'reading' && phase !== 'writing') return;
  const message: Read | Write =
    phase === 'reading'
      ? { kind: 'Read', number, token }
      : { kind: 'Write', number, token, from: value, to: value + 1 };
  for (const node of ctx.group('resource').slice(0, 1)) ctx.send(node, message);
  ctx.setTimer({ kind: 'resend', key: String(thread) }, plan.workload.attempt);
}

export function onValue(state: LockClientState, thread: Thread, value: number, plan: Plan, ctx: Ctx): LockClientState {
  return goOnWorking(withWorker(state, thread, { ...state.workers[thread]!, value }), thread, plan, ctx);
}

/** Answers whether it was the last write. */
export function onWritten(state: LockClientState, thread: Thread, plan: Plan, ctx: Ctx) {
  const worker = state.workers[thread]!;
  const written = counted(withWorker(state, thread, { ...worker, value: worker.value + 1 }), 'updates');
  return worker.isDone
    ? { isOver: true, state: written }
    : { isOver: false, state: goOnWorking(written, thread, plan, ctx) };
}

function goOnWorking(state: LockClientState, thread: Thread, plan: Plan, ctx: Ctx): LockClientState {
  const worker = state.workers[thread]!;
  ctx.cancelTimer('resend', String(thread));
  if (worker.isDone) return request(state, thread, 'writing', plan, ctx);
  if (plan.settings.writeEvery > 0) ctx.setTimer({ kind: 'write', key: String(thread) }, plan.settings.writeEvery);
  return withWorker(state, thread, { ...worker, phase: 'working' });
}

export function onWriteDue(state: LockClientState, thread: Thread, plan: Plan, ctx: Ctx): LockClientState {
  return state.workers[thread]!.phase === 'working' ? request(state, thread, 'writing', plan, ctx) : state;
}

/** Time to write back and leave; a request that is open is waited for. */
export function onWorkDone(state: LockClientState, thread: Thread, plan: Plan, ctx: Ctx): LockClientState {
  const worker = state.workers[thread]!;
  if (worker.phase !== 'reading' && worker.phase !== 'working' && worker.phase !== 'writing') return state;
  const done = withWorker(state, thread, { ...worker, isDone: true });
  return worker.phase === 'working' ? request(done, thread, 'writing', plan, ctx) : done;
}

export function stopWork(thread: Thread, ctx: Ctx): void {
  for (const timer of ['work', 'write', 'resend'] as const) ctx.cancelTimer(timer, String(thread));
}
