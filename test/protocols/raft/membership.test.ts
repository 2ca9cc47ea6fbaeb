// How members change (§6; thesis §4), step by step, and how learners catch up.
import { describe, expect, test } from 'vitest';
import type { Kind } from '../../../src/contract/context.ts';
import { type Configuration, entryAt, type Leader, lastIndex, type State } from '../../../src/protocols/raft/index.ts';
import { effectsOf, type Outcome, sent, start, timersSet } from '../recording-context.ts';
import {
  acked,
  candidate,
  entry,
  follower,
  leader,
  logOf,
  serverWith,
  three,
  timeout,
  vote,
  withEntry,
} from './servers.ts';

const five = { self: 'n1', peers: ['n2', 'n3', 'n4', 'n5'] };
const of = (voters: readonly string[], learners: readonly string[] = [], outgoing: readonly string[] = []) => ({
  voters,
  outgoing,
  learners,
});
const change = (voters: readonly string[], learners: readonly string[] = [], request = 1): Kind => ({
  kind: 'ChangeMembers',
  request,
  voters,
  learners,
});
const log = logOf(1, 1);
const all = { n1: 2, n2: 2, n3: 2 };
/** n1 leads n1, n2 and n3; all hold the two entries, and they are committed. */
const leading = (fields: Partial<Leader & Leader['duties']> = {}): State =>
  leader({
    log,
    commitIndex: 2,
    lastApplied: 2,
    termStart: 1,
    nextIndex: { n2: 3, n3: 3 },
    matchIndex: all,
    flow: { n2: { mode: 'probe' }, n3: { mode: 'probe' } },
    ...fields,
  });
const server = (kind: 'single' | 'joint') => {
  const { deliver, timeout: fired } = serverWith({ change: kind });
  return {
    deliver: (state: State, from: string, message: Kind) => deliver(state, from, message, five),
    timeout: (state: State, timer: string) => fired(state, timer, five),
    /** These say, one after the other, that they hold everything. */
    acks: (state: State, ...from: readonly string[]) => {
      let outcome: Outcome<State> = { state, effects: [] };
      const effects = [];
      for (const id of from) {
        outcome = deliver(outcome.state, id, acked(state.term, lastIndex(state.log)), five);
        effects.push(...outcome.effects);
      }
      return { state: outcome.state, effects };
    },
  };
};
const latest = ({ log: of }: State): Configuration | undefined => entryAt(of, lastIndex(of))?.configuration;
const replies = (outcome: Outcome<State>) =>
  sent(outcome, 'a1').map((message) => [message['outcome' as never], message['reason' as never]]);

describe('one voter at a time (thesis §4.1)', () => {
  const { deliver, acks } = server('single');

  test('a newcomer learns, votes when it has caught up; who is to go goes last', () => {
    let outcome: Outcome<State> = deliver(leading(), 'a1', change(['n1', 'n2', 'n4']));
    expect(latest(outcome.state)).toEqual(of(['n1', 'n2', 'n3'], ['n4']));
    outcome = acks(outcome.state, 'n1', 'n2'); // committed: the rounds of n4 begin
    expect(outcome.state).toMatchObject({ duties: { catchUp: { server: 'n4', round: 1, target: 3 } } });
    outcome = acks(outcome.state, 'n4');
    expect(latest(outcome.state)).toEqual(of(['n1', 'n2', 'n3', 'n4']));
    outcome = acks(outcome.state, 'n1', 'n2');
    expect(outcome.state.commitIndex).toBe(3); // three of four are a majority now, two are not
    outcome = acks(outcome.state, 'n4');
    expect(latest(outcome.state)).toEqual(of(['n1', 'n2', 'n4']));
    expect(replies(outcome)).toEqual([]);
    outcome = acks(outcome.state, 'n1', 'n2');
    expect(replies(outcome)).toEqual([['done', '']]);
    expect(outcome.state).toMatchObject({ commitIndex: 5, duties: { change: null, catchUp: null } });
  });

  test('a voter that becomes a learner stays a member', () => {
    const { state } = deliver(leading(), 'a1', change(['n1', 'n2'], ['n3']));
    expect(latest(state)).toEqual(of(['n1', 'n2'], ['n3']));
  });

  test('of two that are to go one goes after the other, the leader last', () => {
    const first = deliver(leading(), 'a1', change(['n3']));
    expect(latest(first.state)).toEqual(of(['n1', 'n3']));
    expect(latest(acks(first.state, 'n1', 'n3').state)).toEqual(of(['n3']));
  });

  test('learners alone can be added and taken away', () => {
    const added = deliver(leading(), 'a1', change(['n1', 'n2', 'n3'], ['n4']));
    expect(latest(added.state)).toEqual(of(['n1', 'n2', 'n3'], ['n4']));
    const done = acks(added.state, 'n1', 'n2');
    expect(replies(done)).toEqual([['done', '']]);
    expect(latest(deliver(done.state, 'a1', change(['n1', 'n2', 'n3'], [], 2)).state)).toEqual(of(['n1', 'n2', 'n3']));
  });

  test('what is so already is done at once', () => {
    const outcome = deliver(leading(), 'a1', change(['n3', 'n2', 'n1']));
    expect(replies(outcome)).toEqual([['done', '']]);
    expect(outcome.state.log).toBe(log);
  });
});

describe('a joint configuration (§6)', () => {
  const { deliver, acks } = server('joint');

  test('C_old,new when all newcomers have caught up, and C_new when that is committed by both', () => {
    let outcome: Outcome<State> = deliver(leading(), 'a1', change(['n1', 'n4', 'n5']));
    expect(latest(outcome.state)).toEqual(of(['n1', 'n2', 'n3'], ['n4', 'n5']));
    outcome = acks(outcome.state, 'n1', 'n2', 'n4');
    expect(outcome.state).toMatchObject({ duties: { catchUp: { server: 'n5' } } }); // n4 is ready, n5 is not
    outcome = acks(outcome.state, 'n5');
    expect(latest(outcome.state)).toEqual(of(['n1', 'n4', 'n5'], [], ['n1', 'n2', 'n3']));
    outcome = acks(outcome.state, 'n1', 'n4', 'n5');
    expect(outcome.state.commitIndex).toBe(3); // all of C_new, one of C_old
    outcome = acks(outcome.state, 'n2');
    expect(latest(outcome.state)).toEqual(of(['n1', 'n4', 'n5']));
    outcome = acks(outcome.state, 'n1', 'n4');
    expect(replies(outcome)).toEqual([['done', '']]);
  });

  test('a leader that finds C_old,new committed goes on to C_new, though nobody asked it', () => {
    const joint = of(['n1', 'n4'], [], ['n1', 'n2']);
    const state = leader({
      term: 2,
      log: withEntry(withEntry(logOf(1), { ...entry(1), configuration: joint }), entry(2)),
      configuration: joint,
      configurationIndex: 2,
      termStart: 3,
      matchIndex: { n1: 3, n2: 3, n4: 0 },
      nextIndex: { n2: 4, n4: 3 },
      flow: { n2: { mode: 'probe' }, n4: { mode: 'probe' } },
    });
    expect(latest(acks(state, 'n4').state)).toEqual(of(['n1', 'n4']));
  });
});

describe('when a change may begin', () => {
  const { deliver, acks } = server('single');
  const ask = change(['n1', 'n2']);

  test('not before an entry of this term is committed (the correction of 2015)', () => {
    const fresh = leading({ term: 2, log: logOf(1, 1, 2), termStart: 3 });
    const outcome = deliver(fresh, 'a1', ask);
    expect(outcome.state.log).toBe(fresh.log);
    expect(latest(acks(outcome.state, 'n1', 'n2').state)).toEqual(of(['n1', 'n2']));
  });

  test('not before the one before it is committed', () => {
    const pending = { ...entry(1), configuration: of(['n1', 'n2', 'n3'], ['n4']) };
    const state = leading({ log: withEntry(log, pending), configurationIndex: 3 });
    expect(deliver(state, 'a1', ask).state.log).toBe(state.log);
  });

  test.each<[string, State, Kind, string]>([
    ['not the leader', follower({ leader: 'n2' }), ask, 'not the leader'],
    ['no voter is named', leading(), change([]), 'a cluster needs a voter'],
    ['it hands over', leading({ transferee: 'n2' }), ask, 'the leadership is being transferred'],
    [
      'another change is under way',
      leading({ change: { request: 9, admin: 'a2', voters: ['n1'], learners: [], ready: [] } }),
      ask,
      'another change is under way',
    ],
    [
      'another administrator’s request of the same number is under way',
      leading({ change: { request: 1, admin: 'a2', voters: ['n1'], learners: [], ready: [] } }),
      ask,
      'another change is under way',
    ],
  ])('refused: %s', (_why, state, message, reason) => {
    const outcome = deliver(state, 'a1', message);
    expect(replies(outcome)).toEqual([['refused', reason]]);
    expect(outcome.state).toBe(state);
  });

  test('a copy of the request that is under way changes nothing', () => {
    const { state } = deliver(leading(), 'a1', ask);
    expect(deliver(state, 'a1', ask)).toEqual({ state, effects: [] });
  });
});

describe('rounds of a learner (thesis §4.2.1)', () => {
  const { deliver, timeout: fired, acks } = server('single');
  const begun = () => acks(deliver(leading(), 'a1', change(['n1', 'n2', 'n3', 'n4'])).state, 'n1', 'n2').state;

  test('the target is the end of the log as it was when the round began', () => {
    const longer = { ...begun(), log: withEntry(begun().log, entry(1)) };
    const outcome = deliver(longer, 'n4', acked(1, 3));
    expect(latest(outcome.state)).toEqual(of(['n1', 'n2', 'n3', 'n4']));
    expect(effectsOf(outcome, 'cancelTimer').map(({ name }) => name)).toContain('catchUp');
  });

  test('less than that is not enough', () => {
    expect(deliver(begun(), 'n4', acked(1, 2)).state).toMatchObject({ duties: { catchUp: { round: 1 } } });
  });

  test('a round that took longer than an election timeout is followed by another, to the end as it is by then', () => {
    const slow = fired(begun(), 'catchUp');
    expect(slow.state).toMatchObject({ duties: { catchUp: { round: 2, target: 3, isSlow: true } } });
    expect(timersSet(slow)).toEqual(['catchUp']);
    const longer = { ...slow.state, log: withEntry(slow.state.log, entry(1)) };
    const next = deliver(longer, 'n4', acked(1, 3)).state;
    expect(next).toMatchObject({ duties: { catchUp: { target: 4, isSlow: false } } });
    expect(latest(deliver(next, 'n4', acked(1, 4)).state)).toEqual(of(['n1', 'n2', 'n3', 'n4']));
  });

  test('after ten it is given up, and the learner stays one', () => {
    let outcome: Outcome<State> = { state: begun(), effects: [] };
    let count = 0;
    for (; (outcome.state as Leader).duties.change !== null; count++) outcome = fired(outcome.state, 'catchUp');
    expect(count).toBe(10);
    expect(replies(outcome)).toEqual([['failed', 'n4 does not catch up']]);
    expect(outcome.state).toMatchObject({
      configuration: of(['n1', 'n2', 'n3'], ['n4']),
      duties: { catchUp: null },
    });
  });
});

describe('who is in force', () => {
  const { deliver, acks } = server('single');

  test('a leader that has removed itself leads until that is committed, without counting itself (thesis §4.2.2)', () => {
    const { state } = deliver(leading(), 'a1', change(['n2', 'n3']));
    expect(latest(state)).toEqual(of(['n2', 'n3']));
    const one = acks(state, 'n1', 'n2').state;
    expect(one).toMatchObject({ role: 'leader', commitIndex: 2 });
    const done = acks(one, 'n3');
    expect(done.state).toMatchObject({ role: 'follower', commitIndex: 3 });
    expect(replies(done)).toEqual([['done', '']]);
  });

  test('a follower goes by what is in its log, committed or not, and back when that is cut off', () => {
    const added = { ...entry(1), configuration: of(['n1', 'n2', 'n3', 'n4']) };
    const append = {
      kind: 'AppendEntries',
      term: 1,
      prevLogIndex: 2,
      prevLogTerm: 1,
      entries: [added],
      leaderCommit: 0,
    };
    const { state } = serverWith({}).deliver(follower({ log }), 'n2', append);
    expect(state).toMatchObject({ configuration: added.configuration, configurationIndex: 3, commitIndex: 0 });
    const other = { ...append, term: 2, entries: [entry(2)] };
    expect(serverWith({}).deliver(state, 'n3', other).state).toMatchObject({
      configuration: of(['n1', 'n2', 'n3']),
      configurationIndex: 0,
    });
  });

  test.each<[string, State, string]>([
    ['a voter stands for election', follower(), 'candidate'],
    [
      'a learner does not',
      follower({ configuration: of(['n2', 'n3'], ['n1']), configurationIndex: 1, commitIndex: 1 }),
      'follower',
    ],
    [
      'who was removed does not',
      follower({ configuration: of(['n2', 'n3']), configurationIndex: 1, commitIndex: 1 }),
      'follower',
    ],
    [
      'whose removal may not be committed does',
      follower({
        log: withEntry(logOf(1), { ...entry(1), configuration: of(['n2', 'n3']) }),
        configuration: of(['n2', 'n3']),
        configurationIndex: 2,
        commitIndex: 1,
      }),
      'candidate',
    ],
  ])('%s', (_who, state, role) => {
    expect(timeout(state, 'election').state.role).toBe(role);
  });

  test('votes of those who are no voters do not count', () => {
    const state = candidate({ term: 2, configuration: of(['n2', 'n3'], ['n4']) });
    const votes = ['n1', 'n2', 'n4'].reduce((now, id) => serverWith({}).deliver(now, id, vote(2), five).state, state);
    expect(votes.role).toBe('candidate');
    expect(serverWith({}).deliver(votes, 'n3', vote(2), five).state.role).toBe('leader');
  });

  test('a cluster begins with the first servers of an option, the others are spare', () => {
    const { protocol } = serverWith({ voters: 2 });
    expect(start<State>(protocol, {}, three).state.configuration).toEqual(of(['n1', 'n2']));
  });
});
