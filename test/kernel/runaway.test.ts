// Runaway protocols end in a named verdict with its moment, within bounds.
import { expect, test } from 'vitest';
import { protocol } from '../../src/contract/protocol.ts';
import { ms } from '../../src/contract/time.ts';
import { defaultLimits, simulate } from '../../src/kernel/index.ts';
import { planOf } from './small.ts';

type Ping = { readonly kind: 'Ping' };
type Tick = { readonly kind: 'tick' };

const limits = { ...defaultLimits, events: 50_000, instant: 10_000, pending: 20_000 };

test('a loop at one instant is a livelock, and says what repeats', () => {
  const looping = protocol<null, Ping, Tick>({
    name: 'looping',
    start(ctx) {
      ctx.setTimer({ kind: 'tick' }, ms(5));
      return null;
    },
    on: {
      Ping(state, _message, _from, ctx) {
        ctx.send(ctx.self, { kind: 'Ping' });
        return state;
      },
    },
    timer: {
      tick(state, _timer, ctx) {
        if (ctx.self === 'n2') ctx.send('n2', { kind: 'Ping' });
        return state;
      },
    },
  });
  const result = simulate(planOf(looping, 2, { limits }));
  expect(result.ending).toBe('livelock');
  expect(result.stop).toMatchObject({
    time: ms(5),
    reason: expect.stringContaining('Ping at n2 (1000 of the last 1000)'),
  });
  expect(result.events).toBeLessThan(10_100);
});

test('a timer of no length is a livelock', () => {
  const spinning = protocol<null, never, Tick>({
    name: 'spinning',
    start(ctx) {
      ctx.setTimer({ kind: 'tick' }, 0);
      return null;
    },
    on: {},
    timer: {
      tick(state, _timer, ctx) {
        ctx.setTimer({ kind: 'tick' }, 0);
        return state;
      },
    },
  });
  const result = simulate(planOf(spinning, 1, { limits }));
  expect(result.stop?.reason).toMatch('timer tick at n1');
  expect(result.ending).toBe('livelock');
});

test('a flood of messages is stopped at the limit of the queue', () => {
  const flooding = protocol<null, Ping>({
    name: 'flooding',
    start(ctx) {
      ctx.broadcast({ kind: 'Ping' });
      return null;
    },
    on: {
      Ping(state, _message, from, ctx) {
        for (let i = 0; i < 3; i++) ctx.send(from, { kind: 'Ping' });
        return state;
      },
    },
    timer: {},
  });
  const result = simulate(planOf(flooding, 2, { limits }));
  expect(result.ending).toBe('queue flooded');
  expect(result.stop?.reason).toMatch('more than 20000 events are pending');
});

test('one handler that asks for effects without end is stopped', () => {
  const endless = protocol<null, Ping>({
    name: 'endless',
    start(ctx) {
      for (;;) ctx.note('again');
    },
    on: { Ping: (state) => state },
    timer: {},
  });
  const result = simulate(planOf(endless, 1, { limits }));
  expect(result).toMatchObject({ ending: 'crashed in handler', events: 0 });
  expect(result.stop?.reason).toMatch("n1's handler start threw: n1 asked for more than 1000000 effects in one event");
});

test('a run ends at its event budget', () => {
  const busy = protocol<null, never, Tick>({
    name: 'busy',
    start(ctx) {
      ctx.setTimer({ kind: 'tick' }, 1);
      return null;
    },
    on: {},
    timer: {
      tick(state, _timer, ctx) {
        ctx.setTimer({ kind: 'tick' }, 1);
        return state;
      },
    },
  });
  const result = simulate(planOf(busy, 1, { limits: { ...limits, events: 1000 }, until: ms(1_000_000) }));
  expect(result).toMatchObject({ ending: 'event budget', events: 1000, stop: { event: 1000, time: 999 } });
});

test('a handler that throws, misuses its context, or is missing, stops the run with its name and stack', () => {
  const planted = (on: (ctx: { send(to: string, message: Ping): void; setTimer: unknown }) => void) =>
    protocol<null, Ping>({
      name: 'planted',
      start(ctx) {
        ctx.broadcast({ kind: 'Ping' });
        return null;
      },
      on: {
        Ping(state, _message, _from, ctx) {
          on(ctx);
          return state;
        },
      },
      timer: {},
    });
  const thrown = simulate(
    planOf(
      planted(() => {
        throw new RangeError('off by one');
      }),
      2,
    ),
  );
  expect(thrown.stop).toMatchObject({ ending: 'crashed in handler', node: 'n2', time: ms(1), event: 2 });
  expect(thrown.stop?.reason).toBe("n2's handler on.Ping threw: off by one");
  expect(thrown.stop?.stack).toMatch('runaway.test.ts');
  const lost = simulate(
    planOf(
      planted((ctx) => ctx.send('n9', { kind: 'Ping' })),
      2,
    ),
  );
  expect(lost.stop?.reason).toBe('n2 sent Ping to "n9", and there is no such node');
  const unknown = simulate(
    planOf(
      planted((ctx) => ctx.send('n1', { kind: 'Pong' } as never)),
      2,
    ),
  );
  expect(unknown.stop?.reason).toMatch('planted has no handler for the message Pong');
});
