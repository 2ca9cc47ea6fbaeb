// Compiled, never run: what must not compile is marked, and the compiler complains if it does.
import { protocol } from '../../src/protocol.ts';

type State = { readonly count: number };
type Message = { readonly kind: 'Ping'; readonly n: number } | { readonly kind: 'Pong' };
type Timer = { readonly kind: 'tick'; readonly at: number };
type Durable = { readonly count: number };

export const right = protocol<State, Message, Timer, Durable>({
  name: 'right',
  start(ctx, durable) {
    ctx.setTimer({ kind: 'tick', at: 1 }, 5);
    ctx.persist({ count: 1 });
    return { count: durable.count ?? 0 };
  },
  on: {
    Ping(state, message, from, ctx) {
      ctx.send(from, { kind: 'Pong' });
      return { count: state.count + message.n };
    },
    Pong: (state) => state,
  },
  timer: { tick: (state, timer) => ({ count: state.count + timer.at }) },
});

export const missingHandler = protocol<State, Message, Timer>({
  name: 'missing handler',
  start: () => ({ count: 0 }),
  // @ts-expect-error Property 'Pong' is missing
  on: { Ping: (state) => state },
  timer: { tick: (state) => state },
});

export const missingTimer = protocol<State, Message, Timer>({
  name: 'missing timer',
  start: () => ({ count: 0 }),
  on: { Ping: (state) => state, Pong: (state) => state },
  // @ts-expect-error Property 'tick' is missing
  timer: {},
});

export const wrongPayload = protocol<State, Message, Timer, Durable>({
  name: 'wrong payload',
  start(ctx) {
    // @ts-expect-error 'm' does not exist
    ctx.broadcast({ kind: 'Ping', m: 1 });
    // @ts-expect-error there is no such message
    ctx.broadcast({ kind: 'Peng' });
    // @ts-expect-error the timer's payload is missing
    ctx.setTimer({ kind: 'tick' }, 5);
    // @ts-expect-error there is no such timer
    ctx.cancelTimer('tock');
    // @ts-expect-error the durable record has another type
    ctx.persist({ count: 'one' });
    return { count: 0 };
  },
  on: { Ping: (state) => state, Pong: (state) => state },
  timer: { tick: (state) => state },
});

export const wrongResult = protocol<State, Message, Timer>({
  name: 'wrong result',
  start: () => ({ count: 0 }),
  on: {
    // @ts-expect-error a promise is not a state
    Ping: async (state) => state,
    // @ts-expect-error a handler must return the state
    Pong: () => {},
  },
  timer: { tick: (state) => state },
});

// @ts-expect-error a Map is not plain data
export type MapState = Parameters<typeof protocol<{ readonly votes: Map<string, number> }, Message, Timer>>[0];
// @ts-expect-error a function is not plain data
export type FunctionState = Parameters<typeof protocol<{ readonly done: () => void }, Message, Timer>>[0];
// @ts-expect-error a Date is not plain data
export type DateState = Parameters<typeof protocol<{ readonly at: Date }, Message, Timer>>[0];
// @ts-expect-error a class instance in a message is not plain data
export type ClassMessage = Parameters<typeof protocol<State, { readonly kind: 'Ping'; readonly at: Date }, Timer>>[0];

interface InterfaceState {
  readonly count: number;
}
// @ts-expect-error an interface has no index signature: declare states with `type`
export type NotAType = Parameters<typeof protocol<InterfaceState, Message, Timer>>[0];

/** Types that must be accepted as state. */
export type Accepted = [
  Parameters<typeof protocol<null, Message, Timer>>,
  Parameters<typeof protocol<readonly string[], Message, Timer>>,
  Parameters<typeof protocol<{ readonly a?: number } & State, Message, Timer>>,
  Parameters<typeof protocol<{ role: 'a' } | { role: 'b'; readonly votes: readonly string[] }, Message, Timer>>,
];
