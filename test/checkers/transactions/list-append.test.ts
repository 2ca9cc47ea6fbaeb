// Every class of anomaly on a hand-made history of lists, and on the near-miss that is sound.
import { describe, expect, test } from 'vitest';
import { anomaliesOf, at, type Case, failed, judge, testCases, unknown } from './histories.ts';

const cases: readonly Case[] = [
  [['G0'], [], ['a x1 a y2', 'a x3 a y4', 'l x:1,3', 'l y:4,2'], ['a x1 a y2', 'a x3 a y4', 'l x:1,3', 'l y:2,4']],
  [['G1a'], ['read-uncommitted'], [failed('a x1'), 'l x:1'], [unknown('a x1'), 'l x:1']],
  [['G1b', 'G-single'], ['read-uncommitted'], ['a x1 a x2', 'l x:1', 'l x:1,2'], ['a x1 a x2', 'l x:1,2', 'l x:1,2']],
  [['G1c'], ['read-uncommitted'], ['a x1 l y:2', 'a y2 l x:1'], ['a x1 l y:', 'a y2 l x:1']],
  [['G-single'], ['cursor-stability'], ['a x1 a y1', 'l x:1 l y:'], ['a x1 a y1', 'l x:1 l y:1']],
  [
    ['G-nonadjacent'],
    ['consistent-view'],
    ['a x1', 'a y1', 'l x:1 l y:', 'l x: l y:1'],
    ['a x1', 'a y1', 'l x:1 l y:', 'l x:1 l y:1'],
  ],
  [['G2-item'], ['strong-snapshot-isolation'], ['l x: a y1', 'l y: a x1'], ['l x: a y1', 'l y:1 a x1']],
  [
    ['lost-update', 'G-single'],
    ['read-committed'],
    ['l x: a x1', 'l x: a x2', 'l x:1,2'],
    ['l x: a x1', 'l x:1 a x2', 'l x:1,2'],
  ],
  [['internal'], ['cursor-stability'], ['a x1 l x:'], ['a x1 l x:1']],
  [['internal', 'G-single'], ['cursor-stability'], ['a x1', 'l x: l x:1'], ['a x1', 'l x:1 l x:1']],
  [
    ['G1a', 'dirty-update'],
    ['read-uncommitted'],
    [failed('a x1'), 'a x2', 'l x:1,2'],
    [unknown('a x1'), 'a x2', 'l x:1,2'],
  ],
  [['duplicate-elements'], [], ['a x1', 'l x:1,1'], ['a x1', 'l x:1']],
  [
    ['incompatible-order'],
    ['read-uncommitted'],
    ['a x1', 'a x2', 'l x:1,2', 'l x:2'],
    ['a x1', 'a x2', 'l x:1,2', 'l x:1'],
  ],
  [['garbage-read'], ['read-uncommitted'], ['l x:7'], ['l x:7', 'a x7']],
  [['future-read'], ['read-uncommitted'], ['l x:1 a x1'], ['a x1 l x:1']],
  [
    ['G0-process'],
    ['serializable'],
    [at(0, 1, 'a x1', 0), at(2, 3, 'a x2', 0), at(4, 5, 'l x:2,1')],
    [at(0, 1, 'a x1', 0), at(2, 3, 'a x2', 0), at(4, 5, 'l x:1,2')],
  ],
  [
    ['G0-realtime'],
    ['strong-session-serializable'],
    [at(0, 1, 'a x1'), at(2, 3, 'a x2'), at(4, 5, 'l x:2,1')],
    [at(0, 3, 'a x1'), at(2, 4, 'a x2'), at(5, 6, 'l x:2,1')],
  ],
  [
    ['G1c-process'],
    ['serializable'],
    [at(0, 1, 'l x:1', 0), at(2, 3, 'a x1', 0)],
    [at(0, 1, 'a x1', 0), at(2, 3, 'l x:1', 0)],
  ],
  [
    ['G1c-realtime'],
    ['strong-session-serializable'],
    [at(0, 1, 'l x:1'), at(2, 3, 'a x1')],
    [at(0, 3, 'l x:1'), at(2, 4, 'a x1')],
  ],
  [
    ['G-single-process'],
    ['serializable'],
    [at(0, 1, 'a x1', 0), at(2, 3, 'l x:', 0)],
    [at(0, 1, 'a x1', 0), at(2, 3, 'l x:1', 0)],
  ],
  [
    ['G-single-realtime'],
    ['strong-session-serializable'],
    [at(0, 1, 'a x1'), at(2, 3, 'l x:')],
    [at(0, 3, 'a x1'), at(2, 4, 'l x:')],
  ],
  [
    ['G-nonadjacent-process'],
    ['serializable'],
    [at(0, 1, 'a x1', 0), at(2, 3, 'l y:', 0), at(0.1, 9, 'a y1', 1), at(0.2, 9.1, 'l y:1 l x:', 2)],
    [at(0, 1, 'a x1', 0), at(2, 3, 'l y:1', 0), at(0.1, 9, 'a y1', 1), at(0.2, 9.1, 'l y:1 l x:', 2)],
  ],
  [
    ['G-nonadjacent-realtime'],
    ['strong-session-serializable'],
    [at(0, 1, 'a x1'), at(2, 3, 'l y:'), at(0.1, 9, 'a y1'), at(0.2, 9.1, 'l y:1 l x:')],
    [at(0, 2.5, 'a x1'), at(2, 3, 'l y:'), at(0.1, 9, 'a y1'), at(0.2, 9.1, 'l y:1 l x:')],
  ],
  [
    ['G2-item-process'],
    ['strong-snapshot-isolation', 'serializable'],
    [at(0, 1, 'a y1', 0), at(2, 3, 'l x:', 0), at(0.1, 9, 'l y: a x1', 1)],
    [at(0, 1, 'a y1', 0), at(2, 3, 'l x:', 0), at(0.1, 9, 'l y:1 a x1', 1)],
  ],
  [
    ['G2-item-realtime'],
    ['strong-session-serializable', 'strong-snapshot-isolation'],
    [at(0, 1, 'a y1'), at(2, 3, 'l x:'), at(0.1, 9, 'l y: a x1')],
    [at(0, 2.5, 'a y1'), at(2, 3, 'l x:'), at(0.1, 9, 'l y: a x1')],
  ],
];

testCases('list-append', cases);

describe('unknown transactions', () => {
  test('one of which nothing was read may not have happened', () => {
    // Were its append there, the read of nothing after it would be stale.
    expect(anomaliesOf(judge('list-append', [{ ...at(0, 1, 'a x1'), outcome: 'info' }, at(2, 3, 'l x:')]))).toEqual([]);
  });

  test('of one of which a write was read all writes count', () => {
    const lines = [{ ...at(0, 1, 'a x1 a y1'), outcome: 'info' as const }, at(2, 3, 'l x:1 l y:')];
    expect(anomaliesOf(judge('list-append', lines))).toEqual(['G-single']);
  });

  test('it may take effect long after its answer did not come', () => {
    const lines = [{ ...at(0, 1, 'a x1'), outcome: 'info' as const }, at(2, 3, 'l x:'), at(4, 5, 'l x:1')];
    expect(anomaliesOf(judge('list-append', lines))).toEqual([]);
  });
});

test('an append that nobody read comes after those that were read', () => {
  const judged = judge('list-append', ['a x1 l y:', 'l x:1', 'a x2 a y1', 'l y:1 l x:1']);
  expect(anomaliesOf(judged)).toEqual(['G-single']);
});
