// Discovery and synchronisation: who promises what to whom, and what a follower is sent.
import { expect, test } from 'vitest';
import type { Following, Leading } from '../../../src/protocols/zookeeper/state.ts';
import { difference } from '../../../src/protocols/zookeeper/synchronisation.ts';
import { zxidOf } from '../../../src/protocols/zookeeper/zxid.ts';
import { effectsOf, persisted, sent } from '../recording-context.ts';
import { following, leading, learner, logOf, settings, told } from './server.ts';

const z = zxidOf;
const history = logOf(z(1, 1), z(1, 2), z(1, 3), z(2, 1));

test.each([
  ['what it lacks', z(1, 2), { kind: 'Diff', entries: history.entries.tail.slice(2) }],
  ['nothing', z(2, 1), { kind: 'Diff', entries: [] }],
  ['cut, where it has more than the leader', z(2, 5), { kind: 'Trunc', zxid: z(2, 1), entries: [] }],
])('a follower is sent %s', (_what, theirs, expected) => {
  expect(difference(leading(history), theirs, settings)).toEqual(expected);
});

test('where what it has besides is of another epoch than what follows, it is sent a snapshot', () => {
  expect(difference(leading(history), z(1, 7), settings).kind).toBe('Snap');
});

test('cut and filled up, where both are of one epoch', () => {
  const gap = logOf(z(1, 1), z(1, 2), z(1, 9));
  expect(difference(leading(gap), z(1, 4), settings)).toMatchObject({ kind: 'Trunc', zxid: z(1, 2) });
});

test('one that lacks more than commitLogCount is sent a snapshot; one that lacks just that much is not', () => {
  const few = { ...settings, commitLogCount: 2 };
  expect(difference(leading(history), z(1, 1), few).kind).toBe('Snap');
  expect(difference(leading(history), z(1, 2), few).kind).toBe('Diff');
});

test('a snapshot of a leader that does not serve yet has its whole history', () => {
  const few = { ...settings, commitLogCount: 0 };
  const body = difference(leading(history, { phase: 'synchronisation' }), z(1, 1), few);
  expect(body).toMatchObject({
    kind: 'Snap',
    log: { base: 4, baseZxid: z(2, 1), tree: { nodes: { '/': { version: 4 } } } },
  });
});

const elected = leading(logOf(z(1, 1)), { phase: 'discovery', epoch: null });

test('the epoch is one that no server of a quorum accepted, and it is on disk before it is told', () => {
  const outcome = told(elected, { kind: 'FollowerInfo', connection: 1, acceptedEpoch: 6 }, 'n1');
  expect(persisted(outcome)).toEqual([{ acceptedEpoch: 7 }]);
  expect(effectsOf(outcome, 'send')).toMatchObject([
    { to: 'n1', message: { kind: 'LeaderInfo', epoch: 7 }, durable: true },
  ]);
});

test('who does not lead lets a follower go', () => {
  const outcome = told(following(logOf()), { kind: 'FollowerInfo', connection: 4, acceptedEpoch: 1 }, 'n1');
  expect(sent(outcome)).toEqual([{ kind: 'Closed', connection: 4 }]);
});

const proposed: Leading = {
  ...elected,
  epoch: 2,
  acceptedEpoch: 2,
  learners: { n1: learner({ stage: 'discovered' }) },
};
const promise = { kind: 'AckEpoch', connection: 1, currentEpoch: 1, lastZxid: z(1, 1), isRepeated: false };

test('a promise of a quorum makes the history that of the epoch; a repeated promise does not count', () => {
  const outcome = told(proposed, promise, 'n1');
  expect(persisted(outcome)).toEqual([{ currentEpoch: 2 }]);
  expect(sent(outcome, 'n1').map(({ kind }) => kind)).toEqual(['Diff', 'NewLeader']);
  const repeated = told(proposed, { ...promise, isRepeated: true }, 'n1');
  expect(repeated.state).toMatchObject({ phase: 'discovery' });
  expect(sent(repeated)).toEqual([]);
});

test('a follower that is ahead of the elected leader is let go', () => {
  const outcome = told(proposed, { ...promise, lastZxid: z(1, 2) }, 'n1');
  expect(sent(outcome)).toEqual([{ kind: 'Closed', connection: 1 }]);
  expect(outcome.state).toMatchObject({ phase: 'discovery', learners: {} });
});

test('the leader serves once a quorum, its own disk counting, has its history: not before', () => {
  const { state } = told(proposed, promise, 'n1');
  const one = told(state, { kind: 'Ack', connection: 1, zxid: z(2, 0) }, 'n1');
  expect(one.state).toMatchObject({ phase: 'synchronisation', applied: 0 });
  const two = told(one.state, { kind: 'Ack', connection: 0, zxid: z(2, 0) }, 'n2');
  expect(two.state).toMatchObject({ phase: 'broadcast', applied: 1, vote: { epoch: 2 } });
  expect(sent(two, 'n1')).toMatchObject([{ kind: 'UpToDate', zxid: z(1, 1) }]);
});

const fresh = following(logOf(z(1, 1)), { phase: 'connecting', expected: 0 });
const leaderInfo = (epoch: number) => ({ kind: 'LeaderInfo', connection: 1, number: 0, epoch });

test('a follower promises a higher epoch, repeats an equal one, and leaves a leader of a lower one', () => {
  const higher = told(fresh, leaderInfo(2), 'n3');
  expect(persisted(higher)).toEqual([{ acceptedEpoch: 2 }]);
  expect(effectsOf(higher, 'send')).toMatchObject([
    { message: { kind: 'AckEpoch', currentEpoch: 1, lastZxid: z(1, 1), isRepeated: false }, durable: true },
  ]);
  expect(sent(told(fresh, leaderInfo(1), 'n3'))).toMatchObject([{ kind: 'AckEpoch', isRepeated: true }]);
  expect(told({ ...fresh, acceptedEpoch: 3 }, leaderInfo(2), 'n3').state.role).toBe('looking');
});

const syncing = following(logOf(z(1, 1), z(1, 2)), { phase: 'synchronising', acceptedEpoch: 2, expected: 1 });
const packet = (number: number, body: object) => ({ connection: 1, number, ...body }) as never;

test('what is cut is gone before the new history is acknowledged, and the epoch is written after the log', () => {
  const cut = told(syncing, packet(1, { kind: 'Trunc', zxid: z(1, 1), entries: [] }), 'n3');
  expect((cut.state as Following).log.entries.length).toBe(1);
  const taken = told(cut.state, packet(2, { kind: 'NewLeader', zxid: z(2, 0) }), 'n3');
  expect([...persisted(cut), ...persisted(taken)].map((patch) => Object.keys(patch))).toEqual([
    ['log'],
    ['currentEpoch'],
  ]);
  expect(effectsOf(taken, 'send')).toMatchObject([{ message: { kind: 'Ack', zxid: z(2, 0) }, durable: true }]);
  expect(taken.state).toMatchObject({ phase: 'synchronising', currentEpoch: 2, applied: 0 });
});

test('it applies what is committed when it is up to date, and no more', () => {
  const { state } = told(syncing, packet(1, { kind: 'UpToDate', zxid: z(1, 1) }), 'n3');
  expect(state).toMatchObject({ phase: 'serving', applied: 1 });
});

test('packets are heard in order: an early one waits, one of another connection or a second copy is nothing', () => {
  const early = told(syncing, packet(2, { kind: 'NewLeader', zxid: z(2, 0) }), 'n3');
  expect(early.state).toMatchObject({ expected: 1, currentEpoch: 1 });
  expect(effectsOf(early, 'setTimer')).toMatchObject([{ timer: { kind: 'gap' } }]);
  const both = told(early.state, packet(1, { kind: 'Diff', entries: [] }), 'n3');
  expect(both.state).toMatchObject({ expected: 3, currentEpoch: 2, early: {} });
  expect(effectsOf(both, 'cancelTimer')).toMatchObject([{ name: 'gap' }]);
  expect(told(both.state, packet(1, { kind: 'Diff', entries: [] }), 'n3').state).toBe(both.state);
  const other = { kind: 'Diff', connection: 9, number: 1, entries: [] };
  expect(told(syncing, other, 'n3').state).toBe(syncing);
});
