// A paused node, as by SIGSTOP or a stop of the virtual machine: it takes no step, the world around it goes on.
import { expect, test } from 'vitest';
import type { Fault } from '../../../src/contract/faults.ts';
import { ms } from '../../../src/contract/time.ts';
import { crash, fault, node } from '../small.ts';

import { alarm, all, type C, notes, type Options, persist, play, type Script, say, sayDurable } from './scripted.ts';

const pause = (from: number, until: number, ...ids: readonly string[]): Fault =>
  fault(ms(from), { kind: 'pause', targets: ids.map(node) }, ms(until));
const paused = [pause(10, 30, 'n2')];

/** n1 says a, b, … to n2, to arrive at these times. */
const arriving = (...at: readonly number[]): Script =>
  at.map((time, i) => [time - 1, 'n1', say('n2', 'abcdef'.charAt(i))]);
/** n2 sets an alarm at 5 ms, to go off at 15 ms. */
const alarmAt15: Script = [[5, 'n2', alarm(10)]];
const heard = (options: Options) => notes('n2', options);

test('messages wait for a paused node and are handled at the instant it goes on, in the order they came', () => {
  const script = arriving(13, 15, 17);
  expect(heard({ script, faults: paused })).toEqual(['a @30', 'b @30', 'c @30']);
  expect(heard({ script })).toEqual(['a @13', 'b @15', 'c @17']);
});

test('what a paused node sends in answer leaves when it goes on', () => {
  const hear = (ctx: C, text: string, from: string) => ctx.self === 'n2' && say(from, `re-${text}`)(ctx);
  const options: Options = { script: arriving(13), hear };
  expect(notes('n1', { ...options, faults: paused })).toEqual(['re-a @31']);
  expect(notes('n1', options)).toEqual(['re-a @14']);
});

test('a timer that is due during a pause fires once, late; a repeated one goes on from there', () => {
  const options: Options = { script: alarmAt15, ring: alarm(10), until: ms(50) };
  expect(heard({ ...options, faults: paused })).toEqual(['alarm @30', 'alarm @40', 'alarm @50']);
  expect(heard(options)).toEqual(['alarm @15', 'alarm @25', 'alarm @35', 'alarm @45']);
});

test('a timer that is due after a pause fires at its time', () => {
  expect(heard({ script: [[5, 'n2', alarm(26)]], faults: paused })).toEqual(['alarm @31']);
});

test('messages and timers wait in one queue', () => {
  const script = [...arriving(13, 17), ...alarmAt15];
  expect(heard({ script, faults: paused })).toEqual(['a @30', 'alarm @30', 'b @30']);
});

test('a timer that a handler cancels at the resume does not fire, unless it waited before that handler’s message', () => {
  const options: Options = { hear: (ctx) => ctx.cancelTimer('alarm'), faults: paused };
  expect(heard({ ...options, script: [...alarmAt15, ...arriving(13)] })).toEqual(['a @30']);
  expect(heard({ ...options, script: [...alarmAt15, ...arriving(17)] })).toEqual(['alarm @30', 'a @30']);
  expect(heard({ script: [...alarmAt15, ...arriving(13)], faults: paused })).toEqual(['a @30', 'alarm @30']);
});

test('a timer that a handler sets again at the resume fires once, at its new time', () => {
  const options: Options = { hear: alarm(7), faults: paused };
  expect(heard({ ...options, script: [...alarmAt15, ...arriving(13)] })).toEqual(['a @30', 'alarm @37']);
  expect(heard({ ...options, script: [...alarmAt15, ...arriving(17)] })).toEqual(['alarm @30', 'a @30', 'alarm @37']);
});

const writing: Script = [[9, 'n2', all(persist({ x: 1 }), sayDurable('n1', 'durable'))]];

test('a write finishes during a pause, and what it lets go leaves when the node goes on', () => {
  expect(notes('n1', { script: writing, faults: paused })).toEqual(['durable @31']);
  expect(notes('n1', { script: writing })).toEqual(['durable @12']);
  const played = play({ script: writing, faults: [...paused, crash(ms(20), 'n2', ms(40))] });
  expect([played.of('n1'), played.starts('n2')]).toEqual([[], ['1 empty {} @0', '2 intact {"x":1} @40']]);
});

test('a failed write is told when the node goes on', () => {
  const failing = fault(ms(11), { kind: 'failWrites', targets: [node('n2')], write: undefined }, ms(11.5));
  expect(heard({ script: writing, faults: [failing, ...paused] })).toEqual(['error of write @30']);
  expect(heard({ script: writing, faults: [failing] })).toEqual(['error of write @11']);
  // What waited for a write that succeeded before, in the pause, still leaves.
  const earlier: Script = [[8, 'n2', all(persist({ y: 1 }), sayDurable('n1', 'y'))]];
  const early = [pause(9.5, 30, 'n2'), failing];
  const played = play({ script: [...earlier, ...writing], faults: early });
  expect([played.of('n1'), played.of('n2')]).toEqual([['y @31'], ['error of write @30']]);
});

test('a cut that begins after a message has come does not stop it; one that is there when it comes does', () => {
  const cut = fault(ms(14), { kind: 'cut', from: [node('n1')], to: [node('n2')] });
  expect(heard({ script: arriving(13, 15), faults: [...paused, cut] })).toEqual(['a @30']);
});

test('a crash during a pause loses what waits, and ends the pause', () => {
  const faults = [pause(10, 50, 'n2'), crash(ms(20), 'n2', ms(25))];
  const script = [...arriving(13, 27), ...alarmAt15];
  expect(heard({ script, faults })).toEqual(['b @27']);
  expect(heard({ script, faults: faults.slice(0, 1) })).toEqual(['a @50', 'alarm @50', 'b @50']);
});

test('a pause that ends does not end another that the node’s next life is in', () => {
  const faults = [pause(10, 50, 'n2'), crash(ms(20), 'n2', ms(25)), pause(40, 60, 'n2')];
  expect(heard({ script: arriving(45), faults })).toEqual(['a @60']);
});

test('of two pauses that overlap the one that ends last lets the node go on', () => {
  expect(heard({ script: arriving(13), faults: [...paused, pause(20, 40, 'n2')] })).toEqual(['a @40']);
  expect(heard({ script: arriving(13), faults: [pause(10, 40, 'n2'), pause(20, 30, 'n2')] })).toEqual(['a @40']);
});

test('a node that is down cannot be paused: the fault says so, and the node comes back running', () => {
  const options = { script: arriving(25), faults: [crash(ms(10), 'n2', ms(20)), pause(15, 60, 'n2')] };
  const played = play(options);
  expect(played.of('n2')).toEqual(['a @25']);
  expect(played.result.windows.map(({ skipped }) => skipped)).toEqual([undefined, 'the node was down']);
});

test('a pause of several nodes takes hold of those that are up', () => {
  const script: Script = [...arriving(25), [24, 'n1', say('n3', 'x')]];
  const played = play({ script, count: 3, faults: [crash(ms(10), 'n2', ms(20)), pause(15, 60, 'n2', 'n3')] });
  expect([played.of('n2'), played.of('n3')]).toEqual([['a @25'], ['x @60']]);
});

test('a paused node learns of a broken stream when it goes on, but what it had under way is lost at once', () => {
  const reset = fault(ms(20), { kind: 'reset', from: [node('n1')], to: [node('n2')] });
  const script: Script = [[9.5, 'n2', say('n1', 'x')], [32, 'n2', say('n1', 'y')]]; // biome-ignore format: a script
  const played = play({ script, streams: { retransmit: ms(20), resetAfter: ms(50) }, faults: [...paused, reset] });
  expect([played.of('n1'), played.of('n2')]).toEqual([['x @10.5', 'y @33'], ['reset by n1 @30']]);
});

test('a paused client asks late and hears late', () => {
  const answers = (...faults: Fault[]) => play({ count: 1, clients: 1, faults }).of('c1');
  expect(answers()).toEqual(['answer @12']);
  // It asks at 30; or it has asked at 10 and does not hear before 30.
  expect(answers(pause(5, 30, 'c1'))).toEqual(['answer @32']);
  expect(answers(pause(11, 30, 'c1'))).toEqual(['answer @30']);
});
