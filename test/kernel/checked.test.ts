// Each impurity is planted in a handler and must be named; the same handler without it must pass.
import { expect, test } from 'vitest';
import { withAmbientGuard } from '../../src/campaign/ambient.ts';
import type { Context } from '../../src/contract/context.ts';
import { protocol } from '../../src/contract/protocol.ts';
import { ms } from '../../src/contract/time.ts';
import { type RunResult, simulate } from '../../src/kernel/index.ts';
import { planOf } from './small.ts';

type Message = {
  readonly kind: 'Go';
  readonly list: readonly number[];
  readonly votes: Readonly<Record<string, number>>;
};
type State = {
  readonly count: number;
  readonly seen: Readonly<Record<string, number>>;
  readonly list: readonly number[];
};
type C = Context<Message, never, Record<string, never>>;

function run(handler: (state: State, message: Message, ctx: C) => State): RunResult {
  const planted = protocol<State, Message, never, Record<string, never>>({
    name: 'planted',
    start(ctx) {
      if (ctx.self === 'n1') ctx.send('n2', { kind: 'Go', list: [3, 1, 2], votes: { b: 1, a: 2, c: 0 } });
      return { count: 0, seen: { y: 1, x: 2 }, list: [] };
    },
    on: { Go: (state, message, _from, ctx) => handler(state, message, ctx) },
    timer: {},
  });
  return withAmbientGuard((guard) => simulate(planOf(planted, 2, { until: ms(10) }), { guard }));
}

const reason = (result: RunResult) => `${result.ending}: ${result.stop?.reason}`;

test('a pure handler passes, with choices and effects', () => {
  const result = run((state, message, ctx) => {
    const pick = ctx.choose('pick', [1, 2, 3]);
    if (ctx.self === 'n2') ctx.send('n1', { kind: 'Go', list: [pick], votes: {} });
    return { ...state, count: state.count + message.list.length };
  });
  expect(result.ending).toBe('completed');
});

test('Math.random, the clock, timers and crypto are named', () => {
  const planted: [string, () => unknown][] = [
    ['Math.random', () => Math.random()],
    ['Date.now', () => Date.now()],
    ['new Date()', () => new Date()],
    ['performance.now', () => performance.now()],
    ['setTimeout', () => setTimeout(() => {}, 0)],
    ['queueMicrotask', () => queueMicrotask(() => {})],
    ['crypto.randomUUID', () => crypto.randomUUID()],
    ['process.nextTick', () => process.nextTick(() => {})],
  ];
  for (const [name, use] of planted) {
    const result = run((state) => {
      use();
      return state;
    });
    expect(reason(result)).toBe(`impure handler: n2's handler on.Go used ${name}`);
    expect(result.stop).toMatchObject({ node: 'n2', time: 1000 });
  }
});

test('an impurity that the handler swallows is named all the same', () => {
  const result = run((state) => {
    try {
      return { ...state, count: Math.random() };
    } catch {
      return state;
    }
  });
  expect(reason(result)).toBe("impure handler: n2's handler on.Go used Math.random");
});

test('promises are named: returned, and begun on the side', () => {
  expect(reason(run((async (state: State) => state) as never))).toMatch('used a promise');
  const aside = run((state) => {
    (async () => {})();
    return state;
  });
  expect(reason(aside)).toBe("impure handler: n2's handler on.Go used a promise");
});

test('changing the input is named', () => {
  const sorted = run((state, message) => ({ ...state, list: (message.list as number[]).sort() }));
  expect(reason(sorted)).toMatch(
    /impure handler: n2's handler on\.Go changes what it was given or has sent: Cannot assign to read only/,
  );
  const assigned = run((state) => {
    (state as { count: number }).count++;
    return state;
  });
  expect(reason(assigned)).toMatch(
    "changes what it was given or has sent: Cannot assign to read only property 'count'",
  );
});

test('changing a message after it was sent, or a list of the context, is named', () => {
  const sent = run((state, _message, ctx) => {
    const message = { kind: 'Go' as const, list: [1], votes: {} };
    ctx.send('n1', message);
    message.list.push(2);
    return state;
  });
  expect(reason(sent)).toMatch('has sent: Cannot add property 1, object is not extensible');
  const peers = run((state, _message, ctx) => {
    (ctx.peers as string[]).reverse();
    (ctx.peers as string[]).push('n9');
    return state;
  });
  expect(reason(peers)).toMatch('object is not extensible');
});

test('a type error of the author’s own is not taken for one of these', () => {
  const thrown = run(() => {
    throw new TypeError('value is read only, sorry');
  });
  expect(reason(thrown)).toBe("crashed in handler: n2's handler on.Go threw: value is read only, sorry");
});

test('a handler that throws only for another order of keys depends on it, and so does its choice', () => {
  const throws = run((state, { votes }) => {
    if (Object.keys(votes)[0] !== 'b') throw new Error('no b');
    return state;
  });
  expect(reason(throws)).toMatch('depends on the order of a record’s keys'.replace('’', "'"));
  const chooses = run((state, { votes }, ctx) => {
    ctx.choose(Object.keys(votes)[0]!, [1, 2]);
    return state;
  });
  expect(reason(chooses)).toMatch("impure handler: n2's handler on.Go depends on the order of a record's keys");
});

test('a dependence on the order of keys is named, in the state and in effects', () => {
  const first = run((state, { votes }) => ({ ...state, list: [Object.values(votes)[0] ?? 0] }));
  expect(reason(first)).toMatch(
    "n2's handler on.Go depends on the order of a record's keys: with them reversed it returned another state",
  );
  const sends = run((state, _message, ctx) => {
    for (const [key, value] of Object.entries(state.seen))
      ctx.send('n1', { kind: 'Go', list: [value], votes: { [key]: 1 } });
    return state;
  });
  expect(reason(sends)).toMatch('with them reversed it asked for send differently');
  const sums = run((state, { votes }) => ({ ...state, count: Object.values(votes).reduce((a, b) => a + b, 0) }));
  expect(sums.ending).toBe('completed');
});

test('state outside the node is named', () => {
  let calls = 0;
  expect(reason(run((state) => ({ ...state, count: ++calls })))).toMatch('gives different results for the same input');
});

test('state, messages and choices that are not plain data are named by their place', () => {
  expect(reason(run((state) => ({ ...state, seen: new Map() as never })))).toMatch(
    'not plain data: the state.seen is a Map',
  );
  const sent = run((state, _message, ctx) => {
    ctx.send('n1', { kind: 'Go', list: [Number.NaN], votes: {} });
    return state;
  });
  expect(reason(sent)).toMatch('not plain data: send.message.list[0] is NaN');
});

test('after a checked run everything is as it was', () => {
  const before = [Math.random, Date, setTimeout, performance.now];
  run((state) => state);
  expect([Math.random, Date, setTimeout, performance.now]).toEqual(before);
  expect(Date.now()).toBeGreaterThan(0);
});

test('checked mode changes nothing: same fingerprint with and without', () => {
  const pure = protocol<number, Message, never, Record<string, never>>({
    name: 'pure',
    start(ctx) {
      ctx.broadcast({ kind: 'Go', list: [1], votes: { b: 1, a: 2 } });
      return 0;
    },
    on: {
      Go(state, message, from, ctx) {
        if (state < 20) ctx.send(from, { ...message, list: [ctx.choose('next', [1, 2, 3])] });
        return state + 1;
      },
    },
    timer: {},
  });
  const plan = planOf(pure, 3);
  const checked = withAmbientGuard((guard) => simulate(plan, { guard }));
  expect(checked.fingerprint).toBe(simulate(plan).fingerprint);
});
