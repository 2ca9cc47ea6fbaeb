// The server: one step at a time of many transactions at once. A step that must wait for a lock is answered when it has
// it; whoever closes a circle of waiting is rolled back.
import type { Context } from '../../contract/context.ts';
import type { NodeId } from '../../contract/ids.ts';
import { type AnyProtocol, protocol } from '../../contract/protocol.ts';
import type { Duration } from '../../contract/time.ts';
import { inTheWay, isDeadlock, modeOf, withLock } from './locks.ts';
import { isRead, type Reason, type Step, type ToClient, type ToServer } from './messages.ts';
import { type Durable, emptyStore, type Isolation, type Running, runningOf, type State, withRunning } from './state.ts';
import { committed, ended, isLate, onlyCommitted, readValue, rolledBack, written } from './values.ts';

type Timer = { readonly kind: 'idle'; readonly key: NodeId };
type Ctx = Context<ToClient, Timer, Durable>;
type Level = { readonly isolation: Isolation; readonly idleTimeout: Duration };

const DURABLE = { durable: true } as const;

export function transactionServer(level: Level): AnyProtocol {
  return protocol<State, ToServer, Timer, Durable, ToClient>({
    name: 'transaction-server',
    start: (_ctx, durable) => ({ store: durable.store ?? emptyStore, running: [] }),
    on: {
      Step(state, { number, index, step }, client, ctx) {
        const now = current(state, client, number, level, ctx);
        if (now === undefined) return state;
        const running = runningOf(now, client);
        if (running === undefined) {
          // One that is not known any more has been lost with its earlier steps.
          return index === 0
            ? take(begun(now, client, number), client, step, level, ctx)
            : lost(now, client, number, ctx);
        }
        const { answers, waiting } = running;
        if (index < answers.length) ctx.send(client, { kind: 'Stepped', number, index, value: answers[index]! });
        return index === answers.length && waiting === null ? take(now, client, step, level, ctx) : now;
      },
      Commit(state, { number }, client, ctx) {
        const now = current(state, client, number, level, ctx);
        if (now === undefined) return state;
        const running = runningOf(now, client);
        if (running === undefined) return lost(now, client, number, ctx);
        if (running.waiting !== null) return now;
        if (level.isolation === 'snapshot' && isLate(now.store, running)) {
          return aborted(now, running, 'conflict', level, ctx);
        }
        ctx.cancelTimer('idle', client);
        const after = committed(now, running);
        ctx.persist({ store: onlyCommitted(after) }, { kind: 'commit' });
        // Also of one that only read: what it read must not be lost again.
        ctx.send(client, { kind: 'Committed', number }, DURABLE);
        return awakened(after, level, ctx);
      },
      Rollback(state, { number }, client, ctx) {
        const now = current(state, client, number, level, ctx);
        if (now === undefined) return state;
        const running = runningOf(now, client);
        if (running === undefined) return ended(now, client, number, 'lost');
        ctx.cancelTimer('idle', client);
        return awakened(rolledBack(now, running, 'idle'), level, ctx);
      },
    },
    timer: {
      idle(state, { key: client }, ctx) {
        const running = runningOf(state, client);
        return running === undefined ? state : aborted(state, running, 'idle', level, ctx);
      },
    },
  });
}

/**
 * The state in which a client's transaction `number` can go on; undefined if it is over, or older than another of the
 * same client. How one is over is told again. A newer one ends the one before it, of which the client has given up.
 */
function current(state: State, client: NodeId, number: number, level: Level, ctx: Ctx): State | undefined {
  const over = state.store.ended[client];
  if (over !== undefined && number <= over.number) {
    if (number === over.number) tell(client, number, over.reason, ctx);
    return undefined;
  }
  const running = runningOf(state, client);
  if (running === undefined || running.number === number) return state;
  if (running.number > number) return undefined;
  return awakened(rolledBack(state, running, 'idle'), level, ctx);
}

function tell(client: NodeId, number: number, reason: Reason | null, ctx: Ctx): void {
  if (reason === null) ctx.send(client, { kind: 'Committed', number }, DURABLE);
  else ctx.send(client, { kind: 'Aborted', number, reason });
}

function begun(state: State, client: NodeId, number: number): State {
  const locks = { shared: [], exclusive: [], waiting: null };
  const running = { client, number, snapshot: state.store.commits, answers: [], writes: [], inPlace: [], ...locks };
  return { ...state, running: [...state.running, running] };
}

function lost(state: State, client: NodeId, number: number, ctx: Ctx): State {
  tell(client, number, 'lost', ctx);
  return ended(state, client, number, 'lost');
}

/** Takes a step, or lets it wait for its lock. */
function take(state: State, client: NodeId, step: Step, level: Level, ctx: Ctx): State {
  const { isolation, idleTimeout } = level;
  const running = runningOf(state, client)!;
  ctx.setTimer({ kind: 'idle', key: client }, idleTimeout);
  if (inTheWay(state, client, step, isolation).length === 0) return taken(state, running, step, isolation, ctx);
  if (isDeadlock(state, client, step, isolation)) return aborted(state, running, 'deadlock', level, ctx);
  return withRunning(state, { ...running, waiting: step });
}

function taken(state: State, running: Running, step: Step, isolation: Isolation, ctx: Ctx): State {
  const { client, number, answers } = running;
  const value = isRead(step) ? readValue(state, running, step, isolation) : step[2];
  ctx.send(client, { kind: 'Stepped', number, index: answers.length, value });
  const after = { ...withLock(running, step, modeOf(step, isolation)), answers: [...answers, value], waiting: null };
  const now = withRunning(state, after);
  return isRead(step) ? now : written(now, after, step, isolation);
}

function aborted(state: State, running: Running, reason: Reason, level: Level, ctx: Ctx): State {
  ctx.cancelTimer('idle', running.client);
  tell(running.client, running.number, reason, ctx);
  return awakened(rolledBack(state, running, reason), level, ctx);
}

/** Steps that waited and need not any more, the oldest transaction first. */
function awakened(state: State, { isolation }: Level, ctx: Ctx): State {
  return state.running.reduce((now, { client }) => {
    const running = runningOf(now, client)!;
    const { waiting } = running;
    if (waiting === null || inTheWay(now, client, waiting, isolation).length > 0) return now;
    return taken(now, running, waiting, isolation, ctx);
  }, state);
}
