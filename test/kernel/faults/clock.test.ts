// Clocks that run fast or slow, are off, or jump. n2 shows true time and tells n1 what to do; n1's clock is the wrong one.
import { expect, test } from 'vitest';
import type { Fault } from '../../../src/contract/faults.ts';
import { ms } from '../../../src/contract/time.ts';
import { crash, fault, node } from '../small.ts';
import { alarm, type C, notes, type Options, play, type Script, say } from './scripted.ts';

type Wrong = { readonly rate?: readonly [number, number]; readonly offset?: number; readonly jump?: number };
const clock = (from: number, until: number | undefined, { rate, offset = 0, jump = 0 }: Wrong): Fault => {
  const ratio = rate && { numerator: rate[0], denominator: rate[1] };
  const action = { kind: 'clock', targets: [node('n1')], rate: ratio, offset: ms(offset), jump: ms(jump) } as const;
  return fault(ms(from), action, until && ms(until));
};
const fast = { rate: [2, 1] } as const;
const slow = { rate: [1, 2] } as const;

/** n1 is told at 10 ms to set an alarm to 20 ms. */
const setAt10: Script = [[9, 'n2', say('n1', 'set')]];
const rung = (options: Options) => {
  const hear = (ctx: C) => ctx.self === 'n1' && alarm(20)(ctx);
  const heard = notes('n1', { script: setAt10, hear, ...options });
  return heard.filter((note) => note.startsWith('alarm'));
};

test('timers of a fast clock fire early in true time, of a slow one late', () => {
  expect(rung({ faults: [clock(5, undefined, fast)] })).toEqual(['alarm @20']);
  expect(rung({ faults: [clock(5, undefined, slow)] })).toEqual(['alarm @50']);
  expect(rung({})).toEqual(['alarm @30']);
});

test('a timer that is set when the rate changes keeps what it has run', () => {
  // By 15 it has run 5 of its 20; by 20, at twice the rate, 15; the last 5 at the true rate.
  expect(rung({ faults: [clock(15, 20, fast)] })).toEqual(['alarm @25']);
  // By 15 it has run 5; by 21, at half the rate, 8; then 12 more.
  expect(rung({ faults: [clock(15, 21, slow)] })).toEqual(['alarm @33']);
  expect(rung({ faults: [clock(15, undefined, fast)] })).toEqual(['alarm @22.5']);
});

/** What n1's wall and monotonic clocks show at these times, in ms. */
const shown = (faults: readonly Fault[], ...at: readonly number[]) => {
  const script: Script = at.map((time) => [time - 1, 'n2', say('n1', 'look')]);
  const hear = (ctx: C) => ctx.self === 'n1' && ctx.note(`${ctx.now / 1000} ${ctx.monotonic / 1000}`);
  const seen = notes('n1', { script, hear, faults }).filter((note) => !note.startsWith('look'));
  return seen.map((note) => note.split(' ').slice(0, 2).map(Number));
};

test('a rate is shown by both clocks, and what was gained stays', () => {
  // 10, then 2 · 10, then as much as true time.
  expect(shown([clock(10, 20, fast)], 5, 15, 30)).toEqual([[5, 5], [20, 20], [40, 40]]); // biome-ignore format: pairs
  expect(shown([clock(10, 20, slow)], 5, 15, 30)).toEqual([[5, 5], [12.5, 12.5], [25, 25]]); // biome-ignore format: pairs
  expect(shown([], 5, 15, 30)).toEqual([[5, 5], [15, 15], [30, 30]]); // biome-ignore format: pairs
});

test('the longest timer on the slowest clock, set back a day a thousand times, is no bug of ours', () => {
  const boot = (ctx: C) => ctx.self === 'n1' && ctx.setTimer({ kind: 'alarm' }, 2 ** 46);
  const back = Array.from({ length: 999 }, () => clock(6, undefined, { jump: -86_400_000 }));
  const faults = [clock(5, undefined, { rate: [1, 100] }), ...back];
  // Without a bound it is due at 100 · (2^46 + 999 days) µs, which is more than 2^53.
  expect(100 * (2 ** 46 + 999 * 86_400e6)).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
  expect(notes('n1', { boot, faults, timers: 'wall' }).filter((note) => note.startsWith('alarm'))).toEqual([]);
});

test('an offset is shown by the wall clock while it lasts; a jump for good; the monotonic clock shows neither', () => {
  expect(shown([clock(10, 20, { offset: 7 })], 5, 15, 30)).toEqual([[5, 5], [22, 15], [30, 30]]); // biome-ignore format: pairs
  expect(shown([clock(10, 20, { jump: -7 })], 5, 15, 30)).toEqual([[5, 5], [8, 15], [23, 30]]); // biome-ignore format: pairs
  expect(shown([clock(10, 20, { offset: -7, jump: 3 })], 15, 30)).toEqual([[11, 15], [33, 30]]); // biome-ignore format: pairs
  expect(shown([clock(10, undefined, { offset: 7 })], 150)).toEqual([[157, 150]]);
});

test('timers of the wall clock fire early when it jumps forward, late when back, at once when past; monotonic ones do not', () => {
  const jump = (by: number) => ({ faults: [clock(15, undefined, { jump: by })] });
  const wall = (by: number) => rung({ ...jump(by), timers: 'wall' });
  expect([wall(8), wall(-8), wall(100)]).toEqual([['alarm @22'], ['alarm @38'], ['alarm @15']]);
  for (const by of [8, -8, 100]) expect(rung(jump(by))).toEqual(['alarm @30']);
});

test('an offset moves timers of the wall clock when it begins, and back when it ends', () => {
  const off = (until: number) => rung({ faults: [clock(15, until, { offset: 8 })], timers: 'wall' });
  // At 15 there are 15 left, less 8; at 20 there are 2, and 8 more.
  expect([off(20), off(25)]).toEqual([['alarm @30'], ['alarm @22']]);
});

test('of several rates the one that began last counts while it lasts', () => {
  const inner = [clock(10, 40, fast), clock(20, 30, slow)];
  // 10 + 2 · 10 + 10 / 2 + 2 · 10, then true: 55 at 40.
  expect(shown(inner, 50)).toEqual([[65, 65]]);
  const crossed = [clock(10, 30, fast), clock(20, 40, slow)];
  // 10 + 2 · 10 + 20 / 2, then true: 40 at 40.
  expect(shown(crossed, 50)).toEqual([[50, 50]]);
  // Their order in the plan does not matter. 10 + 2 · 10 + 10 / 2 + 4 · 10, then again half: 75 at 40, 80 at 50.
  const three = [clock(20, 60, slow), clock(10, 70, fast), clock(30, 40, { rate: [4, 1] })];
  expect(shown(three, 50)).toEqual([[80, 80]]);
});

test('offsets and jumps of several faults add up, and a fault without a rate leaves the rate', () => {
  const faults = [clock(10, 60, { offset: 7 }), clock(20, 50, { offset: 100, jump: 1 }), clock(25, 30, fast)];
  expect(shown(faults, 15, 22, 40, 55, 70).map(([wall]) => wall)).toEqual([22, 130, 153, 68, 76]);
});

test('the clock is the machine’s: it goes on through a crash, and wrong', () => {
  const hear = (ctx: C) => ctx.self === 'n1' && alarm(20)(ctx);
  const faults = [clock(5, undefined, fast), crash(ms(12), 'n1', ms(15))];
  // Told at 20, in its second life.
  expect(notes('n1', { script: [[19, 'n2', say('n1', 'set')]], hear, faults })).toEqual(['set @20', 'alarm @30']);
  expect(shown([...faults], 20)).toEqual([[35, 35]]);
});

test('a timer that waits in the inbox has fired: no clock puts it off, or makes it fire again', () => {
  const pause = fault(ms(12), { kind: 'pause', targets: [node('n1')] }, ms(60));
  const back = clock(40, undefined, { jump: -50 });
  expect(rung({ timers: 'wall', faults: [pause, back] })).toEqual(['alarm @60']);
  const forward = clock(40, undefined, { jump: 50 });
  expect(rung({ timers: 'wall', faults: [pause, forward] })).toEqual(['alarm @60']);
  // Without the pause it has fired before the jump; one that is still set at the jump is put off by it.
  expect(rung({ timers: 'wall', faults: [back] })).toEqual(['alarm @30']);
  expect(rung({ timers: 'wall', faults: [clock(25, undefined, { jump: -50 })] })).toEqual(['alarm @80']);
});

test('a timer that is put off at every message fires once, its time after the last of them', () => {
  const script: Script = [9, 14, 19, 24].map((at) => [at, 'n2', say('n1', 'heartbeat')]);
  expect(rung({ script })).toEqual(['alarm @45']);
  // From 25 on it has 20: 5 by 30, then at twice the rate.
  expect(rung({ script, faults: [clock(30, undefined, fast)] })).toEqual(['alarm @37.5']);
  expect(rung({ script, faults: [clock(12, 27, slow)] })).toEqual(['alarm @46']);
});

test('other nodes keep true time', () => {
  const played = play({ script: [[10, 'n2', alarm(20)]], faults: [clock(5, undefined, fast)] });
  expect(played.of('n2')).toEqual(['alarm @30']);
});
