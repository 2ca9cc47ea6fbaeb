// The administrator: asks for changes of membership and of the leadership, one after the other, of whoever leads. What it
// asks for is in `plan.ts`; what is done about it in `../membership.ts` and `../transfer.ts`.
//
//   idle ──due──▶ asking a server ──done, failed──▶ idle
//                  ▲          │ refused, or silent
//                  └──pause───┘ the leader that was named, else the next server
import type { Context } from '../../../contract/context.ts';
import type { NodeId } from '../../../contract/ids.ts';
import { type AnyProtocol, protocol } from '../../../contract/protocol.ts';
import { ms } from '../../../contract/time.ts';
import { nextServer } from '../../kv/index.ts';
import type { AdminMessage, AdminReply } from './messages.ts';
import type { Plan, Task } from './plan.ts';
import { drawnTask } from './random.ts';

/** Between two tries, of which the one was refused or not answered. */
const PAUSE = ms(250);
/** Room for the requests of one life. */
const REQUESTS_PER_LIFE = 1_000_000;

export type AdminState = {
  /** Of the plan's steps, the next one to ask for. */
  readonly next: number;
  readonly request: number;
  readonly task: Task | null;
  /** Who was asked last or, after a refusal, who will be next. */
  readonly server: NodeId;
  /** The server has not answered yet. */
  readonly isWaiting: boolean;
  /** The voters that were last agreed on, as far as this administrator knows. */
  readonly voters: readonly NodeId[];
};

type Timer = { readonly kind: 'due' } | { readonly kind: 'again' };
type Ctx = Context<AdminMessage, Timer, Record<string, never>>;

export function admin(plan: Plan, votersAtFirst: number): AnyProtocol {
  return protocol<AdminState, AdminReply, Timer, Record<string, never>, AdminMessage>({
    name: 'raft-admin',
    start(ctx) {
      const servers = ctx.group('server');
      const voters = votersAtFirst === 0 ? servers : servers.slice(0, votersAtFirst);
      const request = (ctx.boot.incarnation - 1) * REQUESTS_PER_LIFE;
      const server = servers[0] ?? ctx.self;
      return waitForNext({ next: 0, request, task: null, server, isWaiting: false, voters }, plan, ctx);
    },
    on: {
      AdminReply(state, { request, outcome, leader }, _from, ctx) {
        if (state.task === null || request !== state.request) return state;
        if (outcome === 'refused') {
          // One refusal for each question: a late copy of it must not lead away from whom is asked next.
          if (!state.isWaiting) return state;
          ctx.setTimer({ kind: 'again' }, PAUSE);
          return {
            ...state,
            server: leader ?? nextServer(state.server, { servers: ctx.group('server') }),
            isWaiting: false,
          };
        }
        ctx.cancelTimer('again');
        const voters = outcome === 'done' && state.task.do === 'change' ? state.task.voters : state.voters;
        return waitForNext({ ...state, voters, task: null, isWaiting: false }, plan, ctx);
      },
    },
    timer: {
      due: (state, _timer, ctx) => begin(state, plan, ctx),
      again(state, _timer, ctx) {
        if (state.task === null) return state;
        const server = state.isWaiting ? nextServer(state.server, { servers: ctx.group('server') }) : state.server;
        const next = { ...state, server, isWaiting: true };
        ask(next, state.task, ctx);
        return next;
      },
    },
  });
}

function begin(state: AdminState, plan: Plan, ctx: Ctx): AdminState {
  const task = plan.every === undefined ? plan.steps[state.next] : drawnTask(state.voters, ctx);
  if (task === undefined) return state;
  // One that draws does not wait for ever for what cannot be done: the next drawing takes its place.
  if (plan.every !== undefined) ctx.setTimer({ kind: 'due' }, plan.every);
  const next = { ...state, task, request: state.request + 1, next: state.next + 1, isWaiting: true };
  ask(next, task, ctx);
  return next;
}

function ask({ request, server }: AdminState, task: Task, ctx: Ctx): void {
  ctx.setTimer({ kind: 'again' }, PAUSE);
  if (task.do === 'transfer') ctx.send(server, { kind: 'TransferLeadership', request, target: task.target });
  else ctx.send(server, { kind: 'ChangeMembers', request, voters: task.voters, learners: task.learners });
}

/** Steps that are due already follow at once. */
function waitForNext(state: AdminState, plan: Plan, ctx: Ctx): AdminState {
  const { every, steps } = plan;
  if (every !== undefined) ctx.setTimer({ kind: 'due' }, every);
  else if (state.next < steps.length) ctx.setTimer({ kind: 'due' }, Math.max(0, steps[state.next]!.at - ctx.monotonic));
  return state;
}
