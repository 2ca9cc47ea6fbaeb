// A failover from the election on: who is promoted, who is told what, and when it counts.
import { expect, test } from 'vitest';
import { ms, seconds } from '../../../../src/contract/time.ts';
import { persisted } from '../../recording-context.ts';
import { all, elected, info, Sentinel, withoutPrimary } from './sentinels.ts';

/** Whom s1 promotes when these answer. */
function promoted(n2: object, n3: object): string | null | undefined {
  const answers = { n2: info('replica', 'n1', n2), n3: info('replica', 'n1', n3) };
  const s1 = elected(answers);
  return s1.live(s1.time + ms(100), answers).state.failover?.promoted;
}

test('the replica of the least priority is promoted, then the one furthest in the stream, then the least name', () => {
  expect(promoted({ priority: 100, offset: 9 }, { priority: 10, offset: 1 })).toBe('n3');
  expect(promoted({ offset: 1 }, { offset: 2 })).toBe('n3');
  expect(promoted({ offset: 2 }, { offset: 2 })).toBe('n2');
});

test('a replica of priority 0 is never promoted; where there is no other the failover is given up', () => {
  expect(promoted({ priority: 0, offset: 9 }, { offset: 1 })).toBe('n3');
  expect(promoted({ priority: 0 }, { priority: 0 })).toBeUndefined();
});

test('a replica that had lost its primary for longer than ten times down-after before is too old', () => {
  // The primary is called down a tick or two before the choice.
  expect(promoted({ offset: 9, linkDownFor: seconds(50) }, { offset: 1 })).toBe('n2');
  expect(promoted({ offset: 9, linkDownFor: seconds(51) }, { offset: 1 })).toBe('n3');
});

test('a replica that does not answer is not promoted', () => {
  const s1 = elected({ n3: info('replica', 'n1') });
  expect(s1.live(s1.time + ms(100), { n3: info('replica', 'n1') }).state.failover?.promoted).toBe('n3');
});

const isPromoted = { ...withoutPrimary, n2: info('primary', 'n2') };

/** s1 has told n2 to be the primary, and not seen yet that it is. */
function promoting(): Sentinel {
  const s1 = elected();
  return s1.live(s1.time + ms(200), withoutPrimary);
}

test('the promoted replica is told; clients are told of it only when INFO has shown it', () => {
  const s1 = promoting();
  expect(s1.sent('n2', 'ReplicaOf')).toEqual([{ kind: 'ReplicaOf', primary: 'n2' }]);
  const question = { kind: 'WhoIsPrimary', attempt: 1 };
  expect(s1.on(question, 'c1').sent('c1')).toMatchObject([{ primary: 'n1' }]);
  s1.on(info('primary', 'n2'), 'n2');
  expect(s1.state).toMatchObject({ configEpoch: 1, failover: { phase: 'reconfigure' } });
  expect(s1.on(question, 'c1').sent('c1')).toMatchObject([{ primary: 'n2', replicas: ['n3'] }]);
});

test('what counts is on disk with the new primary, so that a leader that crashes then holds to it', () => {
  const s1 = promoting().on(info('primary', 'n2'), 'n2');
  const [patch] = persisted(s1.outcome);
  expect(patch).toMatchObject({ config: { primary: 'n2', configEpoch: 1 } });
  expect(s1.sent('s2', 'Hello')).toEqual([{ kind: 'Hello', epoch: 1, primary: 'n2', configEpoch: 1 }]);
  expect(new Sentinel('s1', {}, patch).state).toMatchObject({ primary: 'n2', configEpoch: 1 });
});

test('the other replica is told whom to follow; when it does, the failover is over', () => {
  const s1 = promoting().on(info('primary', 'n2'), 'n2');
  s1.live(s1.time + ms(100), isPromoted);
  expect(s1.sent('n3', 'ReplicaOf')).toEqual([{ kind: 'ReplicaOf', primary: 'n2' }]);
  s1.live(s1.time + seconds(3), { ...isPromoted, n3: info('replica', 'n2', { linkDownFor: ms(1) }) });
  expect(s1.state.failover?.phase).toBe('reconfigure');
  s1.live(s1.time + seconds(3), { ...isPromoted, n3: info('replica', 'n2') });
  expect(s1.state).toMatchObject({ primary: 'n2', configEpoch: 1, failover: null });
});

test('a replica that is not promoted within failover-timeout: the failover is given up', () => {
  const s1 = elected(withoutPrimary, { failoverTimeout: seconds(20) });
  s1.live(s1.time + ms(200), withoutPrimary);
  const since = s1.time;
  expect(s1.live(since + seconds(20), withoutPrimary).state.failover?.phase).toBe('wait-promotion');
  expect(s1.live(since + seconds(20.1), withoutPrimary).state.failover).toBe(null);
});

test('parallel-syncs 1: the second replica is told when the first is done; 2: both at once', () => {
  const answers = { ...withoutPrimary, n4: info('replica', 'n1') };
  const reconfiguring = (parallelSyncs: number) => {
    const s1 = elected(answers, { parallelSyncs }).live(seconds(16.9), answers).on(info('primary', 'n2'), 'n2');
    return s1.live(s1.time + ms(100), { ...answers, n2: info('primary', 'n2') });
  };
  const told = (s1: Sentinel) => ['n3', 'n4'].filter((node) => s1.sent(node, 'ReplicaOf').length > 0);
  expect(told(reconfiguring(2))).toEqual(['n3', 'n4']);
  const s1 = reconfiguring(1);
  expect(told(s1)).toEqual(['n3']);
  s1.live(s1.time + ms(100), {});
  expect(told(s1)).toEqual([]);
  for (let asked = 0; asked < 2; asked++) s1.on(info('replica', 'n2'), 'n3');
  expect(told(s1.live(s1.time + ms(100), {}))).toEqual(['n4']);
});

test('a hello of a higher configuration epoch is believed, one of the same or a lower is not', () => {
  const hello = (configEpoch: number, primary: string) => ({ kind: 'Hello', epoch: 5, primary, configEpoch });
  const s3 = new Sentinel('s3').on(hello(4, 'n2'), 's1');
  expect(s3.state).toMatchObject({ primary: 'n2', configEpoch: 4, epoch: 5 });
  for (const configEpoch of [4, 3]) expect(s3.on(hello(configEpoch, 'n3'), 's2').state.primary).toBe('n2');
  expect(s3.on(hello(5, 'n3'), 's2').state.primary).toBe('n3');
});

/** s3 has been told that n2 is the primary, at 10 s. n1 comes back as one, too. */
const returned = { n1: info('primary', 'n1'), n2: info('primary', 'n2'), n3: info('replica', 'n2') };

function knowing(): Sentinel {
  return new Sentinel('s3').live(seconds(10), all).on({ kind: 'Hello', epoch: 1, primary: 'n2', configEpoch: 1 }, 's1');
}

test('an old primary that comes back is demoted at the first INFO that is more than 8 s after the first', () => {
  const s3 = knowing();
  const demotedAt: number[] = [];
  while (s3.time < seconds(30)) {
    s3.at(s3.time + ms(100)).tick();
    const asks = s3.sent('n1', 'AskInfo').length > 0;
    for (const node of ['n2', 'n3', 'n1'] as const) {
      if (s3.sent(node, 'Ping').length > 0) s3.on({ kind: 'Pong' }, node);
    }
    s3.on(returned.n2, 'n2').on(returned.n3, 'n3');
    if (asks && s3.on(returned.n1, 'n1').sent('n1', 'ReplicaOf').length > 0) demotedAt.push(s3.time);
  }
  // INFO at 10.1 s, then at more than 10 s after it: the second shows the same for more than 8 s.
  expect(demotedAt[0]).toBe(seconds(20.2));
});

test('while the new primary is not well an old one is left alone', () => {
  const s3 = knowing().live(seconds(19), { n1: returned.n1 });
  for (let time = s3.time; time < seconds(40); time += seconds(1)) {
    s3.live(time, { n1: returned.n1 });
    expect(s3.on(returned.n1, 'n1').sent('n1', 'ReplicaOf')).toEqual([]);
  }
});

test('a replica that follows another than the primary is told after failover-timeout', () => {
  const wrong = { ...all, n3: info('replica', 'n2') };
  const s1 = new Sentinel('s1', { failoverTimeout: seconds(20) }).live(seconds(5), wrong);
  const since = s1.state.instances['n3']!.followsSince;
  s1.live(since + seconds(20), wrong);
  expect(s1.on(wrong.n3, 'n3').sent('n3', 'ReplicaOf')).toEqual([]);
  s1.live(since + seconds(20.1), wrong);
  expect(s1.on(wrong.n3, 'n3').sent('n3', 'ReplicaOf')).toEqual([{ kind: 'ReplicaOf', primary: 'n1' }]);
});
