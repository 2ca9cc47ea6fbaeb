import { describe, expect, test } from 'vitest';
import type { Kind } from '../../../src/contract/context.ts';
import type { State } from '../../../src/protocols/raft/index.ts';
import { persisted, sent, timersSet } from '../recording-context.ts';
import { candidate, follower, leader, logOf, preCandidate, serverWith } from './servers.ts';

const { deliver, timeout } = serverWith({ preVote: true, stickiness: true, checkQuorum: true });
const question = (term: number, lastLogIndex = 0, lastLogTerm = 0): Kind => ({
  kind: 'RequestPreVote',
  term,
  lastLogIndex,
  lastLogTerm,
});
const answer = (term: number, granted = true): Kind => ({ kind: 'PreVote', term, granted });

describe('a server asks before it raises its term (thesis §9.6)', () => {
  const outcome = timeout(follower({ term: 3, votedFor: 'n2', leader: 'n2', log: logOf(1, 3) }), 'election');

  test('it asks all voters, itself first, with the term it would go to', () => {
    expect(sent(outcome, 'n1')).toEqual([answer(4)]);
    expect(sent(outcome, 'n2')).toEqual([question(4, 2, 3)]);
    expect(sent(outcome, 'n3')).toEqual([question(4, 2, 3)]);
  });

  test('its term and vote stay, and nothing is written', () => {
    expect(outcome.state).toMatchObject({ role: 'pre-candidate', term: 3, votedFor: 'n2', leader: null, votes: [] });
    expect(persisted(outcome)).toEqual([]);
  });
});

describe('whether a vote could be given', () => {
  const state = follower({ term: 3, log: logOf(1, 3) });
  test.each<[string, State, Kind, Kind]>([
    ['an up-to-date log in a later term: yes, in the term asked for', state, question(4, 2, 3), answer(4)],
    ['a shorter log: no, and the own term', state, question(4, 1, 3), answer(3, false)],
    ['the own term: no', state, question(3, 9, 9), answer(3, false)],
    ['an earlier term: no, and the later one, so that the asker learns it', state, question(2, 9, 9), answer(3, false)],
    [
      'a leader was heard of: no',
      { ...state, leader: 'n3', hasFreshLeader: true },
      question(4, 9, 9),
      answer(3, false),
    ],
    ['the asker is that leader: yes', { ...state, leader: 'n2', hasFreshLeader: true }, question(4, 2, 3), answer(4)],
    ['a leader that checks its quorum: no', leader({ term: 3 }), question(4, 9, 9), answer(3, false)],
    [
      'a vote given in this term is no reason against the next',
      { ...state, votedFor: 'n3' },
      question(4, 2, 3),
      answer(4),
    ],
    ['a candidate may say yes too', candidate({ term: 3 }), question(4), answer(4)],
    ['one that lost its disk has no vote', { ...state, blankSince: 2 }, question(4, 9, 9), answer(3, false)],
  ])('%s', (_why, before, message, expected) => {
    const outcome = deliver(before, 'n2', message);
    expect(sent(outcome)).toEqual([expected]);
    // Nothing is promised: no term, no vote, no timer.
    expect(outcome.state).toBe(before);
    expect(outcome.effects).toHaveLength(1);
  });
});

describe('answers', () => {
  const asking = preCandidate({ term: 3, votes: ['n1'] });

  test('a majority of yes begins the election', () => {
    expect(deliver(asking, 'n2', answer(4)).state).toMatchObject({ role: 'candidate', term: 4, votedFor: 'n1' });
  });

  test.each<[string, State, string, Kind]>([
    ['a no', asking, 'n2', answer(3, false)],
    ['a yes to a question of an earlier term', asking, 'n2', answer(3)],
    ['a yes to a later one', asking, 'n2', answer(5)],
    ['one’s own yes twice', asking, 'n1', answer(4)],
    ['a yes of one that is no voter', preCandidate({ term: 3, votes: ['n1'] }), 'n9', answer(4)],
    ['a yes that comes when the election has begun', candidate({ term: 4, votes: ['n1'] }), 'n2', answer(4)],
    ['a yes that comes when the question is forgotten', follower({ term: 3 }), 'n2', answer(4)],
  ])('%s begins none', (_what, before, from, message) => {
    const { state } = deliver(before, from, message);
    expect([state.role, state.term]).toEqual([before.role, before.term]);
  });

  test('a refusal from a later term is followed to that term', () => {
    const outcome = deliver(asking, 'n2', answer(7, false));
    expect(outcome.state).toMatchObject({ role: 'follower', term: 7, votedFor: null });
    expect(persisted(outcome)).toEqual([{ vote: { term: 7, votedFor: null } }]);
  });

  test('a question that is not answered is asked anew', () => {
    const outcome = timeout(asking, 'election');
    expect(outcome.state).toMatchObject({ role: 'pre-candidate', term: 3, votes: [] });
    expect(timersSet(outcome)).toEqual(['quiet']);
  });
});
