// What is on disk when, and what a server is when it comes up again.
import { expect, test } from 'vitest';
import { entriesOf } from '../../../src/protocols/redis/commands/index.ts';
import { effectsOf, persisted } from '../recording-context.ts';
import { cluster, pass, Server, valueAt, write } from './servers.ts';

test('each second: what was written since is written to the file, and nothing where there is nothing new', () => {
  const { n1 } = cluster(1, { persistence: 'everysec' });
  expect(persisted(n1.timer('cron').outcome)).toHaveLength(1);
  expect(persisted(n1.timer('cron').outcome)).toEqual([]);
  write(n1, 2);
  expect(persisted(n1.outcome)).toEqual([]);
  const [patch] = persisted(n1.timer('cron').outcome);
  expect(entriesOf(patch!['keyspace'] as never)).toEqual([['k', { value: 2, expireAt: null }]]);
});

test('off: nothing is written, and a primary comes up empty, and is the primary', () => {
  const { n1 } = cluster(1);
  write(n1, 2);
  expect(persisted(n1.outcome)).toEqual([]);
  expect(persisted(n1.timer('cron').outcome)).toEqual([]);
  const again = new Server('n1', {}, {}, 2);
  expect([valueAt(again), again.state.primary, again.state.history.id]).toEqual([null, 'n1', 'n1.2.0']);
});

test('a server that comes up has what the file had', () => {
  const { n1 } = cluster(1, { persistence: 'always' });
  write(n1, 2);
  const [patch] = persisted(n1.outcome);
  expect(valueAt(new Server('n1', {}, patch, 2))).toBe(2);
});

test('a replica writes its file, too', () => {
  const { n1, n2 } = cluster(1, { persistence: 'always' });
  write(n1, 2);
  expect(persisted(pass(n1, n2).outcome)).toHaveLength(1);
});

test('what a Sentinel made of a server it still is after a restart', () => {
  const { n2, n3 } = cluster(1);
  const [promoted] = persisted(n2.on({ kind: 'ReplicaOf', primary: 'n2' }, 's1').outcome);
  expect(new Server('n2', {}, promoted, 2).state).toMatchObject({ primary: 'n2', link: null, promotions: 1 });
  const [follows] = persisted(n3.on({ kind: 'ReplicaOf', primary: 'n2' }, 's1').outcome);
  expect(new Server('n3', {}, follows, 2).sent('n2')).toMatchObject([{ kind: 'Psync' }]);
});

test('to be told what it is already changes nothing', () => {
  const { n1, n2 } = cluster(1);
  expect(effectsOf(n1.on({ kind: 'ReplicaOf', primary: 'n1' }, 's1').outcome, 'persist')).toEqual([]);
  expect(n1.state.promotions).toBe(0);
  expect(n2.on({ kind: 'ReplicaOf', primary: 'n1' }, 's1').outcome.effects).toEqual([]);
});
