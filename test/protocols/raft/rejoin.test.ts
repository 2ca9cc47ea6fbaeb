// Servers that come back without their disk, and how they are let in anew.
import { describe, expect, test } from 'vitest';
import { type Leader, raft, type State } from '../../../src/protocols/raft/index.ts';
import { Cluster } from '../../transcripts/cluster.ts';
import { effectsOf, persisted, sent, start } from '../recording-context.ts';
import {
  acked,
  appendEntries,
  deliver,
  entry,
  follower,
  leader,
  logOf,
  requestVote,
  settings,
  three,
  timeout,
} from './servers.ts';

const learning = { ...settings, emptyDisk: 'learn' } as const;
const blank = follower({ term: 3, blankSince: 2 });

describe('a server that lost its disk', () => {
  const again = start<State>(raft(learning), {}, { ...three, incarnation: 2 });

  test('remembers that, and tells all others in which life it is', () => {
    expect(again.state).toMatchObject({ term: 0, blankSince: 2 });
    expect(persisted(again)).toEqual([{ vote: { term: 0, votedFor: null, blankSince: 2 } }]);
    for (const id of ['n2', 'n3']) expect(sent(again, id)).toEqual([{ kind: 'LostDisk', incarnation: 2 }]);
  });

  test('is blank still after another restart, in the same life as far as others know', () => {
    const durable = { vote: { term: 3, votedFor: null, blankSince: 2 } };
    expect(start<State>(raft(learning), durable, { ...three, incarnation: 3 }).state.blankSince).toBe(2);
  });

  test('on its first start it has lost nothing', () => {
    expect(start<State>(raft(learning), {}, three).state.blankSince).toBeUndefined();
  });

  test('gives no vote', () => {
    expect(sent(deliver(blank, 'n2', requestVote(4, 9, 9)))).toEqual([{ kind: 'Vote', term: 4, granted: false }]);
  });

  test('keeps what it is when its term rises', () => {
    const outcome = deliver(blank, 'n2', appendEntries({ term: 4 }));
    expect(outcome.state).toMatchObject({ term: 4, blankSince: 2 });
    expect(persisted(outcome)).toEqual([{ vote: { term: 4, votedFor: null, blankSince: 2 } }]);
  });

  test('does not stand for election, and says again that it has nothing', () => {
    const outcome = timeout(blank, 'election');
    expect(outcome.state).toBe(blank);
    expect(sent(outcome, 'n2')).toEqual([{ kind: 'LostDisk', incarnation: 2 }]);
  });
});

describe('it is let in by a configuration in which it learns, and which names its life', () => {
  const learner = { voters: ['n2', 'n3'], outgoing: [], learners: ['n1'] };
  const voter = { voters: ['n1', 'n2', 'n3'], outgoing: [], learners: [] };
  const letIn = (configuration: object) => {
    const change = { ...entry(3), configuration } as never;
    return deliver(blank, 'n2', appendEntries({ term: 3, entries: [change] }));
  };

  test('then it has a vote again, and its disk knows', () => {
    const outcome = letIn({ ...learner, readmitted: { n1: 2 } });
    expect(outcome.state.blankSince).toBeUndefined();
    expect(persisted(outcome).at(-1)).toEqual({ vote: { term: 3, votedFor: null } });
  });

  test.each([
    ['of an earlier life', { ...learner, readmitted: { n1: 1 } }],
    ['of none', learner],
    ['in which it still has a vote', { ...voter, readmitted: { n1: 2 } }],
  ])('not by one %s', (_what, configuration) => {
    expect(letIn(configuration).state.blankSince).toBe(2);
  });

  test('the leader names the latest life that it was told of', () => {
    let state: State = leader({
      log: logOf(1),
      commitIndex: 1,
      lastApplied: 1,
      termStart: 1,
      configuration: { voters: ['n1', 'n2'], outgoing: [], learners: [] },
    });
    for (const incarnation of [2, 3, 2]) state = deliver(state, 'n3', { kind: 'LostDisk', incarnation }).state;
    const change = { kind: 'ChangeMembers', request: 1, voters: ['n1', 'n2', 'n3'], learners: [] };
    expect(deliver(state, 'a1', change).state.configuration).toEqual({
      voters: ['n1', 'n2'],
      outgoing: [],
      learners: ['n3'],
      readmitted: { n3: 3 },
    });
  });
});

describe('what a server without its disk says counts for no quorum: it may have gone to a later term before', () => {
  // n1 leads term 1, with n3. Then n3 is elected for term 2 by n2, and commits with it; n2 loses its disk, and hears of
  // n1 only.
  const cluster = () => {
    const c = new Cluster(3, { ...learning, reads: 'read-index' });
    c.fire('n1', 'election');
    c.settle(['n1', 'n3']);
    c.fire('n3', 'election');
    c.settle(['n2', 'n3']);
    c.network = [];
    c.crash('n2');
    c.restart('n2', 'empty');
    c.network = [];
    return c;
  };
  const request = { kind: 'Request', id: { client: 'c1', number: 1 }, attempt: 1 };

  test('not to commit an entry', () => {
    const c = cluster();
    expect([c.state('n3').commitIndex, c.state('n1').role]).toEqual([2, 'leader']);
    c.receive('n1', { ...request, operation: { f: 'write', key: 'x', value: 1 } }, 'c1');
    for (let beat = 0; beat < 5; beat++) {
      c.settle(['n1', 'n2']);
      c.fire('n1', 'heartbeat');
    }
    expect(c.state('n1').commitIndex).toBe(1);
    expect(c.state('n1').log.entries.length).toBe(2);
    expect((c.state('n1') as Leader).duties.blanks).toEqual({ n2: 2 });
  });

  test('not to answer a read', () => {
    const c = cluster();
    c.receive('n1', { ...request, operation: { f: 'read', key: 'x' } }, 'c1');
    c.settle(['n1', 'n2']);
    expect(c.network.filter(({ to }) => to === 'c1')).toEqual([]);
  });

  test('it is sent what it lacks all the same', () => {
    const c = new Cluster(3, learning);
    c.fire('n1', 'election');
    c.settle();
    c.crash('n2');
    c.restart('n2', 'empty');
    c.receive('n1', { kind: 'ChangeMembers', request: 1, voters: ['n1', 'n3'], learners: [] }, 'a1');
    c.settle();
    c.receive('n1', { kind: 'ChangeMembers', request: 2, voters: ['n1', 'n2', 'n3'], learners: [] }, 'a1');
    c.settle();
    expect(c.state('n1').configuration.voters).toEqual(['n1', 'n2', 'n3']);
    expect(c.state('n2').blankSince).toBeUndefined();
  });
});

test('an acknowledgement says in which life it lost its disk', () => {
  const outcome = deliver(blank, 'n2', appendEntries({ term: 3, entries: [entry(3)] }));
  expect(effectsOf(outcome, 'send')[0]!.message).toEqual({ ...acked(3, 1), blankSince: 2 });
});
