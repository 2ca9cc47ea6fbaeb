// Leadership transfer (thesis §3.10).
import { describe, expect, test } from 'vitest';
import type { Kind } from '../../../src/contract/context.ts';
import type { Leader, State } from '../../../src/protocols/raft/index.ts';
import { effectsOf, type Outcome, sent, timersSet } from '../recording-context.ts';
import { acked, candidate, follower, leader, logOf, preCandidate, serverWith, write } from './servers.ts';

const { deliver, timeout } = serverWith({ preVote: true, stickiness: true, checkQuorum: true });
const transfer = (target: string, request = 1): Kind => ({ kind: 'TransferLeadership', request, target });
const leading = (fields: Partial<Leader & Leader['duties']> = {}) =>
  leader({ log: logOf(1, 1), nextIndex: { n2: 3, n3: 2 }, matchIndex: { n1: 2, n2: 2, n3: 1 }, ...fields });
const now: Kind = { kind: 'TimeoutNow', term: 1 };
const told = (outcome: Outcome<State>) =>
  sent(outcome, 'a1').map((message) => [message['outcome' as never], message['reason' as never]]);

describe('the leader', () => {
  test('tells a successor that has everything to start at once', () => {
    const outcome = deliver(leading(), 'a1', transfer('n2'));
    expect(sent(outcome, 'n2')).toEqual([now]);
    expect(told(outcome)).toEqual([['done', '']]);
    expect(timersSet(outcome)).toEqual(['transfer']);
    expect(outcome.state).toMatchObject({ role: 'leader', duties: { transferee: 'n2', isLeaseVoid: true } });
  });

  test('first sends the others what they lack', () => {
    const outcome = deliver(leading(), 'a1', transfer('n3'));
    expect(sent(outcome, 'n3').map(({ kind }) => kind)).toEqual(['AppendEntries']);
    expect(told(outcome)).toEqual([]);
    const caughtUp = deliver(outcome.state, 'n3', acked(1, 2));
    expect(sent(caughtUp, 'n3')).toContainEqual(now);
    expect(told(caughtUp)).toEqual([['done', '']]);
  });

  test('is not hurried by another server', () => {
    const { state } = deliver(leading({ matchIndex: { n1: 2, n2: 1, n3: 1 } }), 'a1', transfer('n3'));
    expect(sent(deliver(state, 'n2', acked(1, 2))).map(({ kind }) => kind)).not.toContain('TimeoutNow');
  });

  test('takes no requests meanwhile, and names the successor', () => {
    const { state } = deliver(leading(), 'a1', transfer('n3'));
    const outcome = deliver(state, 'c1', { kind: 'Request', attempt: 1, ...write('c1', 1, 5) });
    expect(sent(outcome)).toMatchObject([{ kind: 'NotLeader', leader: 'n3' }]);
    expect(outcome.state).toBe(state);
  });

  test('goes on after an election timeout in which the successor did not come to lead', () => {
    const late = timeout(deliver(leading(), 'a1', transfer('n3')).state, 'transfer');
    expect(told(late)).toEqual([['failed', 'n3 did not catch up in time']]);
    expect(late.state).toMatchObject({ duties: { transferee: null, transferRequest: null, isLeaseVoid: true } });
    const taken = deliver(late.state, 'c1', { kind: 'Request', attempt: 1, ...write('c1', 1, 5) });
    expect(taken.state.log).not.toBe(late.state.log);
    // It was told that the successor was told: nothing more to say.
    expect(told(timeout(deliver(leading(), 'a1', transfer('n2')).state, 'transfer'))).toEqual([]);
  });

  test.each<[string, State, string, string]>([
    ['a follower', follower({ leader: 'n2' }), 'n2', 'not the leader'],
    ['to itself', leading(), 'n1', 'it leads already'],
    ['to a stranger', leading(), 'n9', 'n9 has no vote'],
    ['while one is under way', leading({ transferee: 'n2' }), 'n3', 'another transfer is under way'],
  ])('refuses: %s', (_why, state, target, reason) => {
    const outcome = deliver(state, 'a1', transfer(target));
    expect(told(outcome)).toEqual([['refused', reason]]);
    expect(outcome.state).toBe(state);
  });

  test('has nothing left to time when it is deposed', () => {
    const outcome = deliver(leading({ transferee: 'n2' }), 'n2', {
      kind: 'RequestVote',
      term: 2,
      lastLogIndex: 2,
      lastLogTerm: 1,
      isTransfer: true,
    });
    expect(outcome.state).toMatchObject({ role: 'follower', votedFor: 'n2' });
    expect(effectsOf(outcome, 'cancelTimer').map(({ name }) => name)).toContain('transfer');
  });
});

describe('the successor', () => {
  const hearing = follower({ leader: 'n2', hasFreshLeader: true });

  test('stands for election without asking before, and says that the leader wants it', () => {
    const outcome = deliver(hearing, 'n2', now);
    expect(outcome.state).toMatchObject({ role: 'candidate', term: 2 });
    expect(sent(outcome, 'n3')).toMatchObject([{ kind: 'RequestVote', isTransfer: true }]);
  });

  test.each<[string, State, string]>([
    ['in a later term', follower({ term: 2, leader: 'n2' }), 'n2'],
    ['from another than its leader', hearing, 'n3'],
    ['when it stands already', candidate(), 'n2'],
    ['when it has given its leader up', preCandidate(), 'n2'],
    ['when it has no vote', { ...hearing, blankSince: 2 }, 'n2'],
  ])('does not %s: the word comes late', (_when, state, from) => {
    expect(deliver(state, from, now)).toEqual({ state, effects: [] });
  });
});
