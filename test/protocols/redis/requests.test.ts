// What clients ask of servers: who answers, who refuses, and what a primary waits for, which is nothing.
import { expect, test } from 'vitest';
import { seconds } from '../../../src/contract/time.ts';
import { effectsOf } from '../recording-context.ts';
import { cluster, execute, pass, Server, valueAt, write } from './servers.ts';

const get = { name: 'GET', key: 'k' };
const set = { name: 'SET', key: 'k', value: 1 };

test('a primary answers a write at once, before any replica has it', () => {
  const { n1, n2 } = cluster();
  expect(write(n1, 7)).toMatchObject([{ kind: 'Answer', value: 'OK' }]);
  expect(n1.sent('n2')).toMatchObject([{ kind: 'Stream', from: 0, writes: [{ key: 'k', value: 7 }] }]);
  expect(valueAt(n2)).toBe(null);
});

test('a replica answers reads of those who meant to ask one, by what it has got', () => {
  const { n2 } = cluster(3);
  expect(n2.on(execute(get, { asks: 'any' }), 'c1').sent('c1')).toMatchObject([{ kind: 'Answer', value: 3 }]);
});

test('a replica refuses writes, and whoever takes it for the primary', () => {
  const { n2 } = cluster(1);
  const refusals = [execute(set, { asks: 'any' }), execute(get), execute(set)].map((message) =>
    n2.on(message, 'c1').sent('c1'),
  );
  for (const refusal of refusals) expect(refusal).toMatchObject([{ kind: 'Refused', error: 'READONLY' }]);
  expect(valueAt(n2)).toBe(1);
});

test('what comes twice, or after what was sent later, is not executed: TCP would not deliver it', () => {
  const { n1 } = cluster();
  const [early, late] = [execute({ ...set, value: 1 }), execute({ ...set, value: 2 })];
  n1.on(late, 'c1');
  for (const message of [late, early]) {
    expect(n1.on(message, 'c1').outcome.effects).toEqual([]);
    expect(valueAt(n1)).toBe(2);
  }
  // Another client's numbers are its own.
  expect(n1.on(early, 'c2').sent('c2')).toMatchObject([{ kind: 'Answer' }]);
});

test('without enough replicas a primary refuses writes and answers reads', () => {
  const n1 = new Server('n1', { minReplicas: 1 });
  expect(write(n1, 1)).toMatchObject([{ kind: 'Refused', error: 'NOREPLICAS' }]);
  expect(n1.on(execute(get), 'c1').sent('c1')).toMatchObject([{ kind: 'Answer', value: null }]);
});

test('a replica counts as soon as it is online', () => {
  const { n1 } = cluster(0, { minReplicas: 1 });
  expect(write(n1, 1)).toMatchObject([{ kind: 'Answer' }]);
});

test('lag is counted in whole seconds: a replica of 10.9 s counts, one of 11 s does not, and the cron has to notice', () => {
  const { n1 } = cluster(0, { minReplicas: 1 });
  // Both acknowledged at 0 s.
  n1.at(seconds(10.9)).timer('cron');
  expect(write(n1, 1)).toMatchObject([{ kind: 'Answer' }]);
  expect(write(n1.at(seconds(11)), 2)).toMatchObject([{ kind: 'Answer' }]);
  expect(write(n1.timer('cron'), 3)).toMatchObject([{ kind: 'Refused', error: 'NOREPLICAS' }]);
});

test('with appendfsync always neither the answer nor the stream leaves before the file is on disk', () => {
  for (const [persistence, isHeld] of [
    ['always', true],
    ['everysec', false],
    ['off', false],
  ] as const) {
    const { n1 } = cluster(0, { persistence });
    write(n1, 1);
    expect(effectsOf(n1.outcome, 'persist').length).toBe(isHeld ? 1 : 0);
    const sends = effectsOf(n1.outcome, 'send');
    expect(sends.map(({ durable }) => durable)).toEqual(sends.map(() => isHeld));
    expect(sends).toHaveLength(3);
  }
});

test('a client that waits is answered when enough replicas have acknowledged, not before', () => {
  const { n1, n2, n3 } = cluster();
  n1.on(execute(set, { wait: { replicas: 1, timeout: seconds(1) } }), 'c1');
  expect(n1.sent('c1')).toEqual([]);
  const asked = n1.outcome;
  // An acknowledgement of less than the write does not count.
  n1.on({ kind: 'Ack', replid: 'n1.1.0', offset: 0 }, 'n3');
  expect(n1.sent('c1')).toEqual([]);
  for (const { to, message } of effectsOf(asked, 'send')) if (to === 'n2') n2.on(message, 'n1');
  // GETACK: the replica does not wait for its own second.
  expect(n2.sent('n1')).toMatchObject([{ kind: 'Ack', offset: 1 }]);
  expect(pass(n2, n1).sent('c1')).toMatchObject([{ kind: 'Answer', value: 'OK', replicated: 1 }]);
  expect(n3.state.offset).toBe(0);
  // It is answered once.
  expect(pass(n2, n1).sent('c1')).toEqual([]);
});

test('at the timeout of WAIT the client is told how many there are', () => {
  const { n1, n2 } = cluster();
  const message = execute(set, { wait: { replicas: 2, timeout: seconds(1) } });
  n1.on(message, 'c1');
  pass(n1, n2);
  pass(n2, n1);
  expect(n1.sent('c1')).toEqual([]);
  const timer = { kind: 'wait', key: `c1/${message['attempt']}` };
  expect(n1.timer(timer).sent('c1')).toMatchObject([{ kind: 'Answer', replicated: 1 }]);
  expect(n1.timer(timer).outcome.effects).toEqual([]);
});
