// The client of the register workload: one operation at a time, over one session. A read that lost its connection is asked
// again elsewhere; a write is not, since it may have been taken: its fate is unknown (ConnectionLoss).
import type { ClientContext } from '../../../contract/context.ts';
import { type AnyProtocol, clientProtocol } from '../../../contract/protocol.ts';
import type { Workload } from '../../../contract/system.ts';
import { type Choices, choicesOf, isFresh, numberOf, stagger } from '../../kv/index.ts';
import type { ClientMessage, ClientRequest, Operation, Reply } from '../client-messages.ts';
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
import { type Asked, after, firstStep, type Seen } from './steps.ts';

type Open = {
  readonly asked: Asked;
  readonly step: Operation;
  /** Under this number; null while there is no connection to send it on. */
  readonly xid: number | null;
  /** Some step was sent. */
  readonly isBegun: boolean;
};

export type RegisterState = {
  readonly link: Link;
  readonly number: number;
  readonly xid: number;
  readonly open: Open | null;
  readonly seen: { readonly [key: string]: Seen };
  readonly isDue: boolean;
  readonly isOver: boolean;
};

type Timer = LinkTimer | { readonly kind: 'next' } | { readonly kind: 'deadline' } | { readonly kind: 'end' };
type Ctx = ClientContext<ClientRequest, Timer>;
type Plan = {
  readonly workload: Workload;
  /** For clients of even and of odd number, which may do different things. */
  readonly choices: readonly [even: Choices, odd: Choices];
  readonly settings: ClientSettings;
};

/** Room for the operations of one life of a client. */
const NUMBERS_PER_LIFE = 1_000_000;

export function registerClient(workload: Workload, settings: ClientSettings): AnyProtocol {
  const choices = choicesOf(workload);
  return clientOf({ workload, settings, choices: [choices, choices] });
}

/** c1, c3, … only read, c2, c4, … only write. */
export function readersAndWriters(workload: Workload, settings: ClientSettings): AnyProtocol {
  const writes = choicesOf({ ...workload, reads: { numerator: 0, denominator: 1 } });
  const reads = choicesOf({ ...workload, reads: { numerator: 1, denominator: 1 } });
  return clientOf({ workload, settings, choices: [writes, reads] });
}

function clientOf(plan: Plan): AnyProtocol {
  const { workload, settings } = plan;
  return clientProtocol<RegisterState, ClientMessage, Timer, ClientRequest>({
    name: 'zookeeper-client',
    start(ctx) {
      const number = (ctx.boot.incarnation - 1) * NUMBERS_PER_LIFE;
      const first = Math.max(0, workload.from - ctx.now);
      const link = firstLink(ctx.boot.incarnation, first, ctx, settings);
      const isOver = ctx.now >= workload.to;
      if (!isOver) {
        ctx.setTimer({ kind: 'next' }, first + stagger(workload, ctx));
        ctx.setTimer({ kind: 'end' }, workload.to - ctx.now);
      }
      return { link, number, xid: number, open: null, seen: {}, isDue: false, isOver };
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
      WatchEvent: (state) => state,
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

function withLink(state: RegisterState, link: Link): RegisterState {
  return link === state.link ? state : { ...state, link };
}

function begin(state: RegisterState, { workload, choices, settings }: Plan, ctx: Ctx): RegisterState {
  const number = state.number + 1;
  const values = Object.fromEntries(Object.entries(state.seen).map(([key, seen]) => [key, seen?.value ?? null]));
  const asked = choices[numberOf(ctx.self) % 2]!.next(number, values, ctx);
  const value = asked.f === 'read' ? null : asked.f === 'write' ? asked.value : [asked.from, asked.to];
  ctx.invoke({ f: asked.f, key: asked.key, value });
  ctx.setTimer({ kind: 'deadline' }, workload.deadline);
  const step = firstStep(asked, state.seen[asked.key] ?? null, settings.isSynced);
  return sent({ ...state, number, isDue: false, open: { asked, step, xid: null, isBegun: false } }, ctx);
}

/** Sends the step that is due, once there is a connection. */
function sent(state: RegisterState, ctx: Ctx): RegisterState {
  const { open, link } = state;
  if (open === null || open.xid !== null || link.phase !== 'connected') return state;
  const xid = state.xid + 1;
  request(link, { xid, operation: open.step }, ctx);
  return { ...state, xid, open: { ...open, xid, isBegun: true } };
}

function answered(state: RegisterState, open: Open, { result }: Reply, plan: Plan, ctx: Ctx): RegisterState {
  const { asked, step } = open;
  const next = after(asked, step, result);
  if ('step' in next) return sent({ ...state, open: { ...open, step: next.step, xid: null } }, ctx);
  if ('ok' in next) ctx.ok(next.ok);
  else ctx.fail(next.fail);
  // Nobody asks for a key of its own again, and a thousand of them are too many to carry along.
  if (isFresh(asked.key, ctx.self)) return goOn(state, plan, ctx);
  const seen = { ...state.seen, [asked.key]: 'seen' in next ? next.seen : null };
  return goOn({ ...state, seen }, plan, ctx);
}

/** The connection is lost, and with it what was asked on it. */
function lost(state: RegisterState, plan: Plan, ctx: Ctx): RegisterState {
  if (state.link.phase === 'away') return state;
  const next = { ...state, link: onLost(state.link, ctx, plan.settings) };
  const { open } = next;
  if (open === null || open.xid === null) return next;
  if (open.asked.f === 'read') {
    const step = firstStep(open.asked, null, plan.settings.isSynced);
    return { ...next, open: { ...open, step, xid: null } };
  }
  ctx.info('connection-loss');
  return goOn(next, plan, ctx);
}

function goOn(state: RegisterState, plan: Plan, ctx: Ctx): RegisterState {
  const { workload } = plan;
  ctx.cancelTimer('deadline');
  const idle = { ...state, open: null };
  if (idle.isDue) return begin(idle, plan, ctx);
  if (workload.interval === 0 && !idle.isOver) ctx.setTimer({ kind: 'next' }, workload.think);
  return idle;
}
