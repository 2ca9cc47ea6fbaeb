// The loop of an etcd client: one operation at a time, each made of one request or several, as its script says. After
// clientv3: a read without an answer is asked of the next member; a write is not repeated, since it may have been taken
// (`retryWrites: blind` does so all the same). What is asked is in `register.ts` and `counter.ts`.
//
//   idle ──next──▶ asking ──Answered──▶ the script: ask on, or done ──▶ idle
//                    └──deadline: the operation is given up, and what became of it is unknown
import type { Plain } from '../../../base/plain.ts';
import type { ClientContext, Invocation } from '../../../contract/context.ts';
import type { NodeId } from '../../../contract/ids.ts';
import type { Workload } from '../../../contract/system.ts';
import { firstNumber, firstOperation, isOverAlready, nextServer } from '../../kv/index.ts';
import type { Answered, ClientSends } from '../messages.ts';
import type { Answer, Asked } from '../store/requests.ts';

export type ClientTimer =
  | { readonly kind: 'next' }
  | { readonly kind: 'attempt' }
  | { readonly kind: 'deadline' }
  | { readonly kind: 'end' };
export type ClientCtx = ClientContext<ClientSends, ClientTimer>;

/** What an operation is made of. `memory` outlives it; `where` says how far it has come. */
export type Script<Memory extends Plain, Where extends Plain> = {
  readonly empty: Memory;
  begin(number: number, memory: Memory, ctx: ClientCtx): Asking<Where> & { readonly invoked: Invocation };
  /** Never given the refusal `timeout`. */
  answered(where: Where, answer: Answer, memory: Memory): Asking<Where> | Done<Memory>;
};
export type Asking<Where> = { readonly ask: Asked; readonly where: Where };
export type Done<Memory> = { readonly memory: Memory; readonly outcome: Outcome };
export type Outcome = { readonly ok: Plain } | { readonly failed: string };

export type LoopSettings = { readonly retryWrites: boolean };

export type LoopState<Memory extends Plain = Plain, Where extends Plain = Plain> = {
  /** Of the latest request. */
  readonly number: number;
  /** Whom to ask: the member that answered last. */
  readonly server: NodeId;
  readonly open: { readonly asked: Asked; readonly where: Where } | null;
  /** The start of the next operation has passed while one was open. */
  readonly isDue: boolean;
  readonly isOver: boolean;
  readonly memory: Memory;
};

type Plan<M extends Plain, W extends Plain> = {
  readonly workload: Workload;
  readonly script: Script<M, W>;
  readonly settings: LoopSettings;
};

export function startLoop<M extends Plain, W extends Plain>(plan: Plan<M, W>, ctx: ClientCtx): LoopState<M, W> {
  const { workload, script } = plan;
  const server = ctx.servers[0] ?? ctx.self;
  const isOver = isOverAlready(workload, ctx);
  if (!isOver) {
    ctx.setTimer({ kind: 'next' }, firstOperation(workload, ctx));
    ctx.setTimer({ kind: 'end' }, workload.to - ctx.now);
  }
  return { number: firstNumber(ctx), server, open: null, isDue: false, isOver, memory: script.empty };
}

/** The handlers of a client's timers. */
export function loopTimers<M extends Plain, W extends Plain>(plan: Plan<M, W>) {
  const { workload, settings } = plan;
  type S = LoopState<M, W>;
  return {
    next(state: S, _timer: ClientTimer, ctx: ClientCtx): S {
      if (state.isOver) return state;
      if (workload.interval > 0) ctx.setTimer({ kind: 'next' }, workload.interval);
      return state.open === null ? begin(state, plan, ctx) : { ...state, isDue: true };
    },
    attempt(state: S, _timer: ClientTimer, ctx: ClientCtx): S {
      const { open } = state;
      if (open === null || !(open.asked.f === 'read' || settings.retryWrites)) return state;
      return ask({ ...state, server: nextServer(state.server, ctx) }, open, workload, ctx);
    },
    deadline(state: S, _timer: ClientTimer, ctx: ClientCtx): S {
      if (state.open === null) return state;
      ctx.info('timeout');
      return goOn({ ...state, server: nextServer(state.server, ctx) }, plan, ctx);
    },
    end: (state: S): S => ({ ...state, isOver: true, isDue: false }),
  };
}

export function onAnswered<M extends Plain, W extends Plain>(
  state: LoopState<M, W>,
  { id, answer }: Answered,
  plan: Plan<M, W>,
  ctx: ClientCtx,
): LoopState<M, W> {
  const { open, memory } = state;
  if (open === null || id.number !== state.number) return state;
  if (answer.f === 'error' && answer.code === 'timeout') return refused(state, plan, ctx);
  const next = plan.script.answered(open.where, answer, memory);
  if ('ask' in next) return ask(state, { asked: next.ask, where: next.where }, plan.workload, ctx);
  if ('ok' in next.outcome) ctx.ok(next.outcome.ok);
  else ctx.fail(next.outcome.failed);
  return goOn({ ...state, memory: next.memory }, plan, ctx);
}

/** The member has given up. A read did nothing; of a proposal nobody knows. */
function refused<M extends Plain, W extends Plain>(state: LoopState<M, W>, plan: Plan<M, W>, ctx: ClientCtx) {
  if (state.open?.asked.f === 'read') ctx.fail('unavailable');
  else ctx.info('timeout');
  return goOn({ ...state, server: nextServer(state.server, ctx) }, plan, ctx);
}

function begin<M extends Plain, W extends Plain>(state: LoopState<M, W>, plan: Plan<M, W>, ctx: ClientCtx) {
  const { invoked, ask: asked, where } = plan.script.begin(state.number + 1, state.memory, ctx);
  ctx.invoke(invoked);
  ctx.setTimer({ kind: 'deadline' }, plan.workload.deadline);
  return ask({ ...state, isDue: false }, { asked, where }, plan.workload, ctx);
}

function ask<M extends Plain, W extends Plain>(
  state: LoopState<M, W>,
  open: NonNullable<LoopState<M, W>['open']>,
  workload: Workload,
  ctx: ClientCtx,
): LoopState<M, W> {
  const number = state.number + 1;
  ctx.send(state.server, { kind: 'Call', id: { client: ctx.self, number }, asked: open.asked });
  ctx.setTimer({ kind: 'attempt' }, workload.attempt);
  return { ...state, number, open };
}

function goOn<M extends Plain, W extends Plain>(state: LoopState<M, W>, plan: Plan<M, W>, ctx: ClientCtx) {
  const { workload } = plan;
  ctx.cancelTimer('attempt');
  ctx.cancelTimer('deadline');
  const idle = { ...state, open: null };
  if (idle.isDue) return begin(idle, plan, ctx);
  if (workload.interval === 0 && !idle.isOver) ctx.setTimer({ kind: 'next' }, workload.think);
  return idle;
}
