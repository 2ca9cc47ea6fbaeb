// Promises about what a hunt draws for a seed: it is the same each time, valid, within its limits, and various.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fault } from '../../src/contract/faults.ts';
import type { Ratio } from '../../src/contract/system.ts';
import { ms } from '../../src/contract/time.ts';
import { allKinds, drawSwarm, type Swarm, type SwarmScene, safeKinds, unprintable } from '../../src/plans/index.ts';
import { isAimed, targetsOf } from './clusters.ts';
import { anyScene, raftScene } from './scenes.ts';

const swarms = Array.from({ length: 2_000 }, (_, seed) => drawSwarm(String(seed), raftScene));
const kindsOf = ({ faults }: Swarm) => new Set(faults.map(({ action }) => action.kind));
const shareOf = (isSo: (swarm: Swarm) => boolean) => swarms.filter(isSo).length / swarms.length;

test('a seed has one swarm, and another seed another one', () => {
  fc.assert(
    fc.property(fc.string(), anyScene, (seed, scene) => {
      expect(drawSwarm(seed, scene)).toEqual(drawSwarm(seed, scene));
    }),
  );
  expect(new Set(swarms.map((swarm) => JSON.stringify(swarm))).size).toBe(swarms.length);
});

test('what is drawn is valid, whatever the scene', () => {
  fc.assert(
    fc.property(fc.string(), anyScene, (seed, scene) => {
      const swarm = drawSwarm(seed, scene);
      expectNetworkValid(swarm, scene);
      expectDiskValid(swarm, scene);
      expectFaultsValid(swarm, scene);
      expect(swarm.pace.numerator).toBeGreaterThan(0);
      expect(swarm.summary).toMatch(/^latency [^\n]+ · disk [^\n]+ · pace \d(\/\d)? · [^\n]+$/);
    }),
    { numRuns: 500 },
  );
});

function expectNetworkValid({ network }: Swarm, scene: SwarmScene): void {
  expect(network.latencyMin).toBeGreaterThanOrEqual(0);
  expect(network.latencyMax).toBeGreaterThanOrEqual(network.latencyMin);
  // A run holds eight of the longest delays; none is longer than 2 s; a scenario's own may be.
  expect(network.latencyMax).toBeLessThanOrEqual(Math.max(ms(10), Math.min(scene.until / 8, ms(2_000))));
  expect(network.spacing).toBe(scene.network.spacing);
  for (const ratio of [network.loss, network.duplicate, network.reorder]) expectShare(ratio);
  if (!scene.streams) return;
  expect([network.duplicate.numerator, network.reorder.numerator]).toEqual([0, 0]);
}

function expectShare({ numerator, denominator }: Ratio): void {
  expect(numerator).toBeGreaterThanOrEqual(0);
  expect(numerator).toBeLessThanOrEqual(denominator);
}

function expectDiskValid({ disk }: Swarm, { writes }: SwarmScene): void {
  const { latencyMin, latencyMax, kinds = {} } = disk;
  for (const kind of Object.keys(kinds)) expect(writes).toContain(kind);
  for (const { min, max } of [{ min: latencyMin, max: latencyMax }, ...Object.values(kinds)]) {
    expect(min).toBeGreaterThanOrEqual(0);
    expect(max).toBeGreaterThanOrEqual(min);
    expect(max).toBeLessThanOrEqual(ms(400));
  }
}

function expectFaultsValid({ faults }: Swarm, scene: SwarmScene): void {
  expect([...faults].sort((a, b) => a.at - b.at)).toEqual(faults);
  const allowed: readonly string[] = [...(scene.kinds ?? safeKinds), 'restart'];
  for (const fault of faults) {
    expect(allowed).toContain(fault.action.kind);
    expect(fault.at).toBeGreaterThanOrEqual(0);
    // All begin within the run, but for restarts, which come when something else is over.
    if (fault.action.kind !== 'restart') expect(fault.at).toBeLessThanOrEqual(scene.until);
    expect(unprintable({ ...fault, action: withoutTable(fault) })).toBeUndefined();
    for (const target of targetsOf(fault.action)) {
      if (target.select === 'node') expect([...scene.servers, ...scene.clients]).toContain(target.node);
      if (target.select === 'role') expect(scene.roles).toContain(target.role);
    }
  }
}

function withoutTable({ action }: Fault): Fault['action'] {
  return action.kind === 'network'
    ? { ...action, conditions: { ...action.conditions, latencyTable: undefined } }
    : action;
}

/** A clock of which it is drawn that it never was right; generated ones last for a while, or jump. */
function isWrongAllAlong({ action, until, lasts }: Fault): boolean {
  return action.kind === 'clock' && until === undefined && lasts === undefined && action.jump === 0;
}

test('at least half of the faults that begin later are set off by an event or a state, or fall on a role', () => {
  for (const { faults } of swarms) {
    const later = faults.filter((fault) => !isWrongAllAlong(fault));
    expect(2 * later.filter(isAimed).length).toBeGreaterThanOrEqual(later.length);
  }
});

test('every safe kind is met, some runs have none and some have all', () => {
  const met = new Set(swarms.flatMap((swarm) => [...kindsOf(swarm)]));
  // A reset is of streams.
  expect([...met].sort()).toEqual([...safeKinds.filter((kind) => kind !== 'reset'), 'restart'].sort());
  expect(shareOf(({ faults }) => faults.length === 0)).toBeGreaterThan(0.01);
  expect(shareOf(({ faults }) => faults.length > 20)).toBeGreaterThan(0.2);
  expect(shareOf((swarm) => kindsOf(swarm).size <= 4)).toBeGreaterThan(0.6);
  expect(shareOf((swarm) => kindsOf(swarm).size >= 7)).toBeGreaterThan(0.03);
});

test('kinds that are asked for are met, unsafe ones too', () => {
  const scene = { ...raftScene, streams: true, kinds: allKinds };
  const met = new Set(Array.from({ length: 1_000 }, (_, seed) => [...kindsOf(drawSwarm(String(seed), scene))]).flat());
  expect([...met].sort()).toEqual([...allKinds, 'restart'].sort());
});

test('networks are fast, slow, and so widely spread that messages overtake each other; each may lose, double and hold back', () => {
  const isWide = ({ network }: Swarm) => network.latencyMax > 10 * network.latencyMin;
  expect(shareOf(isWide)).toBeGreaterThan(0.3);
  expect(shareOf((swarm) => isWide(swarm) && swarm.network.latencyMax > ms(300))).toBeGreaterThan(0.05);
  expect(shareOf(({ network }) => network.latencyMax <= ms(5))).toBeGreaterThan(0.25);
  for (const name of ['loss', 'duplicate', 'reorder'] as const) {
    const share = shareOf(({ network }) => network[name].numerator > 0);
    expect(share, name).toBeGreaterThan(0.25);
    expect(share, name).toBeLessThan(0.75);
  }
});

test('disks are done at once, fast, slower than the network, blocking, different for one kind of write', () => {
  expect(shareOf(({ disk }) => disk.latencyMax === 0)).toBeGreaterThan(0.08);
  expect(shareOf(({ disk, network }) => disk.latencyMin > network.latencyMax)).toBeGreaterThan(0.1);
  expect(shareOf(({ disk }) => disk.blocking === true)).toBeGreaterThan(0.08);
  for (const kind of raftScene.writes)
    expect(shareOf(({ disk }) => disk.kinds?.[kind] !== undefined)).toBeGreaterThan(0.05);
});

test('some clocks are wrong from the beginning to the end', () => {
  expect(shareOf(({ faults }) => faults.some(isWrongAllAlong))).toBeGreaterThan(0.2);
  expect(shareOf(({ faults }) => faults.some(isWrongAllAlong))).toBeLessThan(0.5);
});

test('one purpose does not move another', () => {
  fc.assert(
    fc.property(fc.string(), anyScene, (seed, scene) => {
      const drawn = drawSwarm(seed, scene);
      const otherFaults = drawSwarm(seed, { ...scene, kinds: ['pause'], messages: ['Other'], roles: [] });
      expect([otherFaults.network, otherFaults.disk, otherFaults.pace]).toEqual([
        drawn.network,
        drawn.disk,
        drawn.pace,
      ]);
      const ownLoss = { numerator: 1, denominator: 7 };
      const otherLoss = drawSwarm(seed, { ...scene, network: { ...scene.network, loss: ownLoss } });
      expect(otherLoss.faults).toEqual(drawn.faults);
      expect(otherLoss.disk).toEqual(drawn.disk);
      expect({ ...otherLoss.network, loss: drawn.network.loss }).toEqual(drawn.network);
      const otherDisk = drawSwarm(seed, { ...scene, disk: { latencyMin: 7, latencyMax: 7 } });
      expect([otherDisk.network, otherDisk.faults, otherDisk.pace]).toEqual([drawn.network, drawn.faults, drawn.pace]);
    }),
  );
});
