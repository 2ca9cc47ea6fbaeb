// What a server does for locks only: publish and subscribe, active expiry, standing alone, staying away after a restart.
import { expect, test } from 'vitest';
import { seconds } from '../../../src/contract/time.ts';
import { entriesOf, isPrimary } from '../../../src/protocols/redis/index.ts';
import { effectsOf } from '../recording-context.ts';
import { cluster, execute, pass, Server } from './servers.ts';

const lock = { name: 'EVAL', script: 'redisson-lock', key: 'lock', args: ['a', seconds(30)] };
const unlock = { name: 'EVAL', script: 'redisson-unlock', key: 'lock', args: ['a', seconds(30), 'channel', 'latch'] };
const set = (px: number) => execute({ name: 'SET', key: 'k', value: 1, px });

test('whoever is subscribed is sent what is published, once; others, and those who were, are not', () => {
  const { n1 } = cluster();
  for (const name of ['c1', 'c2', 'c1']) n1.on({ kind: 'Subscribe', channel: 'channel' }, name);
  expect(n1.sent('c1')).toEqual([{ kind: 'Subscribed', channel: 'channel' }]);
  n1.on({ kind: 'Unsubscribe', channel: 'channel' }, 'c2').on(execute(lock), 'c3').on(execute(unlock), 'c3');
  const message = { kind: 'Message', channel: 'channel', message: 'unlocked' };
  expect([n1.sent('c1'), n1.sent('c2')]).toEqual([[message], []]);
});

test('a restart forgets who was subscribed', () => {
  expect(new Server('n1', {}, {}, 2).state.subscribers).toEqual({});
});

test('active expiry deletes when the time is over, tells the replicas, and looks again within a second', () => {
  const { n1, n2 } = cluster(0, { expiresActively: true });
  const timer = (server: Server) =>
    effectsOf(server.outcome, 'setTimer').find(({ timer: { kind } }) => kind === 'expire');
  n1.at(0).on(set(seconds(3)), 'c1');
  expect(timer(n1)?.min).toBe(seconds(1));
  pass(n1, n2);
  n1.at(seconds(3)).timer('expire');
  expect([entriesOf(n1.state.keyspace).length, timer(n1)?.min]).toEqual([1, 1]);
  n1.at(seconds(3) + 1).timer('expire');
  expect([entriesOf(n1.state.keyspace).length, timer(n1)]).toEqual([0, undefined]);
  expect(entriesOf(pass(n1, n2).state.keyspace)).toEqual([]);
});

test('servers that stand alone are all primaries', () => {
  expect(['n1', 'n2'].map((name) => isPrimary(new Server(name, { isAlone: true }).state))).toEqual([true, true]);
  expect(isPrimary(new Server('n2').state)).toBe(false);
});

test('a server that was restarted stays away for as long as it is told; one that starts does not', () => {
  const settings = { outAfterRestart: seconds(5), isAlone: true };
  const again = new Server('n1', settings, {}, 2);
  expect(
    again
      .at(seconds(5) - 1)
      .on(set(1), 'c1')
      .sent(),
  ).toMatchObject([{ kind: 'Refused', error: 'LOADING' }]);
  expect(again.at(seconds(5)).on(set(1), 'c1').sent()).toMatchObject([{ kind: 'Answer', value: 'OK' }]);
  expect(new Server('n1', settings).on(set(1), 'c1').sent()).toMatchObject([{ kind: 'Answer' }]);
});

test('WAIT for those that are connected asks for as many as the primary has', () => {
  const waiting = execute(lock, { wait: { replicas: 'connected', timeout: seconds(1) } });
  const { n1, n2, n3 } = cluster();
  n1.on(waiting, 'c1');
  expect(n1.sent('c1')).toEqual([]);
  for (const replica of [n2, n3]) pass(n1, replica);
  pass(n2, n1);
  expect(pass(n3, n1).sent('c1')).toMatchObject([{ kind: 'Answer', replicated: 2, wanted: 2 }]);
  expect(new Server('n1').on(waiting, 'c1').sent('c1')).toMatchObject([{ replicated: 0, wanted: 0 }]);
});
