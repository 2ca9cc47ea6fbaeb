// A crash that falls on a node which is down already: what is told of it is what it changed, seen by when the node starts.
import { expect, test } from 'vitest';
import type { Fault } from '../../../src/contract/faults.ts';
import { ms } from '../../../src/contract/time.ts';
import { crash, fault, node } from '../small.ts';
import { type C, type Options, play } from './scripted.ts';

const restart = (at: number): Fault => fault(ms(at), { kind: 'restart', targets: [node('n2')] });
const first = crash(ms(10), 'n2', ms(40));

/** What is told of each fault, and the later starts of n2. */
function told(faults: readonly Fault[], options: Options = {}) {
  const played = play({ ...options, faults });
  const starts = played.starts('n2').flatMap((start) => (start.startsWith('1 ') ? [] : [start.replace(/.*@/, '')]));
  return [...played.result.windows.map(({ skipped, note }) => skipped ?? note), `starts ${starts.join(', ')}`];
}

test('one that is over before the other, or with it, did nothing', () => {
  expect(told([first])).toEqual([undefined, 'starts 40']);
  for (const until of [30, 40]) {
    expect(told([first, crash(ms(20), 'n2', ms(until))])).toEqual([undefined, 'the node was down', 'starts 40']);
  }
  // Nor does one without an end, where neither has one.
  expect(told([crash(ms(10), 'n2'), crash(ms(20), 'n2')])).toEqual([undefined, 'the node was down', 'starts ']);
});

test('one that ends later keeps the node down for longer, and one that never ends does until a restart', () => {
  const longer = 'n2 was down, and stayed so for longer';
  expect(told([first, crash(ms(20), 'n2', ms(60))])).toEqual([undefined, longer, 'starts 60']);
  expect(told([first, crash(ms(20), 'n2'), restart(70)])).toEqual([undefined, longer, undefined, 'starts 70']);
  expect(told([first, crash(ms(40), 'n2', ms(60))])).toEqual([undefined, longer, 'starts 60']);
  // A restart before the other's end, and one at it, leave nothing that it could have done.
  for (const at of [30, 40]) {
    expect(told([first, crash(ms(20), 'n2', ms(60)), restart(at)])[1]).toBe('the node was down');
  }
});

test('of three the one that alone held the node down kept it there', () => {
  const longer = 'n2 was down, and stayed so for longer';
  const faults = [first, crash(ms(20), 'n2', ms(50)), crash(ms(30), 'n2', ms(60))];
  expect(told(faults)).toEqual([undefined, 'the node was down', longer, 'starts 60']);
  expect(told([faults[0]!, faults[2]!])).toEqual([undefined, longer, 'starts 60']);
});

test('its end starts a node that had stopped by itself', () => {
  const options: Options = { script: [[5, 'n2', (ctx: C) => ctx.halt('it is enough')]] };
  expect(told([], options)).toEqual(['starts ']);
  expect(told([crash(ms(20), 'n2', ms(60))], options)).toEqual([
    'n2 was down, and its end started it again',
    'starts 60',
  ]);
  expect(told([crash(ms(20), 'n2')], options)).toEqual(['the node was down', 'starts ']);
});

test('of several nodes it says which were down already', () => {
  const both = fault(ms(20), { kind: 'crash', targets: [node('n1'), node('n2')] }, ms(30));
  expect(told([first, both])).toEqual([undefined, 'n2 was down already', 'starts 40']);
});
