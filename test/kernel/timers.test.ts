import { expect, test } from 'vitest';
import type { Context } from '../../src/contract/context.ts';
import { protocol } from '../../src/contract/protocol.ts';
import { ms } from '../../src/contract/time.ts';
import { TimedRun } from '../../src/kernel/index.ts';
import { planOf } from './small.ts';

type Timer =
  | { readonly kind: 'script'; readonly key: string; readonly step: number }
  | { readonly kind: 'alarm'; readonly key?: string };
type C = Context<never, Timer, Record<string, never>>;

/** Runs each step of the script at its time and tells when alarms fired. */
function fired(script: readonly (readonly [number, (ctx: C) => void])[], seed = '1'): readonly string[] {
  const alarmed = protocol<readonly string[], never, Timer, Record<string, never>>({
    name: 'alarmed',
    start(ctx) {
      for (const [step, [at]] of script.entries()) ctx.setTimer({ kind: 'script', key: String(step), step }, at);
      return [];
    },
    on: {},
    timer: {
      script(state, { step }, ctx) {
        script[step]![1](ctx);
        return state;
      },
      alarm: (state, { key }, ctx) => [...state, `${key ?? 'alarm'}@${ctx.now / 1000}`],
    },
  });
  const run = new TimedRun(planOf(alarmed, 1, { until: ms(100), seed }));
  run.run();
  return run.world.nodes[0]!.state as readonly string[];
}

const set = (delay: number, key?: string) => (ctx: C) =>
  ctx.setTimer(key === undefined ? { kind: 'alarm' } : { kind: 'alarm', key }, ms(delay));

test('a timer fires once, at its time', () => {
  expect(fired([[ms(1), set(10)]])).toEqual(['alarm@11']);
});

test('setting it again replaces it: put off, brought forward, put off and brought forward', () => {
  expect(fired([[ms(1), set(10)], [ms(5), set(10)]])).toEqual(['alarm@15']); // biome-ignore format: a script
  expect(fired([[ms(1), set(10)], [ms(2), set(3)]])).toEqual(['alarm@5']); // biome-ignore format: a script
  expect(fired([[ms(1), set(10)], [ms(2), set(30)], [ms(3), set(4)]])).toEqual(['alarm@7']); // biome-ignore format: a script
  expect(fired([[ms(1), set(10)], [ms(2), set(30)], [ms(20), set(30)], [ms(21), set(2)]])).toEqual(['alarm@23']); // biome-ignore format: a script
});

test('keys keep timers of one kind apart; cancelling takes one', () => {
  expect(fired([[ms(1), set(10, 'a')], [ms(2), set(10, 'b')]])).toEqual(['a@11', 'b@12']); // biome-ignore format: a script
  const cancel = (ctx: C) => ctx.cancelTimer('alarm', 'a');
  expect(fired([[ms(1), set(10, 'a')], [ms(2), set(10, 'b')], [ms(3), cancel]])).toEqual(['b@12']); // biome-ignore format: a script
  expect(fired([[ms(1), set(10)], [ms(3), (ctx) => ctx.cancelTimer('alarm')], [ms(4), set(20)]])).toEqual(['alarm@24']); // biome-ignore format: a script
});

test('events of one instant happen in the order in which they were asked for, also after a timer was put off', () => {
  // a is set at 1 ms for 11 ms, b at 2 ms for 11 ms, then a is put off at 3 ms to the same 11 ms: b comes first.
  expect(fired([[ms(1), set(10, 'a')], [ms(2), set(9, 'b')], [ms(3), set(8, 'a')]])).toEqual(['b@11', 'a@11']); // biome-ignore format: a script
});

test('a range is drawn evenly between its ends, both included', () => {
  const at = new Set<string>();
  for (let seed = 1; seed <= 40; seed++) {
    at.add(fired([[0, (ctx) => ctx.setTimer({ kind: 'alarm' }, 1000, 1003)]], String(seed))[0]!);
  }
  expect([...at].sort()).toEqual(['alarm@1', 'alarm@1.001', 'alarm@1.002', 'alarm@1.003']);
});
