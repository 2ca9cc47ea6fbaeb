// The client: one transaction at a time, step by step. It asks again where no answer comes, and gives up at the deadline:
// before it asked to commit nothing can have happened, after that it cannot know.
import type { Plain } from '../../base/plain.ts';
import type { ClientContext } from '../../contract/context.ts';
import { type AnyProtocol, clientProtocol } from '../../contract/protocol.ts';
import type { Options, Workload } from '../../contract/system.ts';
import { firstNumber, firstOperation, isOverAlready } from '../kv/index.ts';
import { type Draw, drawOf, type Kind } from './draw.ts';
import { isRead, type Step, type ToClient, type ToServer } from './messages.ts';

/** `answers`: of the steps so far; when all are there, it commits or rolls back. */
type Open = { readonly steps: readonly Step[]; readonly answers: readonly Plain[]; readonly isRolledBack: boolean };

export type ClientState = {
  /** Of the latest transaction. */
  readonly number: number;
  readonly open: Open | null;
  /** The start of the next transaction has passed while one was open. */
  readonly isDue: boolean;
  readonly isOver: boolean;
};

type Timer =
  | { readonly kind: 'next' }
  | { readonly kind: 'attempt' }
  | { readonly kind: 'deadline' }
  | { readonly kind: 'end' };
type Ctx = ClientContext<ToServer, Timer>;

export function transactionClient(kind: Kind): (workload: Workload, options: Options) => AnyProtocol {
  return (workload, options) => clientOf(workload, drawOf(kind, workload, options));
}

function clientOf(workload: Workload, draw: Draw): AnyProtocol {
  return clientProtocol<ClientState, ToClient, Timer, ToServer>({
    name: 'transaction-client',
    start(ctx) {
      const idle = { number: firstNumber(ctx), open: null, isDue: false, isOver: false };
      if (isOverAlready(workload, ctx)) return { ...idle, isOver: true };
      ctx.setTimer({ kind: 'next' }, firstOperation(workload, ctx));
      ctx.setTimer({ kind: 'end' }, workload.to - ctx.now);
      return idle;
    },
    on: {
      Stepped(state, { number, index, value }, _server, ctx) {
        const { open } = state;
        if (open === null || number !== state.number || index !== open.answers.length) return state;
        const answered = { ...open, answers: [...open.answers, value] };
        const now = { ...state, open: answered };
        if (answered.answers.length < open.steps.length || !open.isRolledBack) return ask(now, answered, workload, ctx);
        ctx.send(ctx.servers[0]!, { kind: 'Rollback', number });
        ctx.fail('rolled-back');
        return goOn(now, workload, draw, ctx);
      },
      Committed(state, { number }, _server, ctx) {
        const { open } = state;
        if (open === null || number !== state.number || open.answers.length < open.steps.length) return state;
        ctx.ok(historyOf(open.steps, open.answers));
        return goOn(state, workload, draw, ctx);
      },
      Aborted(state, { number }, _server, ctx) {
        if (state.open === null || number !== state.number) return state;
        ctx.fail('conflict');
        return goOn(state, workload, draw, ctx);
      },
    },
    timer: {
      next(state, _timer, ctx) {
        if (state.isOver) return state;
        if (workload.interval > 0) ctx.setTimer({ kind: 'next' }, workload.interval);
        return state.open === null ? begin(state, workload, draw, ctx) : { ...state, isDue: true };
      },
      attempt: (state, _timer, ctx) => (state.open === null ? state : ask(state, state.open, workload, ctx)),
      deadline(state, _timer, ctx) {
        const { open } = state;
        if (open === null) return state;
        if (open.answers.length < open.steps.length) ctx.fail('unavailable');
        else ctx.info('timeout');
        return goOn(state, workload, draw, ctx);
      },
      end: (state) => ({ ...state, isOver: true, isDue: false }),
    },
  });
}

function begin(state: ClientState, workload: Workload, draw: Draw, ctx: Ctx): ClientState {
  const number = state.number + 1;
  const open = { ...draw(number, ctx), answers: [] };
  ctx.invoke({ f: 'txn', value: historyOf(open.steps, []) });
  ctx.setTimer({ kind: 'deadline' }, workload.deadline);
  return ask({ ...state, number, isDue: false, open }, open, workload, ctx);
}

/** Sends the step whose answer is missing, or Commit. */
function ask(state: ClientState, { steps, answers }: Open, workload: Workload, ctx: Ctx): ClientState {
  const { number } = state;
  const index = answers.length;
  const step = steps[index];
  ctx.send(ctx.servers[0]!, step === undefined ? { kind: 'Commit', number } : { kind: 'Step', number, index, step });
  ctx.setTimer({ kind: 'attempt' }, workload.attempt);
  return state;
}

function goOn(state: ClientState, workload: Workload, draw: Draw, ctx: Ctx): ClientState {
  ctx.cancelTimer('attempt');
  ctx.cancelTimer('deadline');
  const idle = { ...state, open: null };
  if (state.isOver) return idle;
  if (workload.interval === 0) ctx.setTimer({ kind: 'next' }, workload.think);
  return state.isDue ? begin(idle, workload, draw, ctx) : idle;
}

/** As histories write it: reads with what they returned, null where nothing did. */
function historyOf(steps: readonly Step[], answers: readonly Plain[]): Plain {
  return steps.map((step, index) => (isRead(step) ? ['r', step[1], answers[index] ?? null] : step));
}
