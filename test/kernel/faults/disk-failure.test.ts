// Writes that fail, and nodes that stop by themselves. A write takes 2 ms, and fails when it would have been done.
import { expect, test } from 'vitest';
import type { Fault } from '../../../src/contract/faults.ts';
import { ms } from '../../../src/contract/time.ts';
import { crash, fault, node } from '../small.ts';
import { alarm, all, type C, notes, type Options, persist, play, type Script, say, sayDurable } from './scripted.ts';

const failing = (kind: 'failWrites' | 'fullDisk', from: number, until: number, write?: string): Fault =>
  fault(ms(from), { kind, targets: [node('n1')], write }, ms(until));
const restart = (at: number): Fault => fault(ms(at), { kind: 'restart', targets: [node('n1')] });
const down = crash(ms(50), 'n1', ms(60));

/** Writes a key and says so once that is durable. */
const keep = (key: string, kind?: string) => all(persist({ [key]: 1 }, kind), sayDurable('n2', key));
const once: Script = [[10, 'n1', keep('x')]];
const both = (options: Options) => {
  const played = play(options);
  return { n1: played.of('n1'), n2: played.of('n2'), found: played.starts('n1').at(-1)!.split(' ')[2] };
};

test('a write that fails is told with reason and kind, is not durable, and what waited for it never leaves', () => {
  const outcome = (...faults: Fault[]) => both({ script: once, faults: [...faults, down] });
  const lost = { n2: [], found: '{}' };
  expect(outcome(failing('failWrites', 5, 20))).toEqual({ n1: ['error of write @12'], ...lost });
  expect(outcome(failing('fullDisk', 5, 20))).toEqual({ n1: ['full of write @12'], ...lost });
  expect(outcome()).toEqual({ n1: [], n2: ['x @13'], found: '{"x":1}' });
});

test('writes fail that would complete while it lasts, and only those', () => {
  const script: Script = [8, 10, 20].map((at) => [at, 'n1', keep(`t${at}`)]);
  const outcome = { n1: ['error of write @12'], n2: ['t8 @11', 't20 @23'], found: '{"t8":1,"t20":1}' };
  expect(both({ script, faults: [failing('failWrites', 11, 15), down] })).toEqual(outcome);
});

test('with a write fail those issued after it, told once; what waited for an earlier one leaves', () => {
  const script: Script = [[9.5, 'n1', keep('a')], [10, 'n1', keep('b')], [11, 'n1', keep('c')], [14, 'n1', keep('d')]]; // biome-ignore format: a script
  // a is done at 11.5. c would be at 13, when the disk is well again.
  const played = play({ script, faults: [failing('failWrites', 11.7, 12.5), down] });
  expect(played.of('n1')).toEqual(['error of write @12']);
  expect(played.of('n2')).toEqual(['a @12.5', 'd @17']);
  expect(played.starts('n1').at(-1)).toBe('2 intact {"a":1,"d":1} @60');
  expect(played.result.counts).toMatchObject({ writes: 2, failedWrites: 2 });
});

test('writes of one kind fail and others do not', () => {
  const script: Script = [[10, 'n1', all(keep('l', 'log'), keep('v', 'vote'))], [20, 'n1', keep('m', 'log')]]; // biome-ignore format: a script
  const faults = [failing('failWrites', 5, 40, 'vote'), down];
  const outcome = { n1: ['error of vote @12'], n2: ['l @13', 'm @23'], found: '{"l":1,"m":1}' };
  expect(both({ script, faults })).toEqual(outcome);
});

test('the handler of a failure can write again, and succeeds once the disk is well', () => {
  // Fails at 12 and, tried again, at 14; the third time at 16 it does not.
  const retry: Options['fail'] = (ctx) => keep('x')(ctx);
  const faults = [failing('failWrites', 5, 15), down];
  const outcome = { n1: ['error of write @12', 'error of write @14'], n2: ['x @17'], found: '{"x":1}' };
  expect(both({ script: once, faults, fail: retry })).toEqual(outcome);
});

test('without a handler a failed write stops the node; restarted it finds what was durable', () => {
  const script: Script = [[5, 'n1', keep('a')], ...once, [5, 'n1', alarm(15)]];
  const options: Options = { script, lacks: ['writeFailed'] };
  const played = play({ ...options, faults: [failing('fullDisk', 8, 15), restart(30)] });
  const reason = 'the write write failed: its disk is full';
  expect(played.result.halts).toMatchObject([{ node: 'n1', reason, time: ms(12) }]);
  expect(played.of('n1')).toEqual([`stops: ${reason} @12`]);
  expect(played.starts('n1')).toEqual(['1 empty {} @0', '2 intact {"a":1} @30']);
  expect(play(options).of('n1')).toEqual(['alarm @20']);
});

const halting = (ctx: C) => ctx.halt('it is enough');

test('a node that halts takes what it asked for before, loses its state and timers, and stays down until a restart', () => {
  const script: Script = [
    [5, 'n1', alarm(12)],
    [10, 'n1', all(say('n2', 'before'), halting, say('n2', 'after'))],
    [20, 'n2', say('n1', 'lost')],
    [40, 'n2', say('n1', 'heard')],
  ];
  const forGood = play({ script, probes: [ms(9), ms(30)] });
  expect([forGood.of('n1'), forGood.of('n2')]).toEqual([['stops: it is enough @10'], ['before @11']]);
  expect(forGood.result.probes.map(({ states }) => states['n1'] !== undefined)).toEqual([true, false, false]);
  const again = play({ script, faults: [restart(30)] });
  expect(again.of('n1')).toEqual(['stops: it is enough @10', 'heard @41']);
  expect(again.starts('n1').at(-1)).toBe('2 empty {} @30');
  expect(again.result.halts).toMatchObject([{ node: 'n1', reason: 'it is enough', time: ms(10) }]);
});

test('until a failure is told nothing durable leaves and nothing is written, also if other messages come first', () => {
  // The write of 10 fails at 12, in a pause. At 20 n1 handles what came at 11.5, and only then hears of it.
  const script: Script = [[10, 'n1', persist({ x: 1 })], [10.5, 'n2', say('n1', 'go')]]; // biome-ignore format: a script
  const hear = (ctx: C, text: string) =>
    text === 'go' && all(sayDurable('n2', 'x is durable'), persist({ y: 1 }), sayDurable('n2', 'y too'))(ctx);
  const pause = fault(ms(11), { kind: 'pause', targets: [node('n1')] }, ms(20));
  const failing = fault(ms(11.8), { kind: 'failWrites', targets: [node('n1')], write: undefined }, ms(13));
  const played = play({ script, hear, faults: [pause, failing], fail: (ctx) => sayDurable('n2', 'told')(ctx) });
  expect(played.of('n2')).toEqual(['told @21']);
  expect(played.result.counts.failedWrites).toBe(2);
  expect(play({ script, hear, faults: [pause] }).of('n2')).toEqual(['x is durable @21', 'y too @23']);
});

test('the writes under way when a node halts are completed by its machine, and what waited for them never leaves', () => {
  const found = new Set<string>();
  for (let seed = 1; seed <= 20; seed++) {
    const script: Script = [[10, 'n1', all(keep('x'), halting)]];
    const { n2, found: record } = both({ script, faults: [restart(30)], seed: String(seed) });
    expect(n2).toEqual([]);
    found.add(record!);
  }
  expect([...found]).toEqual(['{"x":1}']);
});

test('a crash fault that ends brings back a node that had halted, as a restart does', () => {
  const played = play({ script: [[10, 'n1', halting]], faults: [crash(ms(20), 'n1', ms(30))] });
  expect(played.starts('n1')).toEqual(['1 empty {} @0', '2 empty {} @30']);
});

test('a node may halt while it starts', () => {
  const boot = (ctx: C) => ctx.boot.incarnation === 1 && halting(ctx);
  const options: Options = { boot, script: [[40, 'n2', say('n1', 'x')]], count: 2 };
  const only = (ctx: C) => ctx.self === 'n1' && boot(ctx);
  expect(notes('n1', { ...options, boot: only })).toEqual(['stops: it is enough @0']);
  const again = notes('n1', { ...options, boot: only, faults: [restart(30)] });
  expect(again).toEqual(['stops: it is enough @0', 'x @41']);
});
