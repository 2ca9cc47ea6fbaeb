import { describe, expect, test } from 'vitest';
import { effectsOf, persisted, sent, timersSet } from '../recording-context.ts';
import { acked, candidate, five, leader, logOf, serverWith, vote } from './servers.ts';

const { deliver, timeout } = serverWith({ checkQuorum: true });

test('a leader looks once in the shortest election timeout who has answered', () => {
  const elected = deliver(candidate({ term: 3, votes: ['n1'] }), 'n2', vote(3));
  expect(effectsOf(elected, 'setTimer')).toContainEqual({
    effect: 'setTimer',
    timer: { kind: 'quorum' },
    min: 1_000_000,
    max: 1_000_000,
  });
});

describe('a leader that hears from no quorum steps down (thesis §6.2)', () => {
  // Of five servers three are a quorum, the leader one of them.
  test.each([
    ['nobody', [], 'follower'],
    ['one of four', ['n2'], 'follower'],
    ['two of four', ['n2', 'n5'], 'leader'],
    ['one of four and itself, which counts once', ['n2', 'n1'], 'follower'],
    ['learners, who do not count', ['n2', 'n7', 'n8'], 'follower'],
  ])('%s has answered', (_who, active, role) => {
    const outcome = timeout(leader({ term: 3, active }, five), 'quorum', five);
    expect(outcome.state.role).toBe(role);
    expect(timersSet(outcome)).toEqual([role === 'leader' ? 'quorum' : 'election']);
  });

  test('in its term, with its vote, and with no leader to name', () => {
    const outcome = timeout(leader({ term: 3 }), 'quorum');
    expect(outcome.state).toMatchObject({ role: 'follower', term: 3, votedFor: 'n1', leader: null });
    expect(persisted(outcome)).toEqual([]);
    expect(effectsOf(outcome, 'cancelTimer').map(({ name }) => name)).toContain('quorum');
  });

  test('who waits for a read is told to ask elsewhere', () => {
    const id = { client: 'c1', number: 4 };
    const reads = [{ id, attempt: 2, key: 'k0', isForwarded: false, index: 1, round: 1 }] as const;
    expect(sent(timeout(leader({ reads }), 'quorum'))).toEqual([{ kind: 'NotLeader', id, attempt: 2, leader: null }]);
  });
});

describe('what counts as an answer', () => {
  const state = leader({ term: 3, log: logOf(3), rounds: { latest: 2, answered: {}, sent: [], leaseUntil: null } });
  test.each([
    ['an acknowledgement', acked(3, 1), ['n2']],
    ['one that says nothing new', acked(3, 0), ['n2']],
    [
      'a refusal',
      { kind: 'AppendReply', term: 3, success: false, prevLogIndex: 0, conflictTerm: null, conflictIndex: 1 },
      ['n2'],
    ],
    ['an answer to a round', { kind: 'HeartbeatReply', term: 3, round: 2 }, ['n2']],
    ['an answer of an earlier term does not', acked(2, 1), []],
  ])('%s', (_what, message, active) => {
    expect(deliver(state, 'n2', message).state).toMatchObject({ active });
  });

  test('each look begins anew', () => {
    expect(timeout(leader({ active: ['n2'] }), 'quorum').state).toMatchObject({ role: 'leader', active: [] });
  });

  test('without the option nothing is kept', () => {
    expect(serverWith({ checkQuorum: false }).deliver(state, 'n2', acked(3, 1)).state).toMatchObject({ active: [] });
  });
});
