// Who is voted for, when an election is over, and when it is not (FastLeaderElection.lookForLeader).
import { expect, test } from 'vitest';
import { ms } from '../../../src/contract/time.ts';
import type { Looking, State } from '../../../src/protocols/zookeeper/state.ts';
import { isBetter } from '../../../src/protocols/zookeeper/vote.ts';
import { zxidOf } from '../../../src/protocols/zookeeper/zxid.ts';
import { effectsOf, sent, start } from '../recording-context.ts';
import { fired, following, logOf, server, setup, told } from './server.ts';

const [first, second] = [zxidOf(1, 1), zxidOf(1, 2)];
const own = { leader: 'n2', zxid: first, epoch: 1 };

/** n2, which has one transaction of epoch 1, has begun to look. */
const looking = (): Looking =>
  start<Looking>(server, { acceptedEpoch: 1, currentEpoch: 1, log: logOf(first) }, setup).state;

const notification = (vote: object, over: object = {}) => ({
  kind: 'Notification' as const,
  vote: { ...own, ...vote },
  round: 1,
  role: 'looking' as const,
  ...over,
});

test('votes are compared by epoch, then zxid, then number', () => {
  expect(isBetter({ leader: 'n1', zxid: first, epoch: 2 }, { leader: 'n3', zxid: second, epoch: 1 })).toBe(true);
  expect(isBetter({ leader: 'n1', zxid: second, epoch: 1 }, { leader: 'n3', zxid: first, epoch: 1 })).toBe(true);
  expect(isBetter({ leader: 'n10', zxid: first, epoch: 1 }, { leader: 'n9', zxid: first, epoch: 1 })).toBe(true);
  expect(isBetter(own, own)).toBe(false);
});

test('a server begins with a vote for itself, as its disk has it', () => {
  const outcome = start<Looking>(server, { acceptedEpoch: 1, currentEpoch: 1, log: logOf(first) }, setup);
  expect(sent(outcome, 'n1')).toEqual([notification({})]);
  expect(outcome.state.applied).toBe(0);
});

test('a better vote is taken over and told to all; it and its sender are two of three', () => {
  const outcome = told(looking(), notification({ leader: 'n3' }), 'n3');
  expect(sent(outcome).map((message) => message['vote'])).toEqual([
    { ...own, leader: 'n3' },
    { ...own, leader: 'n3' },
  ]);
  expect(outcome.state).toMatchObject({ vote: { leader: 'n3' }, isFinalising: true });
  expect(effectsOf(outcome, 'setTimer')).toMatchObject([{ timer: { kind: 'finalise' }, min: ms(200) }]);
});

test('a worse vote changes nothing and decides nothing', () => {
  const outcome = told(looking(), notification({ leader: 'n1' }), 'n1');
  expect(outcome.state).toMatchObject({ vote: own, isFinalising: false });
  expect(sent(outcome)).toEqual([]);
});

test('a later round counts alone: earlier ballots are dropped, and the vote begins anew', () => {
  const { state } = told(looking(), notification({ leader: 'n1' }), 'n1');
  const outcome = told(state, notification({ leader: 'n1' }, { round: 7 }), 'n3');
  expect(outcome.state).toMatchObject({ round: 7, vote: own });
  expect(Object.keys((outcome.state as Looking).received)).toEqual(['n3']);
});

test('an earlier round is answered, not counted', () => {
  const outcome = told({ ...looking(), round: 3 }, notification({ leader: 'n3' }, { round: 2 }), 'n3');
  expect(outcome.state).toMatchObject({ vote: own, received: {} });
  expect(sent(outcome, 'n3')).toMatchObject([{ kind: 'Notification', round: 3, vote: own }]);
});

test('while it waits, a better vote begins the vote anew, any other only the wait', () => {
  const { state } = told(looking(), notification({}), 'n1');
  expect(state).toMatchObject({ isFinalising: true });
  const same = told(state, notification({}), 'n1');
  expect(same.state).toBe(state);
  expect(effectsOf(same, 'setTimer')).toMatchObject([{ timer: { kind: 'finalise' }, min: ms(200) }]);
  const better = told(state, notification({ leader: 'n3', zxid: second }), 'n3');
  expect(effectsOf(better, 'cancelTimer')).toMatchObject([{ name: 'finalise' }]);
  expect(better.state).toMatchObject({ vote: { leader: 'n3', zxid: second } });
});

test('when the wait is over, the winner leads, and who voted for another follows it', () => {
  const won = told(looking(), notification({}), 'n1').state;
  expect(fired(won, 'finalise').state).toMatchObject({ role: 'leading', phase: 'discovery', epoch: null });
  const lost = told(looking(), notification({ leader: 'n3' }), 'n3').state;
  const outcome = fired(lost, 'finalise');
  expect(outcome.state).toMatchObject({ role: 'following', leader: 'n3', phase: 'connecting' });
  expect(sent(outcome, 'n3')).toEqual([{ kind: 'FollowerInfo', connection: 1, acceptedEpoch: 1 }]);
});

test('a leader that a quorum follows is joined only once it says itself that it leads', () => {
  const five = { peers: ['n1', 'n3', 'n4', 'n5'] };
  const vote = { leader: 'n5', zxid: second, epoch: 2 };
  let state: State = looking();
  for (const follower of ['n1', 'n3', 'n4']) {
    state = told(state, notification(vote, { round: 9, role: 'following' }), follower, five).state;
  }
  expect(state).toMatchObject({ role: 'looking' });
  const joined = told(state, notification(vote, { round: 9, role: 'leading' }), 'n5', five).state;
  expect(joined).toMatchObject({ role: 'following', leader: 'n5', round: 9 });
});

test('what is told goes out again after 200 ms, 400 ms, … up to a minute', () => {
  const first = fired(looking(), 'notify');
  expect(sent(first)).toHaveLength(2);
  expect(effectsOf(first, 'setTimer')).toMatchObject([{ min: ms(400) }]);
  const last = fired({ ...looking(), wait: ms(51_200) }, 'notify');
  expect(effectsOf(last, 'setTimer')).toMatchObject([{ min: ms(60_000) }]);
});

test('who has a leader says so to whoever looks for one', () => {
  const outcome = told(following(logOf(first)), notification({ leader: 'n1' }), 'n1');
  expect(sent(outcome, 'n1')).toMatchObject([{ kind: 'Notification', role: 'following' }]);
});
