// Broadcast: what is committed when, who stops when, and what a sync is worth.
import { expect, test } from 'vitest';
import { seconds } from '../../../src/contract/time.ts';
import type { Leading } from '../../../src/protocols/zookeeper/state.ts';
import { applied, emptyTree } from '../../../src/protocols/zookeeper/tree.ts';
import { zxidOf } from '../../../src/protocols/zookeeper/zxid.ts';
import { effectsOf, sent } from '../recording-context.ts';
import { fired, following, leading, learner, logOf, told } from './server.ts';

const z = zxidOf;
const session = z(1, 1);
const { tree } = applied(emptyTree, { op: 'createSession', timeout: seconds(4) }, session, null);
const clients = { c1: { connection: 1, session } };
const serving = leading(logOf(session), {
  tree,
  applied: 1,
  acked: session,
  clients,
  learners: { n1: learner({ acked: session }), n3: learner({ acked: session }) },
});
const request = (operation: object) => ({
  kind: 'Request' as const,
  connection: 1,
  xid: 5,
  operation: operation as never,
});
const write = request({ op: 'setData', path: '/', data: 'x', version: -1 });

test('a write is proposed to all, and acknowledged by the leader itself once it is on its disk', () => {
  const outcome = told(serving, write, 'c1');
  expect(sent(outcome, 'n1')).toMatchObject([{ kind: 'Proposal', number: 0, entry: { zxid: z(1, 2) } }]);
  const [self] = effectsOf(outcome, 'send').filter(({ to }) => to === 'n2');
  expect(self).toMatchObject({ message: { kind: 'Ack', zxid: z(1, 2) }, durable: true });
  expect(outcome.state.applied).toBe(1);
});

test('it is committed by two acks of three, and then answered; an ack of an earlier one is none', () => {
  const { state } = told(serving, write, 'c1');
  const own = told(state, { kind: 'Ack', connection: 0, zxid: z(1, 2) }, 'n2');
  expect(own.state.applied).toBe(1);
  expect(told(own.state, { kind: 'Ack', connection: 1, zxid: z(1, 1) }, 'n1').state.applied).toBe(1);
  const quorum = told(own.state, { kind: 'Ack', connection: 1, zxid: z(1, 2) }, 'n1');
  expect(sent(quorum, 'n3')).toMatchObject([{ kind: 'Commit', zxid: z(1, 2) }]);
  expect(sent(quorum, 'c1')).toMatchObject([
    { kind: 'Reply', xid: 5, zxid: z(1, 2), result: { ok: true, version: 1 } },
  ]);
});

test('an ack of an earlier connection, or of a follower without the history, does not count', () => {
  const { state } = told(serving, write, 'c1');
  const own = told(state, { kind: 'Ack', connection: 0, zxid: z(1, 2) }, 'n2').state as Leading;
  expect(told(own, { kind: 'Ack', connection: 9, zxid: z(1, 2) }, 'n1').state).toBe(own);
  const late = { ...own, learners: { n1: learner({ stage: 'agreed' }) } };
  expect(told(late, { kind: 'Ack', connection: 1, zxid: z(1, 2) }, 'n1').state.applied).toBe(1);
});

test('a second copy of a request is not proposed again; the next request is', () => {
  const { state } = told(serving, write, 'c1');
  expect(told(state, write, 'c1').state).toBe(state);
  expect(sent(told(state, { ...write, xid: 6 }, 'c1'), 'n1')).toMatchObject([{ kind: 'Proposal' }]);
});

test('the first transaction of an epoch is its number 1', () => {
  const outcome = told({ ...serving, currentEpoch: 4 }, write, 'c1');
  expect(sent(outcome, 'n1')).toMatchObject([{ entry: { zxid: z(4, 1) } }]);
});

test('a sync is answered at once if nothing is proposed, else behind what is', () => {
  const sync = request({ op: 'sync' });
  expect(sent(told(serving, sync, 'c1'), 'c1')).toMatchObject([{ kind: 'Reply', result: { ok: true } }]);
  const { state } = told({ ...serving, acked: z(1, 2) }, write, 'c1');
  const waiting = told(state, { ...sync, xid: 6 }, 'c1');
  expect(sent(waiting, 'c1')).toEqual([]);
  const done = told(waiting.state, { kind: 'Ack', connection: 1, zxid: z(1, 2) }, 'n1');
  expect(sent(done, 'c1').map(({ xid }) => xid)).toEqual([5, 6]);
});

test('a leader counts its followers each tick, and stops without a quorum', () => {
  // Both may be silent until tick 5; half tick 12 is the beginning of tick 6.
  const before = fired({ ...serving, halfTicks: 9 }, 'halfTick');
  expect(before.state).toMatchObject({ role: 'leading', halfTicks: 10 });
  expect(sent(before).map(({ kind }) => kind)).toEqual(['Ping', 'Ping']);
  const after = fired({ ...serving, halfTicks: 11 }, 'halfTick');
  expect(after.state.role).toBe('looking');
  expect(sent(after, 'c1')).toEqual([{ kind: 'Closed', connection: 1 }]);
});

test('an answer counts for five ticks, also where more was granted at first', () => {
  const fresh = { ...serving, learners: { n1: learner({ deadline: 15 }) }, halfTicks: 2 };
  const { state } = told(fresh, { kind: 'Pong', connection: 1, touched: [] }, 'n1');
  expect((state as Leading).learners['n1']!.deadline).toBe(6);
});

test('a follower that hears nothing, or whose connection breaks, looks for a leader and lets its clients go', () => {
  const alone = fired(following(logOf(session), { clients }), 'silence');
  expect(alone.state).toMatchObject({ role: 'looking', clients: {}, round: 2 });
  expect(sent(alone, 'c1')).toEqual([{ kind: 'Closed', connection: 1 }]);
});

test('a server serves no client that has seen more than it has', () => {
  const connect = (lastZxidSeen: number) => ({
    kind: 'Connect' as const,
    connection: 2,
    session,
    timeout: 1,
    lastZxidSeen,
  });
  const behind = following(logOf(session), { tree, applied: 1 });
  expect(sent(told(behind, connect(z(1, 2)), 'c2'))).toEqual([{ kind: 'Closed', connection: 2 }]);
  expect(sent(told(behind, connect(z(1, 1)), 'c2'), 'n3')).toMatchObject([{ kind: 'Revalidate' }]);
});
