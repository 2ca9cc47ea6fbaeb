// Every class of anomaly on a hand-made history of registers, and on the near-miss that is sound. Where the order of
// versions has to be inferred, what it is inferred from.
import { expect, test } from 'vitest';
import { anomaliesOf, at, type Case, failed, judge, testCases, unknown } from './histories.ts';

const cases: readonly Case[] = [
  [['G0', 'G1c'], [], ['r y:9 w y8 w x1', 'w y9 r x:1 w x3'], ['r y: w y8 w x1', 'r y:8 w y9 r x:1 w x3']],
  [['G1a'], ['read-uncommitted'], [failed('w x1'), 'r x:1'], [unknown('w x1'), 'r x:1']],
  [['G1a', 'dirty-update'], ['read-uncommitted'], [failed('w x1'), 'r x:1 w x2'], [unknown('w x1'), 'r x:1 w x2']],
  [['G1b', 'G-single'], ['read-uncommitted'], ['w x1 w x2', 'r x:1'], ['w x1 w x2', 'r x:2']],
  [['G1c'], ['read-uncommitted'], ['w x1 r y:2', 'w y2 r x:1'], ['w x1 r y:', 'w y2 r x:1']],
  [['G-single'], ['cursor-stability'], ['w x1 w y1', 'r x:1 r y:'], ['w x1 w y1', 'r x:1 r y:1']],
  [
    ['G-nonadjacent'],
    ['consistent-view'],
    ['w x1', 'w y1', 'r x:1 r y:', 'r x: r y:1'],
    ['w x1', 'w y1', 'r x:1 r y:', 'r x:1 r y:1'],
  ],
  [['G2-item'], ['strong-snapshot-isolation'], ['r x: w y1', 'r y: w x1'], ['r x: w y1', 'r y:1 w x1']],
  [['lost-update', 'G2-item'], ['read-committed'], ['r x: w x1', 'r x: w x2'], ['r x: w x1', 'r x:1 w x2']],
  [['internal'], ['cursor-stability'], ['w x1 r x:'], ['w x1 r x:1']],
  [['garbage-read'], ['read-uncommitted'], ['r x:9'], ['r x:9', 'w x9']],
  [['future-read'], ['read-uncommitted'], ['r x:1 w x1'], ['w x1 r x:1']],
  [['cyclic-versions', 'G1c'], ['read-uncommitted'], ['r x:2 w x1', 'r x:1 w x2'], ['r x: w x1', 'r x:1 w x2']],
  [
    ['cyclic-versions-realtime'],
    ['strong-session-serializable'],
    [
      ...[at(0, 9, 'w x1'), at(0.1, 9.1, 'w x2'), at(0.2, 1, 'r x:1')],
      ...[at(2, 3, 'r x:2'), at(0.3, 1.1, 'r x:2'), at(2.1, 3.1, 'r x:1')],
    ],
    [
      ...[at(0, 9, 'w x1'), at(0.1, 9.1, 'w x2'), at(0.2, 1, 'r x:1')],
      ...[at(2, 3, 'r x:2'), at(0.3, 2.5, 'r x:2'), at(2.1, 3.1, 'r x:1')],
    ],
  ],
  [
    ['cyclic-versions-process'],
    ['serializable'],
    [
      ...[at(0, 9, 'w x1'), at(0.1, 9.1, 'w x2'), at(0.2, 1, 'r x:1', 7)],
      ...[at(2, 3, 'r x:2', 7), at(0.3, 1.1, 'r x:2', 8), at(2.1, 3.1, 'r x:1', 8)],
    ],
    [
      ...[at(0, 9, 'w x1'), at(0.1, 9.1, 'w x2'), at(0.2, 1, 'r x:1', 7)],
      ...[at(2, 3, 'r x:2', 7), at(0.3, 1.1, 'r x:2', 8), at(2.1, 3.1, 'r x:2', 8)],
    ],
  ],
  [
    ['G-single-realtime'],
    ['strong-session-serializable'],
    [at(0, 1, 'w x1'), at(2, 3, 'r x:')],
    [at(0, 3, 'w x1'), at(2, 4, 'r x:')],
  ],
  [
    ['G-single-process'],
    ['serializable'],
    [at(0, 1, 'w x1', 0), at(2, 3, 'r x:', 0)],
    [at(0, 1, 'w x1', 0), at(2, 3, 'r x:1', 0)],
  ],
  // A read of what had been replaced: that it had is known from the real time of the two writes.
  [
    ['cyclic-versions-realtime'],
    ['strong-session-serializable'],
    [at(0, 1, 'w x1'), at(2, 3, 'w x2'), at(4, 5, 'r x:1')],
    [at(0, 3, 'w x1'), at(2, 3.5, 'w x2'), at(4, 5, 'r x:1')],
  ],
  // That 2 came after 1 is known from real time only; who saw the y of its writer should have seen it.
  [
    ['G-single-realtime'],
    ['strong-session-serializable'],
    [at(0, 1, 'w x1'), at(2, 3, 'w x2 w y1'), at(1.5, 4, 'r y:1 r x:1')],
    [at(0, 2.5, 'w x1'), at(2, 3, 'w x2 w y1'), at(1.5, 4, 'r y:1 r x:1')],
  ],
  // The same of a process.
  [
    ['G-single-process'],
    ['serializable'],
    [at(0, 1, 'w x1', 0), at(2, 3, 'w x2 w y1', 0), at(1.5, 4, 'r y:1 r x:1', 1)],
    [at(0, 1, 'w x1', 0), at(2, 3, 'w x2 w y1', 0), at(1.5, 4, 'r y:1 r x:2', 1)],
  ],
];

testCases('rw-register', cases);

test('the value at the beginning can be another one than null', () => {
  expect(anomaliesOf(judge('rw-register', ['r x:0', 'w x1', 'r x:1 r y:0'], 0))).toEqual([]);
  expect(anomaliesOf(judge('rw-register', ['r x:0', 'w x1']))).toEqual(['garbage-read']);
});

test('of two blind writes no order is inferred: a read of one and a write of the other may be in any order', () => {
  expect(anomaliesOf(judge('rw-register', ['w x1 w y1', 'w x2 w y2', 'r x:1 r y:2', 'r x:2 r y:1']))).toEqual([]);
});

test('a circle of versions is told step by step', () => {
  const judged = judge('rw-register', [at(0, 1, 'w x1'), at(2, 3, 'w x2'), at(4, 5, 'r x:1')]);
  expect(judged.anomalies[0]!.finding).toMatchObject({
    transactions: [0, 1, 2],
    steps: [
      'T1, which had "x" as 1, was over before T2, which had it as 2',
      'T2, which had "x" as 2, was over before T3, which had it as 1',
    ],
  });
});
