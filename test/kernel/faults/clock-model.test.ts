// Timers that are set again and put off while the clock changes, against a model that integrates the clock naively.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fault } from '../../../src/contract/faults.ts';
import { fault, node } from '../small.ts';
import { type C, notes, type Script } from './scripted.ts';

// Times are multiples of 32 µs and rates powers of two, so that nothing is rounded anywhere.
const RATES = [[1, 2], [2, 1], [4, 1], [1, 1]] as const; // biome-ignore format: pairs
type Window = {
  readonly from: number;
  readonly lasts: number;
  readonly rate: number | undefined;
  readonly offset: number;
  readonly jump: number;
};
/** At `at` n1 hears that it is to set the alarm `name` to `delay`; or to cancel it. */
type Order = { readonly at: number; readonly name: 'a' | 'b'; readonly delay: number | undefined };

const multiples = (min: number, max: number) => fc.integer({ min, max }).map((count) => count * 64);
const windows: fc.Arbitrary<readonly Window[]> = fc.array(
  fc.record({
    from: multiples(25, 375),
    lasts: multiples(1, 190),
    rate: fc.option(fc.nat(RATES.length - 1), { nil: undefined }),
    offset: multiples(-50, 50),
    jump: multiples(-50, 50),
  }),
  { maxLength: 5 },
);
const orders: fc.Arbitrary<readonly Order[]> = fc.array(
  fc.record({
    at: multiples(25, 375).map((at) => at + 32),
    name: fc.constantFrom('a', 'b'),
    delay: fc.oneof({ weight: 6, arbitrary: multiples(0, 100) }, { weight: 1, arbitrary: fc.constant(undefined) }),
  }),
  { minLength: 1, maxLength: 12 },
);

/** When which alarm fires; undefined where something else happens at the same instant, and the order would decide. */
function model(windows: readonly Window[], orders: readonly Order[], isWall: boolean): readonly string[] | undefined {
  const edges = windows.flatMap((window) => [window.from, window.from + window.lasts]);
  const moments = [...edges, ...orders.map(({ at }) => at)].sort((a, b) => a - b);
  if (new Set(moments).size < moments.length) return undefined;
  const left = new Map<string, number>();
  const fired: [number, string][] = [];
  let now = 0;
  for (const moment of [...moments, 10_000_000]) {
    const lasting = windows.filter(({ from, lasts, rate }) => rate !== undefined && from <= now && now < from + lasts);
    const last = lasting.sort((a, b) => a.from - b.from).at(-1);
    const [up, down] = last === undefined ? [1, 1] : RATES[last.rate!]!;
    for (const [name, local] of [...left]) {
      const due = now + (local * down) / up;
      if (due === moment) return undefined;
      if (due < moment) {
        fired.push([due, name]);
        left.delete(name);
      } else left.set(name, local - ((moment - now) * up) / down);
    }
    now = moment;
    for (const { from, lasts, offset, jump } of isWall ? windows : []) {
      const by = now === from ? offset + jump : now === from + lasts ? -offset : 0;
      for (const [name, local] of left) left.set(name, Math.max(0, local - by));
    }
    const order = orders.find(({ at }) => at === now);
    if (order?.delay !== undefined) left.set(order.name, order.delay);
    else if (order !== undefined) left.delete(order.name);
  }
  // Of two at one instant either may be the first.
  return fired.sort(([a, x], [b, y]) => a - b || (x < y ? -1 : 1)).map(([at, name]) => `${name} @${at / 1000}`);
}

function run(windows: readonly Window[], orders: readonly Order[], isWall: boolean): readonly string[] {
  // A message takes 1 ms.
  const script: Script = orders.map(({ at, name, delay }) => [
    (at - 1000) / 1000,
    'n2',
    (ctx: C) => ctx.send('n1', { kind: 'Say', text: delay === undefined ? `cancel ${name}` : `set ${name} ${delay}` }),
  ]);
  const faults = windows.map(({ from, lasts, rate, offset, jump }): Fault => {
    const [numerator, denominator] = RATES[rate ?? 0]!;
    const ratio = rate === undefined ? undefined : { numerator, denominator };
    return fault(from, { kind: 'clock', targets: [node('n1')], rate: ratio, offset, jump }, from + lasts);
  });
  const hear = (ctx: C, text: string) => {
    const [order, name, delay] = text.split(' ');
    if (order === 'set') ctx.setTimer({ kind: 'alarm', key: name! }, Number(delay));
    else ctx.cancelTimer('alarm', name);
  };
  const heard = notes('n1', { script, faults, hear, timers: isWall ? 'wall' : 'monotonic' });
  const fired = heard.filter((note) => /^[ab] /.test(note));
  const at = (note: string) => Number(note.split('@')[1]);
  return [...fired].sort((a, b) => at(a) - at(b) || (a < b ? -1 : 1));
}

for (const clock of ['monotonic', 'wall'] as const) {
  test(`timers of the ${clock} clock fire exactly when a clock integrated step by step says, never twice, never lost`, () => {
    let compared = 0;
    fc.assert(
      fc.property(windows, orders, (windows, orders) => {
        const expected = model(windows, orders, clock === 'wall');
        if (expected === undefined) return;
        compared++;
        expect(run(windows, orders, clock === 'wall')).toEqual(expected);
      }),
      { seed: 7, numRuns: 600 },
    );
    expect(compared).toBeGreaterThan(400);
  });
}
