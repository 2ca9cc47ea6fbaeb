// Votes: one in an epoch, for the first that asks, on disk before it is told. And what it takes to lead a failover.
import { expect, test } from 'vitest';
import { ms, seconds } from '../../../../src/contract/time.ts';
import { effectsOf, persisted } from '../../recording-context.ts';
import { Sentinel, saysDown, withoutPrimary } from './sentinels.ts';

const asks = (candidate: string, epoch: number) => ({ kind: 'IsPrimaryDown', primary: 'n1', epoch, candidate });

test('a vote is given once in an epoch, to the first that asks', () => {
  const s3 = new Sentinel('s3');
  expect(s3.on(asks('s1', 1), 's1').sent('s1')).toMatchObject([{ leader: 's1', leaderEpoch: 1 }]);
  expect(s3.on(asks('s2', 1), 's2').sent('s2')).toMatchObject([{ leader: 's1', leaderEpoch: 1 }]);
  expect(s3.on(asks('s2', 2), 's2').sent('s2')).toMatchObject([{ leader: 's2', leaderEpoch: 2 }]);
  // Of an epoch that is over there are no more votes.
  expect(s3.on(asks('s1', 1), 's1').sent('s1')).toMatchObject([{ leader: 's2', leaderEpoch: 2 }]);
});

test('a vote is on disk before it is told, and stands after a restart', () => {
  const s3 = new Sentinel('s3').on(asks('s1', 1), 's1');
  expect(effectsOf(s3.outcome, 'send').map(({ durable }) => durable)).toEqual([true]);
  const [patch] = persisted(s3.outcome);
  const again = new Sentinel('s3', {}, patch);
  expect(again.on(asks('s2', 1), 's2').sent('s2')).toMatchObject([{ leader: 's1', leaderEpoch: 1 }]);
});

test('an epoch that was heard of is never used again', () => {
  const s1 = new Sentinel().on({ kind: 'Hello', epoch: 7, primary: 'n1', configEpoch: 0 }, 's2');
  expect(persisted(s1.outcome)).toMatchObject([{ config: { epoch: 7 } }]);
  expect(
    s1
      .live(seconds(17), withoutPrimary)
      .on(saysDown(), 's2')
      .live(s1.time + ms(100), withoutPrimary).state.epoch,
  ).toBe(8);
});

/** s1 at the tick at which it stands for election, in epoch 1. */
function candidate(sentinels?: readonly string[], quorum = 0): Sentinel {
  const s1 = new Sentinel('s1', { quorum }, {}, sentinels).live(seconds(17), withoutPrimary).on(saysDown(), 's2');
  return s1.live(s1.time + ms(100), withoutPrimary);
}

test('a candidate votes for itself before it asks the others', () => {
  const s1 = candidate();
  expect(s1.state).toMatchObject({
    epoch: 1,
    vote: { leader: 's1', epoch: 1 },
    failover: { phase: 'wait-start', epoch: 1 },
  });
  const effects = s1.outcome.effects.filter(({ effect }) => effect === 'persist' || effect === 'send');
  const kinds = effects.map((effect) => (effect.effect === 'send' ? effect.message.kind : effect.effect));
  expect(kinds.slice(-3)).toEqual(['persist', 'IsPrimaryDown', 'IsPrimaryDown']);
  expect(s1.sent('s3', 'IsPrimaryDown')).toEqual([asks('s1', 1)]);
});

test('with its own vote alone it waits; with one more of three it leads', () => {
  const s1 = candidate();
  expect(s1.live(s1.time + ms(500), withoutPrimary).state.failover?.phase).toBe('wait-start');
  s1.on(saysDown('s1', 1), 's3').live(s1.time + ms(100), withoutPrimary);
  expect(s1.state.failover?.phase).toBe('select');
});

test('a vote for another, or of another epoch, does not count', () => {
  for (const vote of [saysDown('s2', 1), saysDown('s1', 0)]) {
    const s1 = candidate().on(vote, 's3');
    expect(s1.live(s1.time + ms(100), withoutPrimary).state.failover?.phase).toBe('wait-start');
  }
});

test('a quorum of 1 calls the primary down, but one vote of two elects nobody', () => {
  const s1 = new Sentinel('s1', { quorum: 1 }, {}, ['s1', 's2']).live(seconds(27), withoutPrimary);
  expect(s1.state.isObjectivelyDown).toBe(true);
  expect(s1.live(seconds(40), withoutPrimary).state.failover).toBe(null);
});

test('a quorum above the majority is needed for the election, too', () => {
  const s1 = new Sentinel('s1', { quorum: 3 })
    .live(seconds(17), withoutPrimary)
    .on(saysDown(), 's2')
    .on(saysDown(), 's3');
  s1.live(s1.time + ms(100), withoutPrimary)
    .on(saysDown('s1', 1), 's2')
    .live(s1.time + ms(100), withoutPrimary);
  expect(s1.state.failover?.phase).toBe('wait-start');
  s1.on(saysDown('s1', 1), 's3').live(s1.time + ms(100), withoutPrimary);
  expect(s1.state.failover?.phase).toBe('select');
});

test('who is not elected within 10 s gives up, and tries again after twice the failover-timeout', () => {
  const s1 = new Sentinel('s1', { quorum: 1, failoverTimeout: seconds(20) });
  s1.live(seconds(10)).live(seconds(17), withoutPrimary);
  const { changedAt } = s1.state.failover!;
  // The random part of the time is the first choice in tests, 0.
  expect(s1.live(changedAt + seconds(10), withoutPrimary).state.failover).not.toBe(null);
  expect(s1.live(changedAt + seconds(10.1), withoutPrimary).state.failover).toBe(null);
  expect(s1.live(changedAt + seconds(40), withoutPrimary).state.epoch).toBe(1);
  expect(s1.live(changedAt + seconds(40.1), withoutPrimary).state.epoch).toBe(2);
});

test('who has voted for another leaves it to that one for twice the failover-timeout', () => {
  const s1 = new Sentinel('s1', { failoverTimeout: seconds(20) }).live(seconds(17), withoutPrimary);
  s1.on(asks('s2', 1), 's2').on(saysDown(), 's2');
  const voted = s1.time;
  const again = () => s1.on(saysDown(), 's2');
  while (s1.time < voted + seconds(40)) again().live(s1.time + seconds(1), withoutPrimary);
  expect([s1.state.failover, s1.state.isObjectivelyDown]).toEqual([null, true]);
  expect(again().live(s1.time + ms(100), withoutPrimary).state.failover).toMatchObject({ epoch: 2 });
});
