import { describe, expect, test } from 'vitest';
import { ms } from '../../../src/contract/time.ts';
import type { State } from '../../../src/protocols/raft/index.ts';
import { effectsOf, type Outcome, sent, start } from '../recording-context.ts';
import { appendEntries, candidate, follower, leader, requestVote, serverWith, settings, three } from './servers.ts';

const sticky = { stickiness: true, checkQuorum: true, electionTimeoutMin: ms(150), electionTimeoutMax: ms(400) };
const { protocol, deliver, timeout } = serverWith(sticky);
const timers = (outcome: Outcome<State>) =>
  effectsOf(outcome, 'setTimer').map(({ timer, min, max }) => [timer.kind, min, max]);
const cancelled = (outcome: Outcome<State>) => effectsOf(outcome, 'cancelTimer').map(({ name }) => name);

describe('the election timer in two parts: quiet for the shortest timeout, then the rest, drawn', () => {
  test('the first part begins at the start, and whenever a leader is heard of', () => {
    expect(timers(start<State>(protocol, {}, three))).toEqual([['quiet', ms(150), ms(150)]]);
    const heard = deliver(follower({ term: 1 }), 'n2', appendEntries({ term: 1 }));
    expect(timers(heard)).toEqual([['quiet', ms(150), ms(150)]]);
    expect(cancelled(heard)).toEqual(['election']);
    expect(heard.state.hasFreshLeader).toBe(true);
  });

  test('while it runs a second word of the leader only sets it again', () => {
    const state = follower({ term: 1, leader: 'n2', hasFreshLeader: true });
    const heard = deliver(state, 'n2', appendEntries({ term: 1 }));
    expect(timers(heard)).toEqual([['quiet', ms(150), ms(150)]]);
    expect(heard.state).toBe(state);
  });

  test('when it is over the leader is fresh no more, and the second part is drawn', () => {
    const quiet = timeout(follower({ term: 1, leader: 'n2', hasFreshLeader: true }), 'quiet');
    expect(quiet.state.hasFreshLeader).toBe(false);
    expect(timers(quiet)).toEqual([['election', 0, ms(250)]]);
  });

  test('it means nothing to a leader', () => {
    const state = leader({ term: 1 });
    expect(timeout(state, 'quiet')).toEqual({ state, effects: [] });
  });

  test('without stickiness there is one part', () => {
    const plain = serverWith({ ...sticky, stickiness: false });
    expect(timers(plain.deliver(follower(), 'n2', appendEntries({})))).toEqual([['election', ms(150), ms(400)]]);
  });
});

describe('who hears of a leader helps nobody to replace it (§6, thesis §4.2.3)', () => {
  const fresh = follower({ term: 3, leader: 'n3', hasFreshLeader: true });
  const transfer = { ...requestVote(4), isTransfer: true };

  test('a request for a vote in a later term is not answered, and its term not taken over', () => {
    expect(deliver(fresh, 'n2', requestVote(4))).toEqual({ state: fresh, effects: [] });
  });

  test('whatever term it is in by now: the leader’s lease may count on it', () => {
    const later = follower({ term: 5, leader: null, hasFreshLeader: true });
    expect(deliver(later, 'n2', requestVote(6))).toEqual({ state: later, effects: [] });
  });

  test.each<[string, State, object, boolean]>([
    ['nothing was heard for the shortest timeout', follower({ term: 3, leader: 'n3' }), requestVote(4), true],
    ['the leader wants it', fresh, transfer, true],
    ['the term is the same: no vote is lost by an answer', { ...fresh, votedFor: 'n3' }, requestVote(3), false],
  ])('an answer is given if %s', (_why, state, message, granted) => {
    expect(sent(deliver(state, 'n2', message as never))).toMatchObject([{ kind: 'Vote', granted }]);
  });

  test('so does a leader, if it checks its quorum and so will notice that it should make way', () => {
    const state = leader({ term: 3 });
    expect(deliver(state, 'n2', requestVote(4))).toEqual({ state, effects: [] });
    const unchecked = serverWith({ stickiness: true, checkQuorum: false }).deliver(state, 'n2', requestVote(4));
    expect(unchecked.state).toMatchObject({ role: 'follower', term: 4, votedFor: 'n2' });
  });

  test('a candidate keeps to nobody', () => {
    expect(deliver(candidate({ term: 3 }), 'n2', requestVote(4)).state).toMatchObject({ term: 4, votedFor: 'n2' });
  });
});

test('a restarted server is cautious only where reads go by leases: it may have promised one not to vote', () => {
  const disk = { vote: { term: 3, votedFor: null } };
  const again = { ...three, incarnation: 2 };
  const fresh = (reads: 'lease' | 'read-index', setup: object) => {
    const { protocol: of } = serverWith({ ...settings, ...sticky, reads });
    return start<State>(of, disk, setup).state.hasFreshLeader;
  };
  expect([fresh('lease', again), fresh('lease', three), fresh('read-index', again)]).toEqual([true, false, false]);
});
