// A slow node works on one thing at a time, each for its service time; here 5 ms.
import { expect, test } from 'vitest';
import type { Fault } from '../../../src/contract/faults.ts';
import { ms } from '../../../src/contract/time.ts';
import { crash, fault, node } from '../small.ts';
import { alarm, type C, notes, type Options, play, type Script, say } from './scripted.ts';

const slow = (from: number, until?: number, service = 5): Fault =>
  fault(
    ms(from),
    { kind: 'slow', targets: [node('n2')], service: { min: ms(service), max: ms(service) } },
    until && ms(until),
  );
const faults = [slow(1)];
/** a, b and c reach n2 at 11 ms. */
const threeAtOnce: Script = [[10, 'n1', say('n2', 'a', 'b', 'c')]];
const heard = (options: Options) => notes('n2', { script: threeAtOnce, ...options });

test('messages that come at once are handled one service time after the other', () => {
  expect(heard({ faults })).toEqual(['a @16', 'b @21', 'c @26']);
  expect(heard({})).toEqual(['a @11', 'b @11', 'c @11']);
});

test('a message that finds the node idle takes its service time too', () => {
  const script: Script = [[10, 'n1', say('n2', 'a')], [30, 'n1', say('n2', 'b')]]; // biome-ignore format: a script
  expect(heard({ script, faults })).toEqual(['a @16', 'b @36']);
});

test('what a handler leads to leaves at the end of its service time', () => {
  const hear = (ctx: C, text: string, from: string) => ctx.self === 'n2' && say(from, `re-${text}`)(ctx);
  const script = threeAtOnce;
  expect(notes('n1', { script, hear, faults })).toEqual(['re-a @17', 're-b @22', 're-c @27']);
  expect(notes('n1', { script, hear })).toEqual(['re-a @12', 're-b @12', 're-c @12']);
});

test('timers wait in the same queue as messages', () => {
  const script: Script = [
    [0, 'n2', alarm(12)],
    [10, 'n1', say('n2', 'a')],
    [12, 'n1', say('n2', 'b')],
  ];
  // a comes at 11, the alarm is due at 12, b comes at 13.
  expect(heard({ script, faults })).toEqual(['a @16', 'alarm @21', 'b @26']);
  expect(heard({ script })).toEqual(['a @11', 'alarm @12', 'b @13']);
});

test('a timer that is cancelled or set again while it waits does not fire as it was', () => {
  const script: Script = [[0, 'n2', alarm(12)], [10, 'n1', say('n2', 'a')]]; // biome-ignore format: a script
  expect(heard({ script, faults, hear: (ctx) => ctx.cancelTimer('alarm') })).toEqual(['a @16']);
  // Set again at 16 to 20; then it is worked on for 5.
  expect(heard({ script, faults, hear: alarm(4) })).toEqual(['a @16', 'alarm @25']);
});

test('when slowness ends, what is being worked on takes its time and the rest none', () => {
  expect(heard({ faults: [slow(1, 13)] })).toEqual(['a @16', 'b @16', 'c @16']);
  // b comes at 14, when a is still being worked on.
  const script: Script = [[10, 'n1', say('n2', 'a')], [13, 'n1', say('n2', 'b')], [17, 'n1', say('n2', 'c')]]; // biome-ignore format: a script
  expect(heard({ script, faults: [slow(1, 13)] })).toEqual(['a @16', 'b @16', 'c @18']);
});

test('a node that becomes slow works slowly on what it begins from then on', () => {
  const script: Script = [...threeAtOnce, [12, 'n1', say('n2', 'd')]];
  expect(heard({ script, faults: [slow(12)] })).toEqual(['a @11', 'b @11', 'c @11', 'd @18']);
});

test('of two that overlap the one that began last counts while it lasts', () => {
  const faults = [slow(1), slow(9, 20, 2)];
  // a and b and c within the second one: 13, 15, 17. d comes at 31.
  const script: Script = [...threeAtOnce, [30, 'n1', say('n2', 'd')]];
  expect(heard({ script, faults })).toEqual(['a @13', 'b @15', 'c @17', 'd @36']);
});

test('what a pause interrupts goes on from where it was: the work takes its time and the pause', () => {
  const pause = fault(ms(12), { kind: 'pause', targets: [node('n2')] }, ms(30));
  // a would be done at 16; of its 5 ms 4 are left.
  expect(heard({ faults: [slow(1), pause] })).toEqual(['a @34', 'b @39', 'c @44']);
  const short = fault(ms(12), { kind: 'pause', targets: [node('n2')] }, ms(14));
  expect(heard({ faults: [slow(1), short] })).toEqual(['a @18', 'b @23', 'c @28']);
  expect(heard({ faults: [pause] })).toEqual(['a @11', 'b @11', 'c @11']);
});

test('a crash loses what is being worked on and what waits; the machine is slow for the next life too', () => {
  const script: Script = [...threeAtOnce, [30, 'n1', say('n2', 'd')]];
  expect(heard({ script, faults: [slow(1), crash(ms(17), 'n2', ms(25))] })).toEqual(['a @16', 'd @36']);
  expect(heard({ script, faults: [slow(1, 20), crash(ms(17), 'n2', ms(25))] })).toEqual(['a @16', 'd @31']);
});

test('a service time is drawn from its range, both ends included', () => {
  const ranged = fault(ms(1), { kind: 'slow', targets: [node('n2')], service: { min: 3, max: 6 } });
  const took = new Set<number>();
  for (let seed = 1; seed <= 30; seed++) {
    const times = heard({ faults: [ranged], seed: String(seed) }).map((note) => Number(note.split('@')[1]) * 1000);
    for (const [i, time] of times.entries()) took.add(Math.round(time - (times[i - 1] ?? 11_000)));
  }
  expect([...took].sort()).toEqual([3, 4, 5, 6]);
});

test('only the named node is slow, and its window has a beginning and an end', () => {
  const script: Script = [[10, 'n1', say('n3', 'x')], ...threeAtOnce];
  const played = play({ script, count: 3, faults: [slow(1, 50)] });
  expect(played.of('n3')).toEqual(['x @11']);
  expect(played.result.windows).toMatchObject([{ kind: 'slow', from: ms(1), to: ms(50), nodes: [['n2']] }]);
});
