// Safety, crashes and timing (§5.4 to §5.6), members (§6), compaction (§7) and clients (§8), a sentence a test. Figure 8,
// the members' changes, and Figure 13 are told step by step in test/transcripts.

import { describe, expect, test } from 'vitest';
import type { Kind } from '../../src/contract/context.ts';
import { defaultsOf } from '../../src/contract/system.ts';
import { raftKv } from '../../src/protocols/raft/index.ts';
import { settingsOf } from '../../src/protocols/raft/settings.ts';
import { deliver, follower, leader, logOf, paper, requestVote, settings } from '../protocols/raft/servers.ts';
import { sent } from '../protocols/recording-context.ts';
import { Cluster } from '../transcripts/cluster.ts';

const request = (number: number, operation: object): Kind =>
  ({ kind: 'Request', id: { client: 'c1', number }, attempt: number, operation }) as Kind;
const write = (number: number, value: number) => request(number, { f: 'write', key: 'x', value });
const led = (changes = {}, count = 3) => {
  const cluster = new Cluster(count, { ...settings, ...changes });
  if (cluster.timers('n1').includes('quiet')) cluster.fire('n1', 'quiet');
  cluster.fire('n1', 'election');
  cluster.settle();
  cluster.fire('n1', 'heartbeat');
  cluster.settle();
  return cluster;
};

describe('§5.4.1 Election restriction', () => {
  test('a voter refuses a candidate whose log is less up to date than its own', () => {
    expect(sent(deliver(follower({ term: 3, log: logOf(1, 3) }), 'n2', requestVote(4, 5, 2)))).toMatchObject([
      { granted: false },
    ]);
  });

  test('so who is elected holds everything that is committed', () => {
    const cluster = led();
    cluster.crash('n3');
    cluster.receive('n1', write(1, 5), 'c1');
    cluster.settle();
    cluster.crash('n1');
    cluster.restart('n3');
    cluster.fire('n3', 'election');
    cluster.settle();
    expect(cluster.state('n3').role).toBe('candidate');
    cluster.fire('n2', 'election');
    cluster.settle();
    expect(cluster.state('n2')).toMatchObject({ role: 'leader', machine: { values: { x: 5 } } });
  });
});

describe('§5.4.2 Entries of previous terms', () => {
  test('only an entry of the leader’s own term is committed by counting; those before it are with it', () => {
    const state = leader({ term: 3, log: logOf(1, 3), matchIndex: { n1: 2, n2: 0, n3: 0 } });
    const ack = (matchIndex: number): Kind => ({ kind: 'AppendReply', term: 3, success: true, matchIndex });
    expect(deliver(state, 'n2', ack(1)).state.commitIndex).toBe(0);
    expect(deliver(state, 'n2', ack(2)).state.commitIndex).toBe(2);
  });
});

describe('§5.5 Follower and candidate crashes', () => {
  test('requests to one that is down are sent until it is back', () => {
    const cluster = led();
    cluster.crash('n2');
    for (let beat = 0; beat < 3; beat++) {
      cluster.receive('n1', write(beat + 1, beat), 'c1');
      cluster.settle();
      cluster.network = cluster.network.filter(({ to }) => to !== 'n2');
      cluster.fire('n1', 'heartbeat');
    }
    cluster.restart('n2');
    cluster.settle();
    expect(cluster.state('n2').log).toEqual(cluster.state('n1').log);
  });

  test('one that crashed after it did what was asked, and before it answered, is asked again: no harm', () => {
    const cluster = led();
    cluster.receive('n1', write(1, 5), 'c1');
    cluster.settle(['n1', 'n2']);
    const before = cluster.state('n2').log;
    cluster.crash('n2');
    cluster.restart('n2');
    const again = {
      kind: 'AppendEntries',
      term: 1,
      prevLogIndex: 1,
      prevLogTerm: 1,
      entries: [before.entries.tail[1]!],
    };
    cluster.receive('n2', { ...again, leaderCommit: 1 } as never, 'n1');
    expect(cluster.state('n2').log).toEqual(before);
  });
});

describe('§5.6 Timing and availability', () => {
  test('an election timeout that is not longer than the heartbeat is no cluster’s', () => {
    const equal = { ...defaultsOf(raftKv), ...paper, heartbeat: 150_000, electionTimeoutMin: 150_000 };
    expect(raftKv.check?.(equal)).toContain('followers would depose a leader that is well');
    expect(settingsOf(equal).heartbeat).toBe(150_000);
  });
});

describe('§6 Cluster membership changes', () => {
  const change = (voters: readonly string[]): Kind =>
    ({ kind: 'ChangeMembers', request: 1, voters, learners: [] }) as Kind;
  const joint = () => led({ change: 'joint', voters: 3 }, 5);

  test('C_old,new comes first, and C_new when it is committed', () => {
    const cluster = joint();
    cluster.receive('n1', change(['n1', 'n4', 'n5']), 'a1');
    const seen: string[] = [];
    cluster.settle(cluster.ids, () => {
      const { voters, outgoing } = cluster.state('n1').configuration;
      const text = `${voters.join(' ')}/${outgoing.join(' ')}`;
      if (seen.at(-1) !== text) seen.push(text);
    });
    expect(seen).toEqual(['n1 n2 n3/', 'n1 n4 n5/n1 n2 n3', 'n1 n4 n5/']);
  });

  test('a server goes by the latest configuration in its log, committed or not', () => {
    const cluster = joint();
    cluster.receive('n1', change(['n1', 'n2', 'n3', 'n4']), 'a1');
    expect(cluster.state('n1')).toMatchObject({ configurationIndex: 2, commitIndex: 1 });
  });

  test('new servers have no vote until they have caught up', () => {
    const cluster = joint();
    cluster.receive('n1', change(['n1', 'n2', 'n3', 'n4']), 'a1');
    cluster.settle(['n1', 'n2', 'n3']);
    expect(cluster.state('n1').configuration).toMatchObject({ voters: ['n1', 'n2', 'n3'], learners: ['n4'] });
    cluster.settle();
    expect(cluster.state('n1').configuration).toMatchObject({ voters: ['n1', 'n2', 'n3', 'n4'], learners: [] });
  });

  test('a leader that is not in C_new manages it without counting itself, and steps down when it is committed', () => {
    const cluster = joint();
    cluster.receive('n1', change(['n2', 'n3']), 'a1');
    cluster.settle();
    expect(cluster.state('n1').role).toBe('follower');
    cluster.fire('n2', 'election');
    cluster.settle();
    expect(cluster.state('n2').role).toBe('leader');
  });

  test('a request for a vote is ignored within the shortest election timeout after a leader was heard of', () => {
    const cluster = led({ stickiness: true, checkQuorum: true });
    const before = cluster.state('n2');
    expect(before.hasFreshLeader).toBe(true);
    expect(cluster.receive('n2', requestVote(9, 9, 9), 'n3').sent).toEqual([]);
    expect(cluster.state('n2')).toBe(before);
  });
});

describe('§7 Log compaction', () => {
  const compacting = { snapshotEvery: 3, snapshotKeep: 0 };
  const long = () => {
    const cluster = led(compacting);
    cluster.crash('n3');
    for (let number = 1; number <= 5; number++) {
      cluster.receive('n1', write(number, number), 'c1');
      cluster.settle();
    }
    return cluster;
  };

  test('each server takes snapshots of its own, of what is committed, and drops what they cover', () => {
    const cluster = long();
    for (const id of ['n1', 'n2']) {
      const { snapshot, log, commitIndex } = cluster.state(id);
      expect([snapshot!.index, log.base]).toEqual([log.base, snapshot!.index]);
      expect(snapshot!.index).toBeGreaterThan(0);
      expect(snapshot!.index).toBeLessThanOrEqual(commitIndex);
    }
  });

  test('it holds index and term of its last entry, for the consistency check of the next', () => {
    const { snapshot, log } = long().state('n1');
    expect([snapshot!.index, snapshot!.term]).toEqual([log.base, log.baseTerm]);
  });

  test('a follower that lacks what was dropped is sent the snapshot, and then the rest', () => {
    const cluster = long();
    cluster.restart('n3');
    cluster.network = [];
    for (let beat = 0; beat < 12; beat++) {
      cluster.fire('n1', 'heartbeat');
      cluster.settle();
    }
    expect(cluster.state('n3')).toMatchObject({ commitIndex: 6, machine: cluster.state('n1').machine });
  });
});

describe('§8 Client interaction', () => {
  test('a client that asks a follower is told of the leader, where one is known', () => {
    const { sent: told } = led().receive('n2', write(1, 5), 'c1');
    expect(told).toMatchObject([{ to: 'c1', message: { kind: 'NotLeader', leader: 'n1' } }]);
  });

  test('a command that was executed before its leader crashed is not executed again when it is retried', () => {
    const cluster = led();
    cluster.receive('n1', write(1, 5), 'c1');
    cluster.settle();
    cluster.crash('n1');
    cluster.network = [];
    cluster.fire('n2', 'election');
    cluster.settle();
    cluster.receive('n2', write(1, 5), 'c1');
    cluster.settle();
    expect(cluster.state('n2').machine.executed).toBe(1);
    expect(cluster.network.filter(({ to }) => to === 'c1')).toMatchObject([{ message: { result: { value: 5 } } }]);
  });

  test('a leader commits a no-op at the start of its term, and so knows what is committed', () => {
    const cluster = led();
    expect(cluster.state('n1')).toMatchObject({ commitIndex: 1, log: logOf(1) });
  });

  test('a read without the log is answered only after a majority has said that it still follows', () => {
    const cluster = led({ reads: 'read-index' });
    cluster.receive('n1', request(1, { f: 'read', key: 'x' }), 'c1');
    expect(cluster.network.filter(({ to }) => to === 'c1')).toEqual([]);
    cluster.settle(['n1', 'n2']);
    expect(cluster.network.filter(({ to }) => to === 'c1')).toHaveLength(1);
  });
});
