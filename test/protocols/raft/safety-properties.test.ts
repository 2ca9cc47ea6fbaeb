// Raft's safety as a property of drawn clusters: whatever their size, faults, network, disks and clients, nothing is
// violated; and a planted bug is found, and told by a few events. RUNS=20000 for a long look; the default takes seconds.
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { raftKv } from '../../../src/protocols/raft/index.ts';
import * as testing from '../../../src/testing.ts';
import { applyMutant, mutantsOf, removeMutant } from '../../mutants/apply.ts';

const numRuns = Number(process.env['RUNS'] ?? 100);
const base = { system: 'raft-kv', run: '6s' };
const nodes = [1, 5] as const;
const promised = raftKv.promises.map(({ property }) => property).sort();

test(`${numRuns} drawn clusters are safe, over datagrams`, () => {
  const { exercised, struck } = testing.assertCluster(testing.cluster(base, { nodes }), { numRuns, seed: 1 });
  // A history is judged at the end, and no monitor watches it.
  expect(Object.keys(exercised)).toEqual(promised.filter((name) => name !== 'linearizable'));
  // The kinds that are drawn, but for streams; and the restarts that some of them bring along.
  expect(Object.keys(struck)).toEqual([...testing.safeFaults, 'restart'].filter((kind) => kind !== 'reset').sort());
});

test(`${numRuns} drawn clusters are safe, over streams`, () => {
  const streams = { ...base, network: { links: 'stream', resetAfter: '500ms' } };
  const { struck } = testing.assertCluster(testing.cluster(streams, { nodes, network: {} }), { numRuns, seed: 2 });
  expect(struck['reset']).toBeGreaterThan(0);
});

describe('a planted bug: a vote is given without a look at the logs', () => {
  let folder: string;
  let mutated: typeof testing;
  beforeAll(async () => {
    folder = applyMutant(mutantsOf('raft').find(({ id }) => id === 'M03')!);
    mutated = (await import(/* @vite-ignore */ pathToFileURL(`${folder}/dist/testing.js`).href)) as typeof testing;
  });
  afterAll(() => removeMutant(folder));

  // Three servers, two elections and an entry: what of them the violation takes is in the capsule.
  test.for([1, 2])('is found, shrunk to a small plan, and told by a capsule of few events: seed %i', (seed) => {
    const { cluster, expectSafe, ClusterFailure } = mutated;
    const clusters = cluster({ ...base, options: { preset: 'paper' } }, { nodes: [3, 5] });
    const { errorInstance, counterexample } = fc.check(fc.property(clusters, expectSafe), { seed, numRuns: 600 });
    expect(errorInstance).toBeInstanceOf(ClusterFailure);
    const { failure, capsule } = errorInstance as testing.ClusterFailure;
    expect(promised).toContain(failure.property);
    const { faults = [] } = counterexample![0].scenario as { faults?: readonly unknown[] };
    // Of up to twenty: the fewest that fast-check comes to, where each one left out is another course of events.
    expect(faults.length).toBeLessThanOrEqual(5);
    expect(capsule).toMatchObject({ isMinimal: true });
    const { events, text } = capsule as testing.ClusterCapsule;
    expect(events).toBeLessThanOrEqual(30);
    expect(text).toMatch(/^# A run of Faultline/);
  });
});
