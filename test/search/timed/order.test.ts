// Which times a schedule's moments may have, on moments made by hand: n1 and n2 begin with a timer each.
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../src/kernel/index.ts';
import type { Moment } from '../../../src/search/timed/moments.ts';
import { lifeOf, timesOf, type Wishes } from '../../../src/search/timed/order.ts';

const GAP = 2;
const none: Wishes = { gap: GAP, late: new Set(), loose: new Set() };

const moment = (entry: Entry | undefined, rest: Partial<Moment> = {}): Moment => ({
  entry,
  nodes: entry !== undefined && 'node' in entry ? [entry.node] : ['n1', 'n2'],
  sender: undefined,
  sets: new Map(),
  ends: new Set(),
  from: 0,
  to: 0,
  ...rest,
});

const start = (n1: number, n2: number) =>
  moment(undefined, {
    sets: new Map([
      ['n1 vote', n1],
      ['n2 vote', n2],
    ]),
  });
const fires = (node: string, rest: Partial<Moment> = {}) =>
  moment({ do: 'timer', node, timer: 'vote' }, { ends: new Set([`${node} vote`]), ...rest });
const arrives = (from: string, node: string, sender: number, rest: Partial<Moment> = {}) =>
  moment({ do: 'deliver', from, node, message: { kind: 'Vote' } }, { sender, ...rest });

describe('times of moments', () => {
  test('a timer fires exactly when it is due, and a message arrives after it was sent', () => {
    // n1's fires at 100, and its message arrives 2 later, before n2's at 150, which ends with it.
    const moments = [start(100, 150), fires('n1'), arrives('n1', 'n2', 1, { ends: new Set(['n2 vote']) })];
    expect(timesOf(moments, none)).toEqual({ at: [0, 100, 102], arrived: [0, 100, 102] });
  });

  test('there are none where another timer would have fired before, and the wait is named', () => {
    const moments = [start(100, 100), fires('n1'), arrives('n1', 'n2', 1, { ends: new Set(['n2 vote']) })];
    expect(timesOf(moments, none)).toEqual({ waits: [{ node: 'n2', moment: 2 }] });
  });

  test('a timer that may fire unasked stands in nobody’s way', () => {
    const moments = [start(100, 100), fires('n1'), arrives('n1', 'n2', 1, { ends: new Set(['n2 vote']) })];
    const loose = new Set([lifeOf(0, 'n2 vote')]);
    expect(timesOf(moments, { ...none, loose })).toMatchObject({ at: [0, 100, 102] });
  });

  test('what came in time may wait for a node that stands still', () => {
    // n2 is told at 102, before its timer at 120. What it then sets, to 60, is still set when the second message comes.
    const again = fires('n1', { sets: new Map([['n1 vote', 100]]) });
    const moments = [
      start(100, 120),
      again,
      arrives('n1', 'n2', 1, { ends: new Set(['n2 vote']), sets: new Map([['n2 vote', 60]]) }),
      fires('n1'),
      arrives('n1', 'n2', 3, { ends: new Set(['n2 vote']) }),
    ];
    expect(timesOf(moments, none)).toHaveProperty('waits');
    // The second comes at 202 at the earliest, and what is set to 60 fires 2 later at the earliest: 204 - 60 = 144.
    expect(timesOf(moments, { ...none, late: new Set([2]) })).toEqual({
      at: [0, 100, 144, 200, 202],
      arrived: [0, 100, 102, 200, 202],
    });
  });

  test('what is still set when a node has done all that it does has not fired before', () => {
    // n2 hears of n1 at 102 and does nothing more: its own timer, set to 101, would have fired.
    const moments = [start(100, 101), fires('n1'), arrives('n1', 'n2', 1)];
    expect(timesOf(moments, none)).toEqual({ waits: [{ node: 'n2', moment: 2 }] });
    expect(timesOf([start(100, 104), ...moments.slice(1)], none)).toMatchObject({ at: [0, 100, 102] });
  });
});
