// A client: one operation at a time, over one session. A read that lost its connection is asked again elsewhere; a write is
// not, since it may have been taken: its fate is unknown (ConnectionLoss). What it asks is a script: see `register.ts` and
// `ephemeral.ts`. How it keeps its session is in `link.ts`.
import type { Plain } from '../../../base/plain.ts';
import type { ClientContext, Invocation } from '../../../contract/context.ts';
import type { RegisteredCode } from '../../../contract/errors.ts';
import { type AnyProtocol, clientProtocol } from '../../../contract/protocol.ts';
import type { Workload } from '../../../contract/system.ts';
import { firstNumber, isOverAlready, stagger } from '../../kv/index.ts';
import type { ClientMessage, ClientRequest, Operation, Reply } from '../client-messages.ts';
import type { Result, SessionId } from '../tree.ts';
import {
  type ClientSettings,
  firstLink,
  hasSeen,
  type Link,
  type LinkTimer,
  onConnected,
  onExpired,
  onLost,
  onPing,
  onReconnect,
  request,
  wasHeard,
} from './link.ts';

/** What a client asks, and what it makes of the answers. Pure. */
export type Script<Asked extends Plain, Memory extends Plain> = {
  readonly name: string;
  readonly memory: Memory;
  /** The operation that is due, for the history, and its first request. */
  next(number: number, known: Known<Memory>, ctx: Choosing): Begun<Asked>;
  /** A further request, or the end of the operation. */
  after(asked: Asked, step: Operation, result: Result, known: Known<Memory>, ctx: Choosing): After<Memory>;
  /** The request to begin with again where the connection was lost; null where that could do it twice. */
  again(asked: Asked): Operation | null;
  /** What it watched has changed, while this operation was open. Left out: no matter. */
  onWatch?(asked: Asked, known: Known<Memory>): After<Memory>;
};

export type Known<Memory> = { readonly memory: Memory; readonly session: SessionId | null };
export type Choosing = Pick<Ctx, 'self' | 'peers' | 'choose'>;
export type Begun<Asked> = { readonly asked: Asked; readonly invocation: Invocation; readonly step: Operation };
export type After<Memory> =
  | { readonly step: Operation }
  /** Nothing to ask: it goes on when a watch tells. */
  | { readonly waits: true }
  | { readonly ok: Plain; readonly memory: Memory }
  | { readonly fail: RegisteredCode; readonly memory: Memory };

type Open<Asked> = {
  readonly asked: Asked;
  readonly step: Operation;
  /** Under this number; null while there is no connection to send it on. */
  readonly xid: number | null;
  /** Some step was sent. */
  readonly isBegun: boolean;
};

export type ClientState<Asked, Memory> = {
  readonly link: Link;
  readonly number: number;
  readonly xid: number;
  readonly open: Open<Asked> | null;
  readonly memory: Memory;
  readonly isDue: boolean;
  readonly isOver: boolean;
};

type Timer = LinkTimer | { readonly kind: 'next' } | { readonly kind: 'deadline' } | { readonly kind: 'end' };
export type Ctx = ClientContext<ClientRequest, Timer>;
type Plan<A extends Plain, M extends Plain> = {
  readonly workload: Workload;
  readonly settings: ClientSettings;
  readonly script: Script<A, M>;
};

export function scriptClient<A extends Plain, M extends Plain>(
  script: Script<A, M>,
  workload: Workload,
  settings: ClientSettings,
): AnyProtocol {
  const plan: Plan<A, M> = { workload, settings, script };
  return clientProtocol<ClientState<A, M>, ClientMessage, Timer, ClientRequest>({
    name: script.name,
    start(ctx) {
      const number = firstNumber(ctx);
      const first = Math.max(0, workload.from - ctx.now);
      const link = firstLink(ctx.boot.incarnation, first, ctx, settings);
      const isOver = isOverAlready(workload, ctx);
      if (!isOver) {
        ctx.setTimer({ kind: 'next' }, first + stagger(workload, ctx));
        ctx.setTimer({ kind: 'end' }, workload.to - ctx.now);
      }
      return { link, number, xid: number, open: null, memory: script.memory, isDue: false, isOver };
    },
    on: {
      Connected(state, message, _from, ctx) {
        if (message.connection !== state.link.connection || state.link.phase !== 'connecting') return state;
        return sent({ ...state, link: onConnected(state.link, message, ctx) }, ctx);
      },
      Expired(state, message, _from, ctx) {
        if (message.connection !== state.link.connection) return state;
        return { ...state, link: onExpired(state.link, ctx) };
      },
      Closed(state, message, _from, ctx) {
        return message.connection === state.link.connection ? lost(state, plan, ctx) : state;
      },
      Reply(state, message, _from, ctx) {
        if (message.connection !== state.link.connection) return state;
        wasHeard(state.link, ctx);
        const next = withLink(state, hasSeen(state.link, message.zxid));
        return message.xid === state.open?.xid ? answered(next, state.open, message, plan, ctx) : next;
      },
      ClientPong(state, message, _from, ctx) {
        if (message.connection === state.link.connection) wasHeard(state.link, ctx);
        return state;
      },
      WatchEvent(state, message, _from, ctx) {
        const { open, link } = state;
        if (message.connection !== link.connection) return state;
        wasHeard(link, ctx);
        const next = open === null ? undefined : script.onWatch?.(open.asked, knownOf(state));
        return open === null || next === undefined ? state : wentOn(state, open, next, plan, ctx);
      },
    },
    timer: {
      next(state, _timer, ctx) {
        if (state.isOver) return state;
        if (workload.interval > 0) ctx.setTimer({ kind: 'next' }, workload.interval);
        return state.open === null ? begin(state, plan, ctx) : { ...state, isDue: true };
      },
      deadline(state, _timer, ctx) {
        if (state.open === null) return state;
        if (state.open.isBegun) ctx.info('timeout');
        else ctx.fail('unavailable');
        return goOn(state, plan, ctx);
      },
      end: (state) => ({ ...state, isOver: true, isDue: false }),
      reconnect: (state, _timer, ctx) => withLink(state, onReconnect(state.link, ctx)),
      silence: (state, _timer, ctx) => lost(state, plan, ctx),
      ping(state, _timer, ctx) {
        onPing(state.link, ctx);
        return state;
      },
    },
    system: { linkReset: (state, peer, ctx) => (peer === state.link.server ? lost(state, plan, ctx) : state) },
  });
}

function withLink<A, M>(state: ClientState<A, M>, link: Link): ClientState<A, M> {
  return link === state.link ? state : { ...state, link };
}

function knownOf<A, M>({ memory, link }: ClientState<A, M>): Known<M> {
  return { memory, session: link.session };
}

function begin<A extends Plain, M extends Plain>(
  state: ClientState<A, M>,
  plan: Plan<A, M>,
  ctx: Ctx,
): ClientState<A, M> {
  const number = state.number + 1;
  const { asked, invocation, step } = plan.script.next(number, knownOf(state), ctx);
  ctx.invoke(invocation);
  ctx.setTimer({ kind: 'deadline' }, plan.workload.deadline);
  return sent({ ...state, number, isDue: false, open: { asked, step, xid: null, isBegun: false } }, ctx);
}

/** Sends the step that is due, once there is a connection. */
function sent<A, M>(state: ClientState<A, M>, ctx: Ctx): ClientState<A, M> {
  const { open, link } = state;
  if (open === null || open.xid !== null || link.phase !== 'connected') return state;
  const xid = state.xid + 1;
  request(link, { xid, operation: open.step }, ctx);
  return { ...state, xid, open: { ...open, xid, isBegun: true } };
}

function answered<A extends Plain, M extends Plain>(
  state: ClientState<A, M>,
  open: Open<A>,
  { result }: Reply,
  plan: Plan<A, M>,
  ctx: Ctx,
): ClientState<A, M> {
  return wentOn(state, open, plan.script.after(open.asked, open.step, result, knownOf(state), ctx), plan, ctx);
}

function wentOn<A extends Plain, M extends Plain>(
  state: ClientState<A, M>,
  open: Open<A>,
  next: After<M>,
  plan: Plan<A, M>,
  ctx: Ctx,
): ClientState<A, M> {
  if ('waits' in next) return state;
  if ('step' in next) return sent({ ...state, open: { ...open, step: next.step, xid: null } }, ctx);
  if ('ok' in next) ctx.ok(next.ok);
  else ctx.fail(next.fail);
  return goOn({ ...state, memory: next.memory }, plan, ctx);
}

/** The connection is lost, and with it what was asked on it. */
function lost<A extends Plain, M extends Plain>(
  state: ClientState<A, M>,
  plan: Plan<A, M>,
  ctx: Ctx,
): ClientState<A, M> {
  if (state.link.phase === 'away') return state;
  const next = { ...state, link: onLost(state.link, ctx, plan.settings) };
  const { open } = next;
  if (open === null || open.xid === null) return next;
  const step = plan.script.again(open.asked);
  if (step !== null) return { ...next, open: { ...open, step, xid: null } };
  ctx.info('connection-loss');
  return goOn(next, plan, ctx);
}

function goOn<A extends Plain, M extends Plain>(
  state: ClientState<A, M>,
  plan: Plan<A, M>,
  ctx: Ctx,
): ClientState<A, M> {
  const { workload } = plan;
  ctx.cancelTimer('deadline');
  const idle = { ...state, open: null };
  if (idle.isDue) return begin(idle, plan, ctx);
  if (workload.interval === 0 && !idle.isOver) ctx.setTimer({ kind: 'next' }, workload.think);
  return idle;
}
