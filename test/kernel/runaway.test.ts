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

test('writes without end, and sends that wait for them, are a flood: in words, and at once', () => {
  const flooding = (isHeld: boolean) =>
    protocol<null, Ping, never, { readonly a: number }>({
      name: 'flooding the disk',
      start(ctx) {
        ctx.persist({ a: 0 });
        for (let i = 0; i < 50_000; i++) {
          if (isHeld) ctx.send('n1', { kind: 'Ping' }, { durable: true });
          else ctx.persist({ a: i });
        }
        return null;
      },
      on: { Ping: (state) => state },
      timer: {},
    });
  const reasonOf = (isHeld: boolean) => simulate(planOf(flooding(isHeld), 1, { limits })).stop;
  expect(reasonOf(false)).toMatchObject({
    ending: 'queue flooded',
    reason: 'n1 has more than 10000 disk writes pending',
  });
  expect(reasonOf(true)?.reason).toBe('n1 has more than 10000 sends that wait for a write pending');
});

test('timers that are always cancelled are no flood, and a broadcast of many at one instant is no livelock', () => {
  const cancelling = protocol<number, never, Tick | { readonly kind: 'late'; readonly key: string }>({
    name: 'cancelling',
    start(ctx) {
      ctx.setTimer({ kind: 'tick' }, 10);
      return 0;
    },
    on: {},
    timer: {
      tick(state, _timer, ctx) {
        ctx.cancelTimer('late', String(state));
        ctx.setTimer({ kind: 'late', key: String(state + 1) }, ms(3_600_000));
        ctx.setTimer({ kind: 'tick' }, 10);
        return state + 1;
      },
      late: (state) => state,
    },
  });
  const small = { ...limits, pending: 500, events: 20_000 };
  expect(simulate(planOf(cancelling, 1, { limits: small, until: ms(150) }))).toMatchObject({
    ending: 'completed',
    events: 15_001,
  });
  const shouting = protocol<number, Ping>({
    name: 'shouting',
    start(ctx) {
      ctx.broadcast({ kind: 'Ping' });
      return 0;
    },
    on: { Ping: (state) => state + 1 },
    timer: {},
  });
  // 150 · 149 = 22,350 messages arrive at 1 ms, more than the limit of 10,000 that one may lead to the next.
  expect(simulate(planOf(shouting, 150, { limits: { ...limits, pending: 50_000 } })).ending).toBe('completed');
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
  expect(result).toMatchObject({ ending: 'event budget', events: 1000, stop: { event: 999, time: 999 } });
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
  expect(lost.stop?.node).toBe('n2');
  const inherited = simulate(
    planOf(
      planted((ctx) => ctx.send('n1', { kind: 'toString' } as never)),
      2,
    ),
  );
  expect(inherited.stop?.reason).toMatch('planted has no handler for the message toString');
  const odd = () => {
    throw Object.create(null);
  };
  expect(simulate(planOf(planted(odd), 2)).stop?.reason).toBe(
    "n2's handler on.Ping threw: something that cannot be shown",
  );
  const unknown = simulate(
    planOf(
      planted((ctx) => ctx.send('n1', { kind: 'Pong' } as never)),
      2,
    ),
  );
  expect(unknown.stop?.reason).toMatch('planted has no handler for the message Pong');
});

test('a handler that returns nothing, or what is cyclic, is the protocol’s mistake', () => {
  const returning = (state: unknown) =>
    protocol<null, Ping>({
      name: 'returning',
      start: () => state as null,
      on: { Ping: (state) => state },
      timer: {},
    });
  const nothing = simulate(planOf(returning(undefined), 1));
  expect(nothing.stop).toMatchObject({
    ending: 'crashed in handler',
    reason: expect.stringContaining('returned nothing'),
  });
  const cycle: { [key: string]: unknown } = {};
  cycle['again'] = cycle;
  expect(simulate(planOf(returning(cycle), 1)).stop?.reason).toMatch('is cyclic, or nested too deeply');
});

test('timers and outcomes that mean nothing are refused in words', () => {
  const planted = (use: (ctx: never) => void) =>
    protocol<null, never>({
      name: 'planted',
      start(ctx) {
        use(ctx as never);
        return null;
      },
      on: {},
      timer: {},
    });
  type Loose = {
    setTimer(timer: object, min: number, max?: number): void;
    invoke(o: object): void;
    fail(code: string): void;
  };
  const reason = (use: (ctx: Loose) => void) => simulate(planOf(planted(use as never), 1)).stop?.reason;
  expect(reason((ctx) => ctx.setTimer({ kind: 'a', key: 1 }, 5))).toMatch('a key that is no string: 1');
  expect(reason((ctx) => ctx.setTimer({ kind: 'a' }, -1))).toMatch('expected whole microseconds');
  expect(reason((ctx) => ctx.setTimer({ kind: 'a' }, 0, Number.MAX_SAFE_INTEGER))).toMatch(
    'expected whole microseconds',
  );
  const fails = (code: string) => (ctx: Loose) => {
    ctx.invoke({ f: 'read', value: null });
    ctx.fail(code);
  };
  expect(reason(fails('timeout'))).toMatch('expected a code that is definite');
  expect(reason(fails('no-such-code'))).toMatch('expected a code that is definite');
});
