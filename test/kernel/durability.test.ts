// What a crash takes and leaves, in exact times: a write takes 2 ms, a message 1 ms.
import { expect, test } from 'vitest';
import type { Context } from '../../src/contract/context.ts';
import { protocol } from '../../src/contract/protocol.ts';
import { ms } from '../../src/contract/time.ts';
import { TimedRun } from '../../src/kernel/index.ts';
import { crash, planOf } from './small.ts';

type Message = { readonly kind: 'Seen'; readonly text: string };
type Timer = { readonly kind: 'go' };
type Durable = { readonly a: number; readonly b: number };
type State = { readonly seen: readonly string[]; readonly found: Readonly<Partial<Durable>>; readonly disk: string };
type C = Context<Message, Timer, Durable>;

const writer = (go: (ctx: C) => void) =>
  protocol<State, Message, Timer, Durable>({
    name: 'writer',
    start(ctx, durable) {
      if (ctx.self === 'n1') ctx.setTimer({ kind: 'go' }, ms(10));
      return { seen: [], found: durable, disk: `${ctx.boot.disk} ${ctx.boot.incarnation}` };
    },
    on: { Seen: (state, { text }, _from, ctx) => ({ ...state, seen: [...state.seen, `${text}@${ctx.now}`] }) },
    timer: {
      go(state, _timer, ctx) {
        go(ctx);
        return state;
      },
    },
  });

function stateOf(id: string, go: (ctx: C) => void, changes = {}): State {
  const run = new TimedRun(planOf(writer(go), 2, { until: ms(50), ...changes }));
  run.run();
  return run.world.byId.get(id)!.state as State;
}

const tell = (ctx: C, text: string, durable: boolean) => ctx.send('n2', { kind: 'Seen', text }, { durable });

test('a durable send leaves when the write is durable, another at once', () => {
  const { seen } = stateOf('n2', (ctx) => {
    ctx.persist({ a: 1 });
    tell(ctx, 'durable', true);
    tell(ctx, 'at once', false);
  });
  expect(seen).toEqual([`at once@${ms(11)}`, `durable@${ms(13)}`]); // 10 + 1, and 10 + 2 + 1
});

test('a durable send with nothing pending leaves at once', () => {
  expect(stateOf('n2', (ctx) => tell(ctx, 'x', true)).seen).toEqual([`x@${ms(11)}`]);
});

test('a durable send waits for every write issued before it, also of earlier events, and for none after it', () => {
  const { seen } = stateOf('n2', (ctx) => {
    ctx.persist({ a: 1 });
    ctx.persist({ b: 1 });
    tell(ctx, 'both', true);
    ctx.persist({ a: 2 });
    ctx.send('n1', { kind: 'Seen', text: 'loopback' });
  });
  expect(seen).toEqual([`both@${ms(13)}`]);
});

test('a durable message to oneself tells of one’s own flush', () => {
  const { seen } = stateOf('n1', (ctx) => {
    ctx.persist({ a: 1 });
    ctx.send('n1', { kind: 'Seen', text: 'flushed' }, { durable: true });
    ctx.send('n1', { kind: 'Seen', text: 'loopback' });
  });
  expect(seen).toEqual([`loopback@${ms(10)}`, `flushed@${ms(12)}`]);
});

test('a crash before the flush: the durable send never leaves; RAM is gone; what was durable is found again', () => {
  const go = (ctx: C) => {
    ctx.persist({ a: 1 });
    tell(ctx, 'durable', true);
  };
  expect(stateOf('n2', go, { faults: [crash(ms(11.5), 'n1')] }).seen).toEqual([]);
  expect(stateOf('n2', go, { faults: [crash(ms(12.5), 'n1')] }).seen).toEqual([`durable@${ms(13)}`]);
  const after = stateOf('n1', go, { faults: [crash(ms(12.5), 'n1', ms(20))], until: ms(25) });
  expect(after).toEqual({ seen: [], found: { a: 1 }, disk: 'intact 2' });
});

test('an empty disk says so, and patches merge key by key', () => {
  expect(stateOf('n1', () => {}, { faults: [crash(ms(5), 'n1', ms(6))] })).toEqual({
    seen: [],
    found: {},
    disk: 'empty 2',
  });
  const go = (ctx: C) => {
    ctx.persist({ a: 1, b: 1 });
    ctx.persist({ b: 2 });
  };
  expect(stateOf('n1', go, { faults: [crash(ms(15), 'n1', ms(16))], until: ms(20) }).found).toEqual({ a: 1, b: 2 });
});

test('a crash keeps a prefix of the pending writes: over seeds every prefix, and nothing else', () => {
  const go = (ctx: C) => {
    ctx.persist({ a: 1 });
    ctx.persist({ a: 2 });
    ctx.persist({ b: 3 });
  };
  const found = new Set<string>();
  for (let seed = 1; seed <= 60; seed++) {
    const faults = [crash(ms(11), 'n1', ms(15))];
    found.add(JSON.stringify(stateOf('n1', go, { faults, seed: String(seed), until: ms(20) }).found));
  }
  expect([...found].sort()).toEqual(['{"a":1}', '{"a":2,"b":3}', '{"a":2}', '{}']);
});

test('timers and a message to oneself die with the incarnation that set them', () => {
  const { seen } = stateOf(
    'n1',
    (ctx) => {
      if (ctx.boot.incarnation === 1) ctx.send('n1', { kind: 'Seen', text: 'of the first life' }, { durable: true });
    },
    { faults: [crash(ms(9), 'n1', ms(9.5))], until: ms(25) },
  );
  // The first life's timer was due at 10 ms; the second life's is due at 19.5 ms, and sends nothing.
  expect(seen).toEqual([]);
});
