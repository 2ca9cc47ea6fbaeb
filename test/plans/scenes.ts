// Scenes of hunts for the tests: that of a Raft cluster, and any at all.
import fc from 'fast-check';
import { ms, us } from '../../src/contract/time.ts';
import { allKinds, type SwarmScene } from '../../src/plans/index.ts';
import { anyLimits, raftLimits } from './clusters.ts';

const never = { numerator: 0, denominator: 1 };

const own: Pick<SwarmScene, 'network' | 'disk'> = {
  network: { latencyMin: us(500), latencyMax: ms(2), loss: never, duplicate: never, reorder: never, reorderBy: ms(20) },
  disk: { latencyMin: us(200), latencyMax: ms(1) },
};

function sceneOf({ servers, clients, groups, roles, messages, timers, writes, streams }: typeof raftLimits) {
  return { servers, clients, groups, roles, messages, timers, writes, streams, ...own };
}

/** Five servers and three clients for six seconds. */
export const raftScene: SwarmScene = { ...sceneOf({ ...raftLimits, streams: false }), until: ms(6_000) };

const anyRatio = fc.integer({ min: 0, max: 100 }).map((numerator) => ({ numerator, denominator: 100 }));

/** From one server with nothing to name to a crowd, from a millisecond to a minute. */
export const anyScene: fc.Arbitrary<SwarmScene> = fc
  .record({
    limits: anyLimits,
    until: fc.oneof(fc.integer({ min: 0, max: ms(500) }), fc.integer({ min: ms(500), max: ms(60_000) })),
    kinds: fc.option(fc.subarray([...allKinds]), { nil: undefined }),
    loss: anyRatio,
    spacing: fc.constantFrom(0, 100),
    blocking: fc.boolean(),
  })
  .map(({ limits, until, kinds, loss, spacing, blocking }) => ({
    ...sceneOf(limits),
    until,
    kinds,
    network: { ...own.network, loss, spacing },
    disk: { ...own.disk, blocking },
  }));
