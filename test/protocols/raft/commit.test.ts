import { describe, expect, test } from 'vitest';
import type { Indexes } from '../../../src/protocols/raft/state.ts';
import { effectsOf, type Setup, sent } from '../recording-context.ts';
import {
  acked,
  appendEntries,
  deliver,
  entry,
  five,
  follower,
  leader,
  logOf,
  three,
  withEntry,
  write,
} from './servers.ts';

describe('an entry of the own term is committed when a majority of disks holds it', () => {
  const alone: Setup = { self: 'n1', peers: [] };
  const four: Setup = { self: 'n1', peers: ['n2', 'n3', 'n4'] };
  // matchIndex of n1, n2, …; n1 acknowledges last. The commit index is that of the majority-th highest: of 1, 3, 4, 5
  // servers the 1st, 2nd, 3rd, 3rd.
  test.each<[Setup, readonly number[], number]>([
    [alone, [7], 7],
    [three, [7, 0, 0], 0],
    [three, [7, 0, 5], 5],
    [three, [5, 7, 7], 7],
    [three, [1, 7, 7], 7],
    [four, [7, 7, 0, 0], 0],
    [four, [7, 7, 3, 0], 3],
    [five, [7, 6, 0, 0, 0], 0],
    [five, [7, 6, 5, 0, 0], 5],
    [five, [2, 6, 5, 3, 1], 3],
  ])('%o', (setup, matches, commitIndex) => {
    const servers = ['n1', ...(setup.peers ?? [])];
    const matchIndex: Indexes = Object.fromEntries(servers.map((server, i) => [server, matches[i]!]));
    const state = leader({ term: 2, log: logOf(2, 2, 2, 2, 2, 2, 2), matchIndex: { ...matchIndex, n1: 0 } }, setup);
    const { state: after } = deliver(state, 'n1', acked(2, matches[0]!), setup);
    expect(after).toMatchObject({ commitIndex, lastApplied: commitIndex });
  });

  test('the leader counts itself only when its own disk has the entry', () => {
    const state = leader({ term: 1, log: logOf(1), matchIndex: { n1: 1, n2: 1, n3: 1 }, nextIndex: { n2: 2, n3: 2 } });
    const request = { kind: 'Request', attempt: 1, ...write('c1', 1, 5) };
    const appended = deliver(state, 'c1', request);
    expect(appended.state).toMatchObject({ matchIndex: { n1: 1 } });
    const toSelf = { effect: 'send', to: 'n1', message: acked(1, 2), durable: true };
    expect(effectsOf(appended, 'send').filter(({ to }) => to === 'n1')).toEqual([toSelf]);
    const one = deliver(appended.state, 'n2', acked(1, 2));
    expect(one.state.commitIndex).toBe(1); // n2 alone is no majority: n1's disk does not have it yet
    expect(deliver(one.state, 'n1', acked(1, 2)).state.commitIndex).toBe(2);
    expect(deliver(one.state, 'n3', acked(1, 2)).state.commitIndex).toBe(2); // two others are one (thesis §10.2.1)
  });
});

describe('an entry of an earlier term is not committed by counting (§5.4.2, Figure 8)', () => {
  // (c): S1 is elected again, in term 4, and replicates the entry of term 2 at index 2 to S2 and S3: a majority of five.
  const inherited = leader(
    {
      term: 4,
      log: logOf(1, 2, 4),
      nextIndex: { n2: 3, n3: 2, n4: 2, n5: 2 },
      matchIndex: { n1: 3, n2: 2, n3: 0, n4: 0, n5: 0 },
    },
    five,
  );

  test('(c) a majority holds the old entry, and it is not committed', () => {
    const { state } = deliver(inherited, 'n3', acked(4, 2), five);
    expect(state).toMatchObject({ commitIndex: 0, matchIndex: { n1: 3, n2: 2, n3: 2 } });
  });

  test('(e) with an entry of the own term a majority commits all before it', () => {
    const two = deliver(inherited, 'n2', acked(4, 3), five).state;
    expect(two.commitIndex).toBe(0);
    const three = deliver(two, 'n3', acked(4, 3), five).state;
    expect(three).toMatchObject({ commitIndex: 3, lastApplied: 3 });
  });
});

describe('what is committed is applied, once and in order', () => {
  const commands = [write('c1', 1, 10), write('c2', 1, 20), write('c1', 1, 10), write('c1', 2, 30)];
  const log = commands.reduce((list, command) => withEntry(list, entry(2, command)), logOf(1));
  const state = leader({ term: 2, log, matchIndex: { n1: 5, n2: 1, n3: 1 }, commitIndex: 1, lastApplied: 1 });

  test('the leader answers each command; a repeated one gets the first answer and changes nothing', () => {
    const outcome = deliver(state, 'n2', acked(2, 4));
    const answer = (client: string, value: number) => ({
      kind: 'Reply',
      id: { client, number: 1 },
      result: { ok: true, value },
    });
    expect(sent(outcome, 'c1')).toEqual([answer('c1', 10), answer('c1', 10)]);
    expect(sent(outcome, 'c2')).toEqual([answer('c2', 20)]);
    expect(outcome.state).toMatchObject({ commitIndex: 4, lastApplied: 4 });
    expect(outcome.state.machine.values).toEqual({ k0: 20 }); // c2's write stands: c1's first was not applied again
  });

  test('a follower applies the same and answers no one', () => {
    const message = appendEntries({ term: 2, prev: [5, 2], leaderCommit: 5 });
    const outcome = deliver(follower({ term: 2, log }), 'n2', message);
    expect(sent(outcome)).toEqual([acked(2, 5)]);
    expect(outcome.state.machine.values).toEqual({ k0: 30 });
  });

  test('a new leader does not answer for the terms before', () => {
    const later = withEntry(log, entry(3));
    const elected = leader({ term: 3, log: later, matchIndex: { n1: 6, n2: 0, n3: 0 } });
    const outcome = deliver(elected, 'n2', acked(3, 6));
    expect(outcome.state).toMatchObject({ commitIndex: 6, machine: { values: { k0: 30 } } });
    expect(sent(outcome).filter(({ kind }) => kind === 'Reply')).toEqual([]);
  });
});
