// A client of the store: it keeps sets (the shopping carts of the paper), adds elements and reads. Siblings come to their
// union. To add it reads, joins, and writes all of it back with the context that it read; `isBlind` writes the element
// alone, having read nothing.
//
//   idle ──▶ reading ──▶ (adding: writing) ──▶ idle        attempt without an answer: ask the next server; deadline: give up
import type { Plain } from '../../base/plain.ts';
import type { ClientContext } from '../../contract/context.ts';
import type { NodeId } from '../../contract/ids.ts';
import { type AnyProtocol, clientProtocol } from '../../contract/protocol.ts';
import type { Workload } from '../../contract/system.ts';
import {
  type Choices,
  choicesOf,
  firstNumber,
  firstOperation,
  isOverAlready,
  nextServer,
  type Operation,
  type Result,
} from '../kv/index.ts';
import type { Answer, Request } from '../quorum/index.ts';

type Wish = { readonly f: 'add' | 'read'; readonly key: string; readonly element: Plain };

type Open = {
  readonly wish: Wish;
  /** What is under way: a read, or the write that follows. */
  readonly operation: Operation;
  readonly context: Plain;
  readonly number: number;
  readonly server: NodeId;
  /** A write was sent, and no answer came: it may take effect. */
  readonly isUncertain: boolean;
};

export type ClientState = {
  /** Of the latest wish, the latest request and the latest send. */
  readonly wishes: number;
  readonly number: number;
  readonly attempt: number;
  readonly server: NodeId;
  readonly open: Open | null;
  /** The start of the next operation has passed while one was open. */
  readonly isDue: boolean;
  readonly isOver: boolean;
};

type Timer =
  | { readonly kind: 'next' }
  | { readonly kind: 'attempt' }
  | { readonly kind: 'deadline' }
  | { readonly kind: 'end' };
type Ctx = ClientContext<Request, Timer>;

export function setClient(workload: Workload, { isBlind }: { readonly isBlind: boolean }): AnyProtocol {
  const choices = choicesOf(workload);

  const begin = (state: ClientState, ctx: Ctx): ClientState => {
    const wishes = state.wishes + 1;
    const wish = wishOf(choices.next(wishes, {}, ctx));
    ctx.invoke({ f: wish.f, key: wish.key, value: wish.element });
    ctx.setTimer({ kind: 'deadline' }, workload.deadline);
    const operation = isBlind && wish.f === 'add' ? put(wish, []) : ({ f: 'read', key: wish.key } as const);
    return ask({ ...state, wishes, isDue: false }, { wish, operation, context: null, server: state.server }, ctx);
  };

  const ask = (
    state: ClientState,
    request: Omit<Open, 'number' | 'isUncertain'> & { readonly isUncertain?: boolean },
    ctx: Ctx,
  ): ClientState => {
    const [number, attempt] = [state.number + 1, state.attempt + 1];
    const { operation, context, server } = request;
    const message: Request = { kind: 'Request', id: { client: ctx.self, number }, attempt, operation };
    ctx.send(server, context === null ? message : { ...message, context });
    ctx.setTimer({ kind: 'attempt' }, workload.attempt);
    return { ...state, number, attempt, open: { isUncertain: false, ...request, number } };
  };

  const goOn = (state: ClientState, server: NodeId, ctx: Ctx): ClientState => {
    ctx.cancelTimer('attempt');
    ctx.cancelTimer('deadline');
    const idle = { ...state, server, open: null };
    if (idle.isDue) return begin(idle, ctx);
    if (workload.interval === 0 && !idle.isOver) ctx.setTimer({ kind: 'next' }, workload.think);
    return idle;
  };

  return clientProtocol<ClientState, Answer, Timer, Request>({
    name: 'dynamo-client',
    start(ctx) {
      const base = firstNumber(ctx);
      const server = ctx.servers[0] ?? ctx.self;
      const state = { wishes: base, number: base, attempt: base, server, open: null, isDue: false, isOver: false };
      if (isOverAlready(workload, ctx)) return { ...state, isOver: true };
      ctx.setTimer({ kind: 'next' }, firstOperation(workload, ctx));
      ctx.setTimer({ kind: 'end' }, workload.to - ctx.now);
      return state;
    },
    on: {
      Reply(state, { id, result, context }, _from, ctx) {
        const { open } = state;
        if (open === null || id.number !== open.number) return state;
        const isWriting = open.operation.f === 'write';
        if (!result.ok) return goOn(failed(state, open, result, ctx), open.server, ctx);
        if (isWriting || open.wish.f === 'read') {
          ctx.ok(isWriting ? open.wish.element : union(result.value));
          return goOn(state, open.server, ctx);
        }
        const operation = put(open.wish, union(result.value));
        return ask(state, { ...open, operation, context: context ?? null }, ctx);
      },
    },
    timer: {
      next(state, _timer, ctx) {
        if (state.isOver) return state;
        if (workload.interval > 0) ctx.setTimer({ kind: 'next' }, workload.interval);
        return state.open === null ? begin(state, ctx) : { ...state, isDue: true };
      },
      attempt(state, _timer, ctx) {
        const { open } = state;
        if (open === null) return state;
        const isUncertain = open.isUncertain || open.operation.f === 'write';
        return ask(state, { ...open, server: nextServer(open.server, ctx), isUncertain }, ctx);
      },
      deadline(state, _timer, ctx) {
        const { open } = state;
        if (open === null) return state;
        if (open.operation.f === 'write') ctx.info('timeout');
        else ctx.fail('unavailable');
        return goOn(state, nextServer(open.server, ctx), ctx);
      },
      end: (state) => ({ ...state, isOver: true, isDue: false }),
    },
  });
}

/** While it only reads nothing has happened; a write that was refused has not happened if it was the only one. */
function failed(state: ClientState, open: Open, result: Exclude<Result, { ok: true }>, ctx: Ctx): ClientState {
  const mayHaveWritten = open.isUncertain || (open.operation.f === 'write' && result.code !== 'unavailable');
  if (mayHaveWritten) ctx.info('timeout');
  else ctx.fail('unavailable');
  return state;
}

/** Who chooses to write adds. */
function wishOf(chosen: ReturnType<Choices['next']>): Wish {
  const { f, key } = chosen;
  if (f === 'read') return { f, key, element: null };
  return { f: 'add', key, element: f === 'write' ? chosen.value : chosen.to };
}

function put({ key, element }: Wish, elements: readonly Plain[]): Operation {
  return { f: 'write', key, value: [...elements, element] };
}

/** Of what siblings hold, each element once, in ascending order. */
function union(siblings: Plain): readonly Plain[] {
  const elements = (siblings as readonly (readonly number[])[]).flat();
  return [...new Set(elements)].sort((a, b) => a - b);
}
