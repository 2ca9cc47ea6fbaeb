// The client of every key-value store here: one operation at a time, made from a workload. It retries under the same
// request id and follows redirects. What it asks next is in `choices.ts`.
//
//   idle ──next──▶ waiting for a server ──Reply──▶ idle          attempt without an answer: ask the next server
//                     ▲           │ NotLeader
//                     └──retry── backing off                     deadline: give up (`giveUp` says how)
import type { Plain } from '../../base/plain.ts';
import type { ClientContext } from '../../contract/context.ts';
import type { NodeId } from '../../contract/ids.ts';
import { type AnyProtocol, clientProtocol } from '../../contract/protocol.ts';
import type { Workload } from '../../contract/system.ts';
import { ms } from '../../contract/time.ts';
import { type Choices, choicesOf, isFresh, type Manner, type Seen } from './choices.ts';
import type { ClientMessage, Request } from './messages.ts';
import type { Operation, RequestId, Result } from './operations.ts';
import { firstNumber, firstOperation, isOverAlready, nextServer } from './pace.ts';

/** Wait after a refusal without a useful hint: half a heartbeat of etcd's, so that a new leader is found soon. */
const BACK_OFF = ms(50);

type Asked = Exclude<Operation, { readonly f: 'register' }>;

type Open = {
  readonly id: RequestId;
  readonly operation: Asked;
  /** A session is being opened first, under this id. */
  readonly isRegistering: boolean;
  /** Who is asked, or while backing off: who will be. */
  readonly server: NodeId;
  /** Whose turn it was when servers were last asked in order. A hint leads away from the order, and back to it. */
  readonly turn: NodeId;
  /** The last server that left an attempt without an answer: a hint at it is not followed. */
  readonly silent: NodeId | null;
  readonly isWaiting: boolean;
  /** An attempt was left without an answer, so the operation may take effect whatever the others say. */
  readonly isUncertain: boolean;
  /** Hints followed since the last wait, so that two servers that name each other do not make the client spin. */
  readonly hops: number;
};

/** `registers`: sessions can end, so a client opens one before its first operation, and anew when it has ended. */
export type ClientSettings = Manner & { readonly registers: boolean };

export type ClientState = {
  /** Of the latest operation and the latest send. */
  readonly number: number;
  readonly attempt: number;
  /** Whom to ask first: the server that answered last. */
  readonly server: NodeId;
  readonly open: Open | null;
  /** The start of the next operation has passed while one was open. */
  readonly isDue: boolean;
  readonly isOver: boolean;
  readonly seen: Seen;
  /** Null where none is open, or needed. */
  readonly session: number | null;
};

type Timer =
  | { readonly kind: 'next' }
  | { readonly kind: 'attempt' }
  | { readonly kind: 'retry' }
  | { readonly kind: 'deadline' }
  | { readonly kind: 'end' };
type Ctx = ClientContext<Request, Timer>;

export function kvClient(workload: Workload): AnyProtocol {
  return clientOf(workload, { registers: false });
}

/** For stores that forget what was deleted: every other write writes null. */
export function deletingClient(workload: Workload): AnyProtocol {
  return clientOf(workload, { registers: false, deletes: true });
}

/** For stores whose sessions can end (Raft thesis §6.3). */
export function registeringClient(workload: Workload): AnyProtocol {
  return clientOf(workload, { registers: true });
}

/** Writes at its first server and reads at its second, by turns: how soon is what is written read? */
export function turnsClient(workload: Workload): AnyProtocol {
  return clientOf(workload, { registers: false, takesTurns: true });
}

function clientOf(workload: Workload, settings: ClientSettings): AnyProtocol {
  const choices = choicesOf(workload, settings);
  return clientProtocol<ClientState, ClientMessage, Timer, Request>({
    name: 'kv-client',
    start(ctx) {
      const base = firstNumber(ctx);
      const server = ctx.servers[0] ?? ctx.self;
      const idle = {
        number: base,
        attempt: base,
        server,
        open: null,
        isDue: false,
        isOver: false,
        seen: {},
        session: null,
      };
      if (isOverAlready(workload, ctx)) return { ...idle, isOver: true };
      ctx.setTimer({ kind: 'next' }, firstOperation(workload, ctx));
      ctx.setTimer({ kind: 'end' }, workload.to - ctx.now);
      return idle;
    },
    on: {
      Reply(state, message, _from, ctx) {
        const { open } = state;
        if (open === null || message.id.number !== open.id.number) return state;
        if (open.isRegistering) return registered(state, open, message.result, workload, ctx);
        const { session, seen } = complete(open, message.result, state, ctx);
        return goOn({ ...state, session, seen }, open.server, { workload, choices, settings }, ctx);
      },
      NotLeader(state, message, _from, ctx) {
        const { open } = state;
        if (open === null || !open.isWaiting || message.attempt !== state.attempt) return state;
        const hint = message.leader;
        // Old followers go on naming a leader that has been cut off. Who follows that word again and again never comes
        // to ask the others.
        const isUseful = hint !== null && hint !== open.server && hint !== open.silent && ctx.servers.includes(hint);
        if (isUseful && open.hops < ctx.servers.length) {
          return ask(state, { ...open, server: hint, hops: open.hops + 1 }, workload, ctx);
        }
        ctx.cancelTimer('attempt');
        ctx.setTimer({ kind: 'retry' }, BACK_OFF);
        return { ...state, open: { ...inTurn(open, ctx), isWaiting: false } };
      },
    },
    timer: {
      next(state, _timer, ctx) {
        if (state.isOver) return state;
        if (workload.interval > 0) ctx.setTimer({ kind: 'next' }, workload.interval);
        return state.open === null ? begin(state, { workload, choices, settings }, ctx) : { ...state, isDue: true };
      },
      attempt(state, _timer, ctx) {
        const { open } = state;
        if (open === null || !open.isWaiting) return state;
        return ask(state, { ...inTurn(open, ctx), isUncertain: true, silent: open.server }, workload, ctx);
      },
      retry(state, _timer, ctx) {
        const { open } = state;
        return open === null || open.isWaiting ? state : ask(state, open, workload, ctx);
      },
      deadline(state, _timer, ctx) {
        const { open } = state;
        if (open === null) return state;
        giveUp(open, ctx);
        return goOn(state, inTurn(open, ctx).server, { workload, choices, settings }, ctx);
      },
      end: (state) => ({ ...state, isOver: true, isDue: false }),
    },
  });
}

type Plan = { readonly workload: Workload; readonly choices: Choices; readonly settings: ClientSettings };

function begin(state: ClientState, { workload, choices, settings }: Plan, ctx: Ctx): ClientState {
  const number = state.number + 1;
  const operation = choices.next(number, state.seen, ctx);
  ctx.invoke({ f: operation.f, key: operation.key, value: askedValue(operation) });
  ctx.setTimer({ kind: 'deadline' }, workload.deadline);
  const id = { client: ctx.self, number };
  const server = settings.takesTurns === true ? serverInTurn(operation, ctx) : state.server;
  const isRegistering = settings.registers && state.session === null;
  const whom = { server, turn: server, silent: null, hops: 0 };
  const open = { id, operation, isRegistering, ...whom, isWaiting: false, isUncertain: false };
  return ask({ ...state, number, isDue: false }, open, workload, ctx);
}

function serverInTurn({ f }: Asked, ctx: Ctx): NodeId {
  return ctx.servers[f === 'read' ? 1 : 0] ?? ctx.self;
}

function askedValue(operation: Asked): Plain {
  if (operation.f === 'read') return null;
  return operation.f === 'write' ? operation.value : [operation.from, operation.to];
}

/** The session is open: now the operation itself, under an id of its own. */
function registered(state: ClientState, open: Open, result: Result, workload: Workload, ctx: Ctx): ClientState {
  if (!result.ok) return state;
  const number = state.number + 1;
  const id = { client: ctx.self, number };
  const next = { ...state, number, session: Number(result.value) };
  return ask(next, { ...open, id, isRegistering: false, isUncertain: false }, workload, ctx);
}

function ask(state: ClientState, open: Open, workload: Workload, ctx: Ctx): ClientState {
  const attempt = state.attempt + 1;
  const { id, isRegistering } = open;
  const operation: Operation = isRegistering ? { f: 'register' } : open.operation;
  const session = state.session === null || isRegistering ? {} : { session: state.session };
  ctx.send(open.server, { kind: 'Request', id, attempt, operation, ...session });
  ctx.setTimer({ kind: 'attempt' }, workload.attempt);
  return { ...state, attempt, open: { ...open, isWaiting: true } };
}

/** Writes the end of an operation into the history. Answers what the client knows of the store since. */
function complete({ operation, isUncertain }: Open, result: Result, { seen, session }: ClientState, ctx: Ctx): Known {
  if (!result.ok && result.code === 'session-expired') {
    ctx.info('session-expired');
    return { seen, session: null };
  }
  if (!result.ok && (result.code === 'timeout' || result.code === 'unavailable')) {
    // A refusal is of this attempt: an earlier one may still take effect, unless it was to read.
    const isDefinite = result.code === 'unavailable' && (!isUncertain || operation.f === 'read');
    if (isDefinite) ctx.fail('unavailable');
    else ctx.info('timeout');
    return { seen, session };
  }
  if (!result.ok) ctx.fail(result.code);
  else ctx.ok(operation.f === 'cas' ? [operation.from, operation.to] : result.value);
  // Nobody asks for a key of its own again, and a thousand of them are too many to carry along.
  return isFresh(operation.key, ctx.self)
    ? { seen, session }
    : { seen: { ...seen, [operation.key]: result.value }, session };
}

type Known = Pick<ClientState, 'seen' | 'session'>;

/**
 * A refusal speaks for one copy of a request, and the network may have made two: one that was accepted by a leader that
 * fell, another that was refused. So only of a read, which changes nothing, is it ever certain that it did nothing.
 */
function giveUp(open: Open, ctx: Ctx): void {
  const wasRefused = !open.isUncertain && !open.isWaiting;
  if (open.operation.f === 'read' && wasRefused) ctx.fail('no-leader');
  else ctx.info('timeout');
}

function goOn(state: ClientState, server: NodeId, plan: Plan, ctx: Ctx): ClientState {
  const { workload } = plan;
  ctx.cancelTimer('attempt');
  ctx.cancelTimer('retry');
  ctx.cancelTimer('deadline');
  const idle = { ...state, server, open: null };
  if (idle.isDue) return begin(idle, plan, ctx);
  if (workload.interval === 0 && !idle.isOver) ctx.setTimer({ kind: 'next' }, workload.think);
  return idle;
}

/** The operation, to be asked of the server whose turn is next. */
function inTurn(open: Open, ctx: Ctx): Open {
  const server = nextServer(open.turn, ctx);
  return { ...open, server, turn: server, hops: 0 };
}
