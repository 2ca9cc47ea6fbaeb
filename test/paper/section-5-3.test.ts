// Log replication (§5.3), a sentence a test.
import { describe, expect, test } from 'vitest';
import { slice } from '../../src/base/paged-list.ts';
import type { Kind } from '../../src/contract/context.ts';
import type { Log } from '../../src/protocols/raft/index.ts';
import { acked, appendEntries, deliver, entry, follower, logOf, settings } from '../protocols/raft/servers.ts';
import { sent } from '../protocols/recording-context.ts';
import { Cluster } from '../transcripts/cluster.ts';

const terms = (log: Log) => slice(log.entries, 0).map(({ term }) => term);
const write = (number: number, value: number): Kind =>
  ({
    kind: 'Request',
    id: { client: 'c1', number },
    attempt: number,
    operation: { f: 'write', key: 'x', value },
  }) as Kind;
const led = (count = 3) => {
  const cluster = new Cluster(count, settings);
  cluster.fire('n1', 'election');
  cluster.settle();
  return cluster;
};
const replies = (cluster: Cluster) => cluster.network.filter(({ to }) => to === 'c1');

describe('§5.3 Log replication', () => {
  test('the leader appends a command to its log and sends it to the others at once', () => {
    const { sent: messages } = led().receive('n1', write(1, 5), 'c1');
    const followers = messages.filter(({ message }) => message.kind === 'AppendEntries').map(({ to }) => to);
    expect(followers).toEqual(['n2', 'n3']);
  });

  test('it applies it and answers when it is safely replicated, and not before', () => {
    const cluster = led();
    cluster.receive('n1', write(1, 5), 'c1');
    expect([replies(cluster), cluster.state('n1').machine.values]).toEqual([[], {}]);
    cluster.settle();
    expect(replies(cluster)).toMatchObject([{ message: { result: { ok: true, value: 5 } } }]);
    expect(cluster.state('n1').machine.values).toEqual({ x: 5 });
  });

  test('to who is slow or was down it sends again until all have everything, also after it has answered', () => {
    const cluster = led();
    cluster.crash('n3');
    cluster.receive('n1', write(1, 5), 'c1');
    cluster.settle();
    expect(replies(cluster)).toHaveLength(1);
    cluster.restart('n3');
    cluster.fire('n1', 'heartbeat');
    cluster.settle();
    expect(cluster.state('n3').log).toEqual(cluster.state('n1').log);
  });

  test('an entry holds a command and the term in which the leader got it', () => {
    const cluster = led();
    cluster.receive('n1', write(1, 5), 'c1');
    expect(cluster.state('n1').log.entries.tail.at(-1)).toMatchObject({ term: 1, command: { id: { number: 1 } } });
  });

  test('an entry is committed when a majority holds it, and all before it are', () => {
    const cluster = led(5);
    for (const id of ['n4', 'n5']) cluster.crash(id);
    cluster.receive('n1', write(1, 5), 'c1');
    cluster.receive('n1', write(2, 6), 'c1');
    cluster.settle();
    expect(cluster.state('n1').commitIndex).toBe(3);
  });

  test('the leader tells the highest index it knows to be committed; followers apply up to it, in order', () => {
    const cluster = led();
    cluster.receive('n1', write(1, 5), 'c1');
    cluster.receive('n1', write(2, 6), 'c1');
    cluster.settle();
    cluster.fire('n1', 'heartbeat');
    cluster.settle();
    for (const id of cluster.ids) {
      expect(cluster.state(id)).toMatchObject({ commitIndex: 3, lastApplied: 3, machine: { values: { x: 6 } } });
    }
  });

  test('a follower that does not hold the entry before refuses the new ones', () => {
    const state = follower({ term: 2, log: logOf(1) });
    for (const prev of [
      [2, 1],
      [1, 2],
    ] as const) {
      const outcome = deliver(state, 'n2', appendEntries({ term: 2, prev, entries: [entry(2)] }));
      expect(sent(outcome)).toMatchObject([{ success: false }]);
      expect(outcome.state.log).toBe(state.log);
    }
  });

  test('a follower may lack entries, have entries that the leader lacks, or both; the leader’s log is made its own', () => {
    const of = (text: string) => ({ vote: { term: 7, votedFor: null }, log: logOf(...text.split(' ').map(Number)) });
    const cluster = new Cluster(3, settings, {
      n1: of('1 1 4 4 5 6'),
      n2: of('1 1 4'),
      n3: of('1 1 2 2 3 3 3'),
    });
    cluster.fire('n1', 'election');
    cluster.settle();
    for (const id of cluster.ids) expect(terms(cluster.state(id).log)).toEqual([1, 1, 4, 4, 5, 6, 8]);
  });

  test('a new leader begins after the end of its own log, and goes back when it is refused', () => {
    const cluster = new Cluster(2, settings, { n1: { vote: { term: 3, votedFor: null }, log: logOf(1, 3, 3) } });
    cluster.fire('n1', 'election');
    const indexes: number[] = [];
    cluster.settle(cluster.ids, (_sent, { sent: messages }) => {
      for (const { message } of messages) {
        if (message.kind === 'AppendEntries') indexes.push((message as Kind & { prevLogIndex: number }).prevLogIndex);
      }
    });
    expect(indexes).toEqual([3, 0]);
  });

  test('a refusal names the conflicting term and its first index: one message for each term, not for each entry', () => {
    const state = follower({ term: 4, log: logOf(1, 2, 2, 2, 3, 3, 3) });
    const outcome = deliver(state, 'n2', appendEntries({ term: 4, prev: [7, 4] }));
    expect(sent(outcome)).toMatchObject([{ success: false, conflictTerm: 3, conflictIndex: 5 }]);
  });

  test('a leader never overwrites or deletes what is in its own log', () => {
    const cluster = led();
    const { log } = cluster.state('n1');
    cluster.receive('n1', acked(1, 99), 'n2');
    cluster.receive('n1', appendEntries({ term: 0, entries: [entry(0)] }), 'n2');
    expect(cluster.state('n1').log).toBe(log);
  });

  test('one slow follower does not hold up a command', () => {
    const cluster = led();
    cluster.hold('n3');
    cluster.receive('n1', write(1, 5), 'c1');
    cluster.settle();
    expect(replies(cluster)).toHaveLength(1);
  });
});
