import { expect, test } from 'vitest';
import { defaultsOf } from '../../../src/contract/system.ts';
import { ms } from '../../../src/contract/time.ts';
import { raftKv } from '../../../src/protocols/raft/index.ts';

const check = (heartbeat: number, electionTimeoutMin: number, electionTimeoutMax: number) =>
  raftKv.check?.({
    ...defaultsOf(raftKv),
    heartbeat: ms(heartbeat),
    electionTimeoutMin: ms(electionTimeoutMin),
    electionTimeoutMax: ms(electionTimeoutMax),
  });

test('timeouts fit together: a heartbeat is shorter than the shortest election timeout, and that is not the longest', () => {
  expect(check(100, 1_000, 1_900)).toBeUndefined();
  expect(check(99.999, 100, 100)).toBeUndefined();
  expect(check(100, 1_000, 999.5)).toBe(
    'electionTimeoutMax is 999.5ms, shorter than electionTimeoutMin with 1000ms: raise the one or lower the other',
  );
  expect(check(100, 100, 200)).toBe(
    'heartbeat is 100ms, not shorter than electionTimeoutMin with 100ms: followers would depose a leader that is well',
  );
});
