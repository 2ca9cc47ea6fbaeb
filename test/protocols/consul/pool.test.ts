// The pool of members: how long a suspicion lasts, who is probed, and how a member that is there denies that it has failed.
import { describe, expect, test } from 'vitest';
import type { NodeId } from '../../../src/contract/ids.ts';
import { ms, seconds } from '../../../src/contract/time.ts';
import {
  onPoolMessage,
  onProbeTimeout,
  onProbeTimer,
  onSuspicionTimer,
  type Pool,
  type PoolMessage,
  startPool,
  suspicionTimeout,
} from '../../../src/protocols/consul/index.ts';
import type { PoolContext, PoolTimer } from '../../../src/protocols/consul/members/pool.ts';

type Recorded = { sent: [NodeId, PoolMessage][]; timers: [PoolTimer, number][] };

function contextOf(monotonic = 0): PoolContext & Recorded {
  const recorded: Recorded = { sent: [], timers: [] };
  return {
    ...recorded,
    self: 'n1',
    monotonic,
    boot: { incarnation: 1 },
    group: (name) => (name === 'server' ? ['n1', 'n2', 'n3'] : ['c1', 'c2']),
    send: (to, message) => void recorded.sent.push([to, message]),
    setTimer: (timer, min) => void recorded.timers.push([timer, min]),
    cancelTimer: () => {},
    choose: (_label, options) => options[0]!,
  };
}

const suspect = (by: NodeId, member = 'c1', incarnation = 0): PoolMessage => ({
  kind: 'Suspect',
  member,
  incarnation,
  by,
});

describe('a suspicion', () => {
  // memberlist, suspicion.go: 24 s, 24 - 20 · log 2 / log 3, and 4 s.
  test.each([
    [0, 24_000],
    [1, 11_382],
    [2, 4_000],
    [3, 4_000],
  ])('that %i others have confirmed lasts for %i ms', (confirmed, length) => {
    expect(suspicionTimeout(confirmed, 5)).toBe(ms(length));
  });

  test('lasts for the shortest time where there are not two to confirm it', () => {
    expect(suspicionTimeout(0, 3)).toBe(seconds(4));
  });

  test('counts from the first who had it, and each member once', () => {
    const pool = startPool(contextOf());
    const first = contextOf(seconds(10));
    const suspected = onPoolMessage(pool, suspect('n2'), 'n2', first);
    expect(first.timers).toEqual([[{ kind: 'suspicion', key: 'c1' }, seconds(24)]]);
    const again = contextOf(seconds(11));
    expect(onPoolMessage(suspected, suspect('n2'), 'n2', again)).toBe(suspected);
    const third = contextOf(seconds(12));
    const twice = onPoolMessage(suspected, suspect('n3'), 'n3', third);
    onPoolMessage(twice, suspect('c2'), 'c2', third);
    expect(third.timers.map(([, min]) => min)).toEqual([ms(11_382) - seconds(2), seconds(2)]);
  });

  test('ends in a failure, of which all are told', () => {
    const suspected = onPoolMessage(startPool(contextOf()), suspect('n2'), 'n2', contextOf());
    const ctx = contextOf(seconds(24));
    const failed = onSuspicionTimer(suspected, 'c1', ctx);
    expect(failed.doubts).toEqual({ c1: { status: 'failed' } });
    expect(ctx.sent.map(([to, { kind }]) => [to, kind])).toEqual(
      ['n2', 'n3', 'c1', 'c2'].map((member) => [member, 'Dead']),
    );
  });

  test('is denied under a higher incarnation, and an older one counts no more', () => {
    const ctx = contextOf();
    const denied = onPoolMessage(startPool(contextOf()), suspect('n2', 'n1'), 'n2', ctx);
    expect(denied.incarnation).toBe(1);
    expect(ctx.sent[0]).toEqual(['n2', { kind: 'Alive', member: 'n1', incarnation: 1 }]);
    const suspected = onPoolMessage(startPool(contextOf()), suspect('n2'), 'n2', contextOf());
    const cleared = onPoolMessage(suspected, { kind: 'Alive', member: 'c1', incarnation: 1 }, 'c1', contextOf());
    expect(cleared.doubts).toEqual({});
    expect(onPoolMessage(cleared, suspect('n3'), 'n3', contextOf())).toBe(cleared);
  });
});

describe('a probe', () => {
  const probing = (): [Pool, PoolContext & Recorded] => {
    const ctx = contextOf();
    return [onProbeTimer(startPool(contextOf()), ctx), ctx];
  };

  test('goes to one member, and after half a second three others are asked to try', () => {
    const [pool, ctx] = probing();
    expect(ctx.sent).toEqual([['n2', { kind: 'Probe', seq: 1, origin: null }]]);
    const later = contextOf();
    onProbeTimeout(pool, later);
    expect(later.sent.map(([to, message]) => [to, message.kind])).toEqual([
      ['n3', 'ProbeFor'],
      ['c1', 'ProbeFor'],
      ['c2', 'ProbeFor'],
    ]);
  });

  test('without an answer by the next one is a suspicion; with one it is none', () => {
    const [pool] = probing();
    const silent = onProbeTimer(pool, contextOf());
    expect(silent.doubts['n2']).toMatchObject({ status: 'suspect', by: ['n1'] });
    const answered = onPoolMessage(pool, { kind: 'ProbeAck', seq: 1, origin: null }, 'n2', contextOf());
    expect(onProbeTimer(answered, contextOf()).doubts).toEqual({});
  });

  test('on behalf of another is answered to that one', () => {
    const ctx = contextOf();
    onPoolMessage(startPool(contextOf()), { kind: 'ProbeAck', seq: 7, origin: 'n3' }, 'c1', ctx);
    expect(ctx.sent).toEqual([['n3', { kind: 'ProbeAck', seq: 7, origin: null }]]);
  });
});
