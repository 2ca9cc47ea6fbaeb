import { describe, expect, test } from 'vitest';
import type { State } from '../../../src/protocols/raft/index.ts';
import { effectsOf, persisted, type Setup, sent, timersSet } from '../recording-context.ts';
import {
  appendEntries,
  candidate,
  deliver,
  five,
  follower,
  leader,
  logOf,
  membersOf,
  requestVote,
  three,
  timeout,
  vote,
} from './servers.ts';

const grant = (term: number) => ({ kind: 'Vote', term, granted: true });
const refusal = (term: number) => ({ kind: 'Vote', term, granted: false });

describe('a vote is given only to a log that is at least as up to date (§5.4.1)', () => {
  // The voter's log ends at index 3 in term 3.
  const voter = follower({ term: 3, log: logOf(1, 2, 3) });
  const cases: readonly [why: string, lastIndex: number, lastTerm: number, granted: boolean][] = [
    ['equal logs', 3, 3, true],
    ['same last term, longer', 4, 3, true],
    ['same last term, shorter', 2, 3, false],
    ['later last term, longer', 5, 4, true],
    ['later last term, shorter', 1, 4, true],
    ['earlier last term, longer', 9, 2, false],
    ['earlier last term, same length', 3, 2, false],
    ['empty log', 0, 0, false],
  ];
  test.each(cases)('%s', (_why, lastIndex, lastTerm, granted) => {
    const outcome = deliver(voter, 'n2', requestVote(5, lastIndex, lastTerm));
    expect(sent(outcome)).toEqual([granted ? grant(5) : refusal(5)]);
    expect(outcome.state).toMatchObject({ role: 'follower', term: 5, votedFor: granted ? 'n2' : null });
  });
});

describe('at most one vote in a term (§5.2)', () => {
  test('a second candidate of the same term is refused', () => {
    const state = follower({ term: 2, votedFor: 'n3' });
    const outcome = deliver(state, 'n2', requestVote(2));
    expect(sent(outcome)).toEqual([refusal(2)]);
    expect(outcome.state).toBe(state);
  });

  test('the same candidate gets the same vote again, held back until the first is on disk', () => {
    const state = follower({ term: 2, votedFor: 'n2' });
    const outcome = deliver(state, 'n2', requestVote(2));
    expect(effectsOf(outcome, 'send')).toEqual([{ effect: 'send', to: 'n2', message: grant(2), durable: true }]);
    expect(persisted(outcome)).toEqual([]);
    expect(outcome.state).toBe(state);
  });

  test('a candidate that asks in an older term is refused and told of the newer one', () => {
    const state = follower({ term: 4 });
    const outcome = deliver(state, 'n2', requestVote(3));
    expect(sent(outcome)).toEqual([refusal(4)]);
    expect(outcome.state).toBe(state);
  });

  test.each<[string, State]>([
    ['a candidate', candidate({ term: 4 })],
    ['a leader', leader({ term: 4 })],
  ])('%s has voted for itself', (_who, state) => {
    expect(sent(deliver(state, 'n2', requestVote(4, 9, 9)))).toEqual([refusal(4)]);
  });

  test('stepping down within the term does not free the vote', () => {
    const state = candidate({ term: 4 });
    const { state: after } = deliver(state, 'n2', appendEntries({ term: 4 }));
    expect(after).toMatchObject({ role: 'follower', term: 4, votedFor: 'n1', leader: 'n2' });
  });
});

describe('what is promised is on disk first', () => {
  test('a vote is written, and its answer waits for the disk', () => {
    const outcome = deliver(follower({ term: 1 }), 'n2', requestVote(2));
    expect(outcome.effects.map((effect) => effect.effect)).toEqual(['persist', 'setTimer', 'send']);
    expect(persisted(outcome)).toEqual([{ vote: { term: 2, votedFor: 'n2' } }]);
    expect(effectsOf(outcome, 'send')[0]).toMatchObject({ durable: true });
  });

  test('a new term is written even where the vote is refused', () => {
    const outcome = deliver(follower({ term: 1, log: logOf(1) }), 'n2', requestVote(2));
    expect(persisted(outcome)).toEqual([{ vote: { term: 2, votedFor: null } }]);
  });

  test('a candidate writes its own vote before it asks for others', () => {
    const outcome = timeout(follower({ term: 1, log: logOf(1, 1) }), 'election');
    const request = requestVote(2, 2, 1);
    expect(persisted(outcome)).toEqual([{ vote: { term: 2, votedFor: 'n1' } }]);
    expect(effectsOf(outcome, 'send')).toEqual([
      { effect: 'send', to: 'n1', message: grant(2), durable: true },
      { effect: 'send', to: 'n2', message: request, durable: true },
      { effect: 'send', to: 'n3', message: request, durable: true },
    ]);
    expect(outcome.state).toMatchObject({ role: 'candidate', term: 2, votedFor: 'n1', leader: null, votes: [] });
  });
});

describe('a candidate wins with the votes of more than half of all (§5.2)', () => {
  const four: Setup = { self: 'n1', peers: ['n2', 'n3', 'n4'] };
  const alone: Setup = { self: 'n1', peers: [] };
  // The majority of 1, 3, 4 and 5 servers is 1, 2, 3 and 3.
  test.each<[number, Setup, readonly string[], string]>([
    [1, alone, ['n1'], 'leader'],
    [3, three, ['n1'], 'candidate'],
    [3, three, ['n1', 'n3'], 'leader'],
    [3, three, ['n2', 'n3'], 'leader'],
    [4, four, ['n1', 'n2'], 'candidate'],
    [4, four, ['n1', 'n2', 'n3'], 'leader'],
    [5, five, ['n1', 'n2'], 'candidate'],
    [5, five, ['n1', 'n2', 'n5'], 'leader'],
    [5, five, ['n1', 'n2', 'n2', 'n2'], 'candidate'],
    [3, three, ['n1', 'n9', 'c1'], 'candidate'],
  ])('of %i servers, %o votes %o', (_count, setup, voters, role) => {
    let state = candidate({ term: 2, ...membersOf(setup) });
    for (const voter of voters) state = deliver(state, voter, vote(2), setup).state;
    expect(state.role).toBe(role);
  });

  test.each([
    ['refused', vote(2, false)],
    ['of an earlier term', vote(1)],
  ])('a vote that is %s does not count', (_why, message) => {
    const state = candidate({ term: 2, votes: ['n1'] });
    expect(deliver(state, 'n2', message).state).toBe(state);
  });

  test('a vote that comes after winning changes nothing', () => {
    const state = leader({ term: 2 });
    const outcome = deliver(state, 'n3', vote(2));
    expect(outcome).toEqual({ state, effects: [] });
  });

  test('a refusal from a later term ends the candidacy', () => {
    const outcome = deliver(candidate({ term: 2 }), 'n2', vote(5, false));
    expect(outcome.state).toMatchObject({ role: 'follower', term: 5, votedFor: null });
    expect(persisted(outcome)).toEqual([{ vote: { term: 5, votedFor: null } }]);
  });
});

test('a new leader opens its term with a no-op and sends it at once (§5.4.2, §8)', () => {
  const outcome = deliver(candidate({ term: 3, log: logOf(1, 2), votes: ['n1'] }), 'n2', vote(3));
  const append = appendEntries({ term: 3, prev: [2, 2], entries: [{ term: 3, command: null }] });
  expect(outcome.state).toMatchObject({
    role: 'leader',
    leader: 'n1',
    log: logOf(1, 2, 3),
    nextIndex: { n2: 3, n3: 3 },
    matchIndex: { n1: 0, n2: 0, n3: 0 },
  });
  expect(sent(outcome, 'n2')).toEqual([append]);
  expect(sent(outcome, 'n3')).toEqual([append]);
  expect(persisted(outcome)).toEqual([{ log: logOf(1, 2, 3) }]);
  expect(timersSet(outcome)).toEqual(['heartbeat']);
  expect(effectsOf(outcome, 'cancelTimer')).toEqual([{ effect: 'cancelTimer', name: 'election' }]);
});

describe('the election timer is put off by nothing but a vote given, an election begun, a leader heard', () => {
  const state = follower({ term: 3, log: logOf(1, 3) });
  test.each<[string, string, State, Parameters<typeof deliver>[2], readonly string[]]>([
    ['a vote given', 'n2', state, requestVote(4, 2, 3), ['election']],
    ['a vote refused', 'n2', state, requestVote(4, 1, 1), []],
    ['an old candidate', 'n2', state, requestVote(2, 9, 9), []],
    ['the leader', 'n2', state, appendEntries({ term: 3 }), ['election']],
    ['the leader, with a gap', 'n2', state, appendEntries({ term: 3, prev: [7, 3] }), ['election']],
    ['a deposed leader', 'n2', state, appendEntries({ term: 2 }), []],
    ['a higher term in an answer', 'n2', candidate({ term: 3 }), vote(4, false), []],
    ['a leader deposed by an answer', 'n2', leader({ term: 3 }), vote(4, false), ['election']],
  ])('%s', (_what, from, before, message, timers) => {
    expect(timersSet(deliver(before, from, message))).toEqual(timers);
  });

  test('the timeout is drawn between the two options', () => {
    const outcome = timeout(state, 'election');
    expect(effectsOf(outcome, 'setTimer')).toEqual([
      { effect: 'setTimer', timer: { kind: 'election' }, min: 1_000_000, max: 1_900_000 },
    ]);
  });
});
