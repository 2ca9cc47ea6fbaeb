// Raft basics (§5.1), a sentence a test.
import { describe, expect, test } from 'vitest';
import type { State } from '../../src/protocols/raft/index.ts';
import {
  appendEntries,
  candidate,
  deliver,
  entry,
  follower,
  leader,
  logOf,
  requestVote,
  settings,
  timeout,
  vote,
} from '../protocols/raft/servers.ts';
import { persisted, sent, timersSet } from '../protocols/recording-context.ts';
import { Cluster } from '../transcripts/cluster.ts';

describe('§5.1 Raft basics', () => {
  test('five servers tolerate two failures', () => {
    const cluster = new Cluster(5, settings);
    for (const id of ['n4', 'n5']) cluster.crash(id);
    cluster.fire('n1', 'election');
    cluster.settle();
    expect(cluster.state('n1')).toMatchObject({ role: 'leader', commitIndex: 1 });
  });

  test('and not three', () => {
    const cluster = new Cluster(5, settings);
    for (const id of ['n3', 'n4', 'n5']) cluster.crash(id);
    cluster.fire('n1', 'election');
    cluster.settle();
    expect(cluster.state('n1').role).toBe('candidate');
  });

  test('followers are passive: on their own account they send nothing', () => {
    const { state } = deliver(follower({ term: 1 }), 'n2', appendEntries({ term: 1 }));
    expect(state.role).toBe('follower');
    expect(timersSet(deliver(state, 'n2', appendEntries({ term: 1 })))).toEqual(['election']);
    expect(sent(timeout(state, 'heartbeat'))).toEqual([]);
  });

  test('a follower that a client asks says who leads', () => {
    const request = {
      kind: 'Request',
      id: { client: 'c1', number: 1 },
      attempt: 1,
      operation: { f: 'read', key: 'x' },
    };
    expect(sent(deliver(follower({ leader: 'n3' }), 'c1', request), 'c1')).toMatchObject([{ leader: 'n3' }]);
  });

  test('each term begins with an election, and terms are numbered one after the other', () => {
    expect(timeout(follower({ term: 6 }), 'election').state).toMatchObject({ role: 'candidate', term: 7 });
  });

  test('a term may end without a leader: a split vote is followed by a new term', () => {
    const cluster = new Cluster(4, settings);
    for (const id of ['n1', 'n2']) cluster.fire(id, 'election');
    for (const [from, to] of [
      ['n1', 'n3'],
      ['n2', 'n4'],
    ]) {
      cluster.deliver(cluster.network.find((one) => one.from === from && one.to === to)!);
    }
    cluster.settle();
    expect(cluster.ids.filter((id) => cluster.state(id).role === 'leader')).toEqual([]);
    cluster.fire('n1', 'election');
    cluster.settle();
    expect(cluster.state('n1')).toMatchObject({ role: 'leader', term: 2 });
  });

  test('the current term is kept on disk, and survives a crash', () => {
    const cluster = new Cluster(3, settings);
    cluster.fire('n1', 'election');
    cluster.crash('n1');
    cluster.restart('n1');
    expect(cluster.state('n1')).toMatchObject({ role: 'follower', term: 1, votedFor: 'n1' });
  });

  test.each<[string, State, string]>([
    ['a follower', follower({ term: 2 }), 'follower'],
    ['a candidate', candidate({ term: 2 }), 'follower'],
    ['a leader', leader({ term: 2 }), 'follower'],
  ])('%s that sees a larger term takes it over and is a follower', (_who, before, role) => {
    for (const message of [requestVote(5), vote(5, false), appendEntries({ term: 5 })]) {
      expect(deliver(before, 'n2', message).state).toMatchObject({ term: 5, role });
    }
  });

  test('a request with an old term is rejected, with the newer term', () => {
    const state = follower({ term: 5 });
    for (const message of [requestVote(4, 9, 9), appendEntries({ term: 4, entries: [entry(4)] })]) {
      const outcome = deliver(state, 'n2', message);
      expect(sent(outcome)).toMatchObject([{ term: 5 }]);
      expect(outcome.state).toBe(state);
      expect(persisted(outcome)).toEqual([]);
    }
  });

  test('requests are sent to all servers at once', () => {
    const cluster = new Cluster(5, settings);
    expect(
      cluster
        .fire('n1', 'election')
        .sent.filter(({ to }) => to !== 'n1')
        .map(({ to }) => to),
    ).toEqual(['n2', 'n3', 'n4', 'n5']);
  });

  test('a request that is not answered is sent again, and a repetition changes nothing', () => {
    const state = leader({ term: 1, log: logOf(1) });
    const first = sent(timeout(state, 'heartbeat'), 'n2');
    expect(sent(timeout(state, 'heartbeat'), 'n2')).toEqual(first);
    const once = deliver(follower({ term: 1 }), 'n1', first[0]!, { self: 'n2', peers: ['n1', 'n3'] });
    const twice = deliver(once.state, 'n1', first[0]!, { self: 'n2', peers: ['n1', 'n3'] });
    expect(twice.state).toBe(once.state);
  });
});
