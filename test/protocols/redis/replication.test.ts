// Replication by offset and history: who goes on where it was, who copies all, and what is discarded by that.
import { expect, test } from 'vitest';
import { seconds } from '../../../src/contract/time.ts';
import { cluster, execute, pass, Server, valueAt, write } from './servers.ts';

const followN2 = { kind: 'ReplicaOf', primary: 'n2' };

test('a new replica copies all, and says how far it is', () => {
  const { n1 } = cluster(3);
  const n4 = new Server('n3');
  expect(n4.sent('n1')).toMatchObject([{ kind: 'Psync', replid: 'n3.1.0' }]);
  expect(pass(n4, n1).sent('n3')).toMatchObject([{ kind: 'FullResync', replid: 'n1.1.0', offset: 3 }]);
  expect(pass(n1, n4).sent('n1')).toEqual([{ kind: 'Ack', replid: 'n1.1.0', offset: 3 }]);
  expect(valueAt(n4)).toBe(3);
});

test('a replica takes what follows on what it has, and what it has already only once', () => {
  const { n1, n2 } = cluster(1);
  write(n1, 2);
  const second = n1.sent('n2');
  for (const message of [...second, ...second]) n2.on(message, 'n1');
  expect([n2.state.offset, valueAt(n2)]).toEqual([2, 2]);
});

test('a replica that has missed a write asks for it, and gets what it lacks and no more', () => {
  const { n1, n2 } = cluster(1);
  write(n1, 2);
  write(n1, 3);
  expect(pass(n1, n2).sent('n1')).toMatchObject([{ kind: 'Psync', replid: 'n1.1.0', offset: 1 }]);
  expect(valueAt(n2)).toBe(1);
  expect(pass(n2, n1).sent('n2')).toMatchObject([{ kind: 'Continue', from: 1, writes: [{ value: 2 }, { value: 3 }] }]);
  expect(valueAt(pass(n1, n2))).toBe(3);
});

test('what the backlog does not reach back to is copied', () => {
  const { n1, n2 } = cluster(1, { backlog: 2 });
  // The backlog is cut at twice its size: behind the offset 2 after the fourth write.
  for (const value of [2, 3, 4]) write(n1, value);
  const lacks = (offset: number) => n1.on({ kind: 'Psync', attempt: 1, replid: 'n1.1.0', offset }, 'n2').sent('n2');
  expect(lacks(2)).toMatchObject([{ kind: 'Continue', writes: [{ value: 3 }, { value: 4 }] }]);
  expect(lacks(1)).toMatchObject([{ kind: 'FullResync', offset: 4 }]);
  expect(n2.state.offset).toBe(1);
});

test('a late answer to an earlier PSYNC does not put the data back', () => {
  const { n1, n2 } = cluster(1);
  const late = {
    kind: 'FullResync',
    attempt: n2.state.handshakes,
    replid: 'n1.1.0',
    promotions: 0,
    offset: 0,
    keyspace: n2.state.keyspace,
  };
  write(n1, 2, [n2]);
  // The link is up: nothing is awaited.
  expect(n2.on(late, 'n1').state.offset).toBe(2);
  write(n1, 3);
  write(n1, 4);
  pass(n1, n2);
  // The link is down, but this is not the answer to the last question.
  expect(n2.on(late, 'n1').state.offset).toBe(2);
});

test('what was lost at the end of the stream is sent again after the next acknowledgement but one', () => {
  const { n1, n2 } = cluster(1);
  const ack = { kind: 'Ack', replid: 'n1.1.0', offset: 1 };
  n1.on(ack, 'n2');
  write(n1, 2);
  // It may be under way still.
  expect(n1.on(ack, 'n2').sent('n2')).toEqual([]);
  expect(n1.on(ack, 'n2').sent('n2')).toMatchObject([{ kind: 'Stream', from: 1, writes: [{ value: 2 }] }]);
  expect(valueAt(pass(n1, n2))).toBe(2);
});

test('a promoted replica keeps what it has got, and its history goes on under a new name', () => {
  const { n1, n2 } = cluster(2);
  write(n1, 3);
  n2.on(followN2, 's1');
  expect(n2.state).toMatchObject({ primary: 'n2', link: null, promotions: 1 });
  expect(n2.state.history).toEqual({ id: 'n2.1.1', before: { id: 'n1.1.0', offset: 2 } });
  expect(write(n2, 9)).toMatchObject([{ kind: 'Answer' }]);
});

test('another replica that is no further than the promoted one was goes on from where it is', () => {
  const { n2, n3 } = cluster(2);
  write(n2.on(followN2, 's1'), 9);
  n3.on(followN2, 's1');
  expect(pass(n3, n2).sent('n3')).toMatchObject([
    { kind: 'Continue', replid: 'n2.1.1', from: 2, writes: [{ value: 9 }] },
  ]);
  expect(valueAt(pass(n2, n3))).toBe(9);
});

test('an old primary that has written alone copies all, and its writes are gone', () => {
  const { n1, n2 } = cluster(2);
  n1.on(execute({ name: 'SET', key: 'alone', value: 1 }), 'c1');
  write(n2.on(followN2, 's1'), 9);
  n1.on(followN2, 's1');
  expect(valueAt(n1, 'alone')).toBe(1);
  expect(pass(n1, n2).sent('n1')).toMatchObject([{ kind: 'FullResync', replid: 'n2.1.1', offset: 3 }]);
  pass(n2, n1);
  expect([valueAt(n1, 'alone'), valueAt(n1)]).toEqual([null, 9]);
});

test('an old primary that has written nothing alone need not copy', () => {
  const { n1, n2 } = cluster(2);
  n2.on(followN2, 's1');
  expect(pass(n1.on(followN2, 's1'), n2).sent('n1')).toMatchObject([{ kind: 'Continue', from: 2, writes: [] }]);
});

test('a server that was demoted refuses clients, and tells its replicas that they are not connected', () => {
  const { n1 } = cluster(1);
  n1.on(followN2, 's1');
  expect(n1.sent('n3')).toEqual([{ kind: 'Closed' }]);
  expect(write(n1, 2)).toMatchObject([{ kind: 'Refused', error: 'READONLY' }]);
});

test('a primary that restarts is one of another history: its replicas notice by their next acknowledgement, and copy', () => {
  const { n2 } = cluster(3);
  const n1 = new Server('n1', {}, {}, 2);
  expect(pass(n2.timer('cron'), n1).sent('n2')).toEqual([{ kind: 'Closed' }]);
  pass(pass(n1, n2), n1);
  expect(n1.sent('n2')).toMatchObject([{ kind: 'FullResync', replid: 'n1.2.0', offset: 0 }]);
  expect(valueAt(pass(n1, n2))).toBe(null);
});

test('the stream of a server that is not followed is closed', () => {
  const { n1, n2 } = cluster(1);
  n2.on(followN2, 's1');
  write(n1, 2);
  expect(pass(n1, n2).sent('n1')).toEqual([{ kind: 'Closed' }]);
  expect(Object.keys(pass(n2, n1).state.replicas)).toEqual(['n3']);
  expect(valueAt(n2)).toBe(1);
});

test('without a word for more than repl-timeout a replica connects anew; with a PING each ten seconds it does not', () => {
  const { n1, n2 } = cluster(1);
  expect(n2.at(seconds(60)).timer('cron').sent('n1')).toMatchObject([{ kind: 'Ack' }]);
  expect(n2.at(seconds(61)).timer('cron').sent('n1')).toMatchObject([{ kind: 'Psync' }]);
  const n3 = cluster(1).n3;
  expect(n1.at(seconds(9)).timer('cron').sent('n3')).toEqual([]);
  expect(n1.at(seconds(10)).timer('cron').sent('n3')).toMatchObject([{ kind: 'Stream', writes: [] }]);
  for (const message of n1.sent('n3')) n3.at(seconds(10)).on(message, 'n1');
  expect(n3.at(seconds(70)).timer('cron').sent('n1')).toMatchObject([{ kind: 'Ack' }]);
});
