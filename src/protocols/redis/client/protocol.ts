// The client: one operation at a time, made from a workload, as the client of the other stores does. Its commands have no
// request id, for Redis knows none: a write that is sent again is executed again. A compare-and-set is not sent again.
import { type AnyProtocol, clientProtocol } from '../../../contract/protocol.ts';
import type { Workload } from '../../../contract/system.ts';
import { ms } from '../../../contract/time.ts';
import { choicesOf, firstNumber, firstOperation, isOverAlready, positionOf } from '../../kv/index.ts';
import type { ClientMessage, ClientSends, PrimaryIs, Refused } from '../messages.ts';
import { ask } from './asking.ts';
import { completed, gaveUp, over } from './outcome.ts';
import type { Asked, ClientSettings, ClientState, Ctx, Open, Plan, Timer } from './state.ts';

/** Before a Sentinel is asked again that named a server which is no primary: the pool's pause between two tries. */
const PAUSE = ms(100);

export function redisClient(workload: Workload, settings: ClientSettings): AnyProtocol {
  const plan = { workload, choices: choicesOf(workload), settings };
  return clientProtocol<ClientState, ClientMessage, Timer, ClientSends>({
    name: 'redis-client',
    start: (ctx) => start(plan, ctx),
    on: {
      Answer(state, message, _from, ctx) {
        const { open } = state;
        if (open === null || open.waitsFor !== 'server' || message.attempt !== state.attempt) return state;
        return goOn(completed(state, open, message, settings, ctx), plan, ctx);
      },
      Refused: (state, message, _from, ctx) => onRefused(state, message, plan, ctx),
      PrimaryIs: (state, message, _from, ctx) => onPrimaryIs(state, message, plan, ctx),
    },
    timer: {
      next(state, _timer, ctx) {
        if (state.isOver) return state;
        if (workload.interval > 0) ctx.setTimer({ kind: 'next' }, workload.interval);
        return state.open === null ? begin(state, plan, ctx) : { ...state, isDue: true };
      },
      attempt: (state, _timer, ctx) => onSilence(state, plan, ctx),
      pause(state, _timer, ctx) {
        const { open } = state;
        return open === null || open.waitsFor !== 'pause' ? state : ask(state, open, plan, ctx);
      },
      deadline(state, _timer, ctx) {
        const { open } = state;
        if (open === null) return state;
        gaveUp(open, ctx);
        return goOn({ ...state, servers: null, open: null }, plan, ctx);
      },
      end: (state) => ({ ...state, isOver: true, isDue: false }),
    },
  });
}

function start({ workload }: Plan, ctx: Ctx): ClientState {
  const base = firstNumber(ctx);
  const turns = { sentinelTurn: positionOf(ctx), readTurn: 0 };
  const idle = { number: base, attempt: base, servers: null, ...turns, open: null, isDue: false, seen: {} };
  if (isOverAlready(workload, ctx)) return { ...idle, isOver: true };
  ctx.setTimer({ kind: 'next' }, firstOperation(workload, ctx));
  ctx.setTimer({ kind: 'end' }, workload.to - ctx.now);
  return { ...idle, isOver: false };
}

function begin(state: ClientState, plan: Plan, ctx: Ctx): ClientState {
  const number = state.number + 1;
  const operation = plan.choices.next(number, state.seen, ctx);
  ctx.invoke({ f: operation.f, key: operation.key, value: askedValue(operation) });
  ctx.setTimer({ kind: 'deadline' }, plan.workload.deadline);
  const open: Open = { operation, waitsFor: 'server', isUncertain: false };
  return ask({ ...state, number, isDue: false }, open, plan, ctx);
}

function askedValue(operation: Asked) {
  if (operation.f === 'read') return null;
  return operation.f === 'write' ? operation.value : [operation.from, operation.to];
}

/** What to do after an operation that is over. */
function goOn(state: ClientState, plan: Plan, ctx: Ctx): ClientState {
  for (const timer of ['attempt', 'pause', 'deadline'] as const) ctx.cancelTimer(timer);
  if (state.isDue) return begin(state, plan, ctx);
  const { interval, think } = plan.workload;
  if (interval === 0 && !state.isOver) ctx.setTimer({ kind: 'next' }, think);
  return state;
}

/** No answer: the connection is given up. Of a server: a Sentinel is asked anew; of a Sentinel: the next one. */
function onSilence(state: ClientState, plan: Plan, ctx: Ctx): ClientState {
  const { open } = state;
  if (open === null || open.waitsFor === 'pause') return state;
  if (open.waitsFor === 'sentinel') return ask({ ...state, sentinelTurn: state.sentinelTurn + 1 }, open, plan, ctx);
  const uncertain = { ...open, isUncertain: true };
  const isSticky = open.operation.f === 'read' && plan.settings.reads === 'sticky';
  if (isSticky) return ask({ ...state, readTurn: state.readTurn + 1 }, uncertain, plan, ctx);
  // Executed a second time it could find its own value, and say that it had failed.
  if (open.operation.f === 'cas') return goOn(over({ ...state, servers: null }, uncertain, ctx), plan, ctx);
  return ask({ ...state, servers: null }, uncertain, plan, ctx);
}

/** NOREPLICAS: an error that the caller gets, of a connection that is well. READONLY: it is no primary any more. */
function onRefused(state: ClientState, { attempt, error }: Refused, plan: Plan, ctx: Ctx): ClientState {
  const { open } = state;
  if (open === null || open.waitsFor !== 'server' || attempt !== state.attempt) return state;
  if (error === 'NOREPLICAS') return goOn(over(state, open, ctx), plan, ctx);
  return pause({ ...state, servers: null }, open, ctx);
}

function pause(state: ClientState, open: Open, ctx: Ctx): ClientState {
  ctx.cancelTimer('attempt');
  ctx.setTimer({ kind: 'pause' }, PAUSE);
  return { ...state, open: { ...open, waitsFor: 'pause' } };
}

function onPrimaryIs(state: ClientState, { attempt, primary, replicas }: PrimaryIs, plan: Plan, ctx: Ctx): ClientState {
  const { open } = state;
  if (open === null || open.waitsFor !== 'sentinel' || attempt !== state.attempt) return state;
  const known = { ...state, servers: { primary, replicas } };
  // One that it may not contact is as good as none: later there may be another.
  return ctx.servers.includes(primary) ? ask(known, open, plan, ctx) : pause({ ...state, servers: null }, open, ctx);
}
