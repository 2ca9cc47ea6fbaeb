// How long writes take, who waits for them, and what a crash leaves of those that are not done. A write takes 2 ms.
import { expect, test } from 'vitest';
import type { Fault, Unsynced } from '../../../src/contract/faults.ts';
import { ms } from '../../../src/contract/time.ts';
import { fault, node } from '../small.ts';
import { alarm, all, type C, notes, type Options, persist, play, type Script, say, sayDurable } from './scripted.ts';

const exactly = (time: number) => ({ min: ms(time), max: ms(time) });
const steadyDisk = { latencyMin: ms(2), latencyMax: ms(2) };
const disk = { ...steadyDisk, kinds: { vote: exactly(5) } };

/** n1 writes at 10 ms; n2 hears when that is durable, and 1 ms more. */
const write = (kind?: string) => all(persist({ x: 1 }, kind), sayDurable('n2', `${kind}`));
const heard = (options: Options) => notes('n2', options);

test('a write takes as long as its kind says, and other kinds what the disk says', () => {
  expect(heard({ script: [[10, 'n1', write('vote')]], disk })).toEqual(['vote @16']);
  expect(heard({ script: [[10, 'n1', write('log')]], disk })).toEqual(['log @13']);
  expect(heard({ script: [[10, 'n1', write('vote')]] })).toEqual(['vote @13']);
});

test('a range of one kind is met at both ends and not beyond', () => {
  const kinds = { vote: { min: 3, max: 6 } };
  const took = new Set<string>();
  for (let seed = 1; seed <= 40; seed++) {
    const [note] = heard({ script: [[10, 'n1', write('vote')]], disk: { ...disk, kinds }, seed: String(seed) });
    took.add(note!);
  }
  expect([...took].sort()).toEqual([3, 4, 5, 6].map((time) => `vote @11.00${time}`));
});

test('writes become durable in the order issued, also a fast one behind a slow one', () => {
  const script = (...kinds: readonly string[]): Script => [[10, 'n1', all(...kinds.map(write))]];
  expect(heard({ script: script('vote', 'log'), disk })).toEqual(['vote @16', 'log @16']);
  expect(heard({ script: script('log', 'vote'), disk })).toEqual(['log @13', 'vote @16']);
});

const slowDisk = (from: number, until: number, time: number): Fault =>
  fault(ms(from), { kind: 'slowDisk', targets: [node('n1')], latency: exactly(time) }, ms(until));

test('a slow disk is slow for all kinds of writes that are issued while it lasts, on its node', () => {
  const script: Script = [[10, 'n1', write('vote')], [40, 'n1', write('log')], [10, 'n3', write('n3')]]; // biome-ignore format: a script
  const options: Options = { script, disk, count: 3 };
  expect(heard({ ...options, faults: [slowDisk(5, 15, 20)] })).toEqual(['n3 @13', 'vote @31', 'log @43']);
  expect(heard(options)).toEqual(['n3 @13', 'vote @16', 'log @43']);
  // A disk may also be faster than its kinds: the fault says how long a write takes.
  expect(heard({ ...options, faults: [slowDisk(5, 15, 1)] })).toEqual(['vote @12', 'n3 @13', 'log @43']);
});

test('of two slow disks that overlap the one that began last counts while it lasts', () => {
  const faults = [slowDisk(5, 60, 20), slowDisk(8, 30, 10)];
  const script: Script = [[10, 'n1', write('a')], [40, 'n1', write('b')]]; // biome-ignore format: a script
  expect(heard({ script, faults })).toEqual(['a @21', 'b @61']);
});

const blocking = { ...steadyDisk, blocking: true };
/** n2 writes whenever it hears something, and answers at once. */
const writing = (ctx: C, text: string, from: string) =>
  ctx.self === 'n2' && all(persist({ x: 1 }), say(from, text))(ctx);
const arriving: Script = [
  [5, 'n2', alarm(7)],
  [10, 'n1', say('n2', 'a', 'b')],
  [10.5, 'n1', say('n2', 'c')],
];

test('a node that waits for its disk handles nothing while a write is pending, and then what came in order', () => {
  const options: Options = { script: arriving, hear: writing };
  // a writes from 11 to 13. Then b does, to 15; c came at 11.5, and the alarm was due at 12.
  expect(heard({ ...options, disk: blocking })).toEqual(['a @11', 'b @13', 'c @15', 'alarm @17']);
  expect(heard(options)).toEqual(['a @11', 'b @11', 'c @11.5', 'alarm @12']);
  // What does not wait for a write leaves with its handler.
  expect(notes('n1', { ...options, disk: blocking })).toEqual(['a @12', 'b @14', 'c @16']);
});

test('a node that waits for its disk lets its durable sends go before it handles the next message', () => {
  const hear = (ctx: C, text: string, from: string) =>
    ctx.self === 'n2' && (text === 'a' ? all(persist({ x: 1 }), sayDurable(from, 'durable')) : say(from, text))(ctx);
  const script: Script = [[10, 'n1', say('n2', 'a', 'b')]];
  expect(notes('n1', { script, hear, disk: blocking })).toEqual(['durable @14', 'b @14']);
  expect(notes('n1', { script, hear })).toEqual(['b @12', 'durable @14']);
});

test('a node that waits for its disk and is paused goes on when both are over', () => {
  const pause = (until: number) => fault(ms(11.2), { kind: 'pause', targets: [node('n2')] }, ms(until));
  const script: Script = [[10, 'n1', say('n2', 'a', 'b')]];
  const options: Options = { script, hear: writing, disk: blocking };
  expect(heard({ ...options, faults: [pause(20)] })).toEqual(['a @11', 'b @20']);
  expect(heard({ ...options, faults: [pause(12)] })).toEqual(['a @11', 'b @13']);
});

/** All that n1 may find after three writes at 10 ms and a crash. */
function found(unsynced: Unsynced, at = 11): readonly string[] {
  const three = all(persist({ a: 1, b: 1 }), persist({ a: 2, b: 2 }), persist({ c: 3 }));
  const crash = fault(ms(at), { kind: 'crash', targets: [node('n1')], unsynced }, ms(20));
  const outcomes = new Set<string>();
  for (let seed = 1; seed <= 80; seed++) {
    const [, start] = play({ script: [[10, 'n1', three]], faults: [crash], seed: String(seed) }).starts('n1');
    outcomes.add(start!.split(' ')[2]!);
  }
  return [...outcomes].sort();
}
const whole = '{"a":2,"b":2,"c":3}';

test('a crash may lose all writes under way, keep all of them, or a prefix that is drawn', () => {
  expect(found('lost')).toEqual(['{}']);
  expect(found('kept')).toEqual([whole]);
  expect(found('drawn')).toEqual(['{"a":1,"b":1}', whole, '{"a":2,"b":2}', '{}']);
});

test('a torn write leaves some of its keys, never none and never all; one of a single key is not torn', () => {
  const ofFirst = ['{"a":1}', '{"b":1}'];
  const ofSecond = ['{"a":1,"b":2}', '{"a":2,"b":1}'];
  // Of the third nothing, and all three, where none was left to tear.
  expect(found('torn')).toEqual([...ofFirst, ...ofSecond, '{"a":2,"b":2}', whole].sort());
});

test('what is durable no crash takes', () => {
  for (const unsynced of ['lost', 'kept', 'drawn', 'torn'] as const) expect(found(unsynced, 12.5)).toEqual([whole]);
});
