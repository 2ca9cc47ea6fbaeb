// Leader election (§5.2), a sentence a test.
import { describe, expect, test } from 'vitest';
import { raft, type State } from '../../src/protocols/raft/index.ts';
import {
  appendEntries,
  candidate,
  deliver,
  follower,
  leader,
  logOf,
  requestVote,
  settings,
  timeout,
  vote,
} from '../protocols/raft/servers.ts';
import { effectsOf, sent, start, timersSet } from '../protocols/recording-context.ts';
import { Cluster } from '../transcripts/cluster.ts';

const elected = () => {
  const cluster = new Cluster(3, settings);
  cluster.fire('n1', 'election');
  cluster.settle();
  return cluster;
};

describe('§5.2 Leader election', () => {
  test('servers start as followers', () => {
    expect(start<State>(raft(settings), {}, { peers: ['n2', 'n3'] }).state.role).toBe('follower');
  });

  test('a server stays a follower while a leader or candidate is heard of: the timer begins anew', () => {
    const state = follower({ term: 1 });
    expect(timersSet(deliver(state, 'n2', appendEntries({ term: 1 })))).toEqual(['election']);
    expect(timersSet(deliver(state, 'n2', requestVote(2)))).toEqual(['election']);
  });

  test('a leader sends heartbeats, which carry no entries, to all followers again and again', () => {
    const cluster = elected();
    const { sent: beats } = cluster.fire('n1', 'heartbeat');
    expect(beats.map(({ to, message }) => [to, message.kind, message['entries' as never]])).toEqual([
      ['n2', 'AppendEntries', []],
      ['n3', 'AppendEntries', []],
    ]);
    expect(cluster.timers('n1')).toEqual(['heartbeat']);
  });

  test('who hears nothing for the election timeout takes it that there is no leader, and begins an election', () => {
    expect(timeout(follower({ leader: 'n2' }), 'election').state).toMatchObject({ role: 'candidate', leader: null });
  });

  test('to begin one it raises its term, votes for itself and asks the others', () => {
    const outcome = timeout(follower({ term: 4 }), 'election');
    expect(outcome.state).toMatchObject({ term: 5, votedFor: 'n1' });
    expect(sent(outcome).map(({ kind }) => kind)).toEqual(['Vote', 'RequestVote', 'RequestVote']);
  });

  test('it wins with the votes of a majority in the same term', () => {
    const one = deliver(candidate({ term: 2 }), 'n1', vote(2)).state;
    expect([one.role, deliver(one, 'n3', vote(1)).state.role, deliver(one, 'n3', vote(2)).state.role]).toEqual([
      'candidate',
      'candidate',
      'leader',
    ]);
  });

  test('each server votes for one candidate at most in a term, first come, first served', () => {
    const first = deliver(follower({ term: 1 }), 'n3', requestVote(2));
    const second = deliver(first.state, 'n2', requestVote(2));
    expect([sent(first), sent(second)]).toMatchObject([[{ granted: true }], [{ granted: false }]]);
  });

  test('so at most one candidate can win a term', () => {
    const cluster = new Cluster(3, settings);
    for (const id of cluster.ids) cluster.fire(id, 'election');
    cluster.settle();
    expect(cluster.ids.filter((id) => cluster.state(id).role === 'leader')).toEqual([]);
    cluster.fire('n2', 'election');
    cluster.settle();
    expect(cluster.ids.filter((id) => cluster.state(id).role === 'leader')).toEqual(['n2']);
  });

  test('a new leader tells all others at once, so that they begin no election', () => {
    const outcome = deliver(candidate({ term: 2, votes: ['n1'] }), 'n2', vote(2));
    expect(sent(outcome).filter(({ kind }) => kind === 'AppendEntries')).toHaveLength(2);
  });

  test('a candidate that hears of a leader of its own term or a later one follows it', () => {
    for (const term of [2, 3]) {
      const { state } = deliver(candidate({ term: 2 }), 'n2', appendEntries({ term }));
      expect(state).toMatchObject({ role: 'follower', leader: 'n2', term });
    }
  });

  test('one of an earlier term it refuses, and stays a candidate', () => {
    const state = candidate({ term: 2 });
    const outcome = deliver(state, 'n2', appendEntries({ term: 1 }));
    expect(outcome.state).toBe(state);
    expect(sent(outcome)).toMatchObject([{ kind: 'AppendReply', success: false, term: 2 }]);
  });

  test('a candidate that neither wins nor loses times out and begins anew in the next term', () => {
    expect(timeout(candidate({ term: 2, votes: ['n1'] }), 'election').state).toMatchObject({ term: 3, votes: [] });
  });

  test('timeouts are drawn anew from an interval, at the start of each election', () => {
    const [timer] = effectsOf(timeout(candidate({ term: 2 }), 'election'), 'setTimer');
    expect([timer!.min, timer!.max]).toEqual([settings.electionTimeoutMin, settings.electionTimeoutMax]);
  });

  test('a leader stands for no election', () => {
    const state = leader({ log: logOf(1) });
    expect(timeout(state, 'election').state).toBe(state);
  });
});
