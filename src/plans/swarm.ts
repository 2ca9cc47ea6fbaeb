// A world for one seed of a hunt: network, disks, clocks, faults and the clients' pace, everything drawn anew. Swarm
// testing (Groce et al., ISSTA 2012): runs that differ in what they leave out find more than runs that each have a
// little of everything, because one kind of fault often hides what another would show.
// Each purpose draws from streams of its own, so what one of them is does not move the others. The faults are drawn in
// `swarm-faults.ts`, the conditions in `swarm-network.ts` and `swarm-disk.ts`.
import type { Fault, LinkConditions } from '../contract/faults.ts';
import type { Ratio } from '../contract/system.ts';
import { Draw, ratioOf } from './draw.ts';
import { diskText, drawDisk } from './swarm-disk.ts';
import { drawClocks, drawFaultLimits, generatedWithin } from './swarm-faults.ts';
import { drawNetwork, networkText } from './swarm-network.ts';
import type { SwarmDisk, SwarmScene } from './swarm-scene.ts';
import type { WorldName } from './world-name.ts';
import { seedOfFault, seedOfPart, spliced } from './world-seeds.ts';

export type Swarm = {
  /** Instead of the scenario's. */
  readonly network: LinkConditions;
  readonly disk: SwarmDisk;
  /** Sorted by time; clocks that are wrong from the beginning come first. */
  readonly faults: readonly Fault[];
  /** Multiplies the rate of the workload: with 1/4 the time between two operations of a client is four times as long. */
  readonly pace: Ratio;
  /** One line: what was drawn. */
  readonly summary: string;
};

/** Everything that a hunt draws for one world, or for one seed as it stands. */
export function drawSwarm(world: WorldName | string, scene: SwarmScene): Swarm {
  const name = typeof world === 'string' ? { seed: world, redraws: [] } : world;
  const network = drawNetwork(`${seedOfPart(name, 'network')}/network`, scene);
  const disk = drawDisk(`${seedOfPart(name, 'disk')}/disk`, scene);
  const pace = drawPace(new Draw(seedOfPart(name, 'pace'), 'swarm/pace'));
  const clocks = drawClocks(`${seedOfPart(name, 'clocks')}/clocks`, scene);
  const faults = [...clocks, ...drawFaults(name, scene)];
  return { network, disk, faults, pace, summary: summaryOf(network, disk, faults, pace) };
}

function drawFaults(name: WorldName, scene: SwarmScene): readonly Fault[] {
  const ofPlan = seedOfPart(name, 'plan');
  const limits = drawFaultLimits(`${ofPlan}/limits`, scene);
  const planOf = (seed: string) =>
    generatedWithin(`${seed}/faults`, limits, (item) => `${seedOfFault(name, item, seed)}/faults`);
  return spliced(planOf(ofPlan), name, scene.until, planOf);
}

/** A slow workload leaves each operation to itself; a fast one has several under way in every fault. */
function drawPace(draw: Draw): Ratio {
  return draw.weighted<Ratio>([
    [15, () => ratioOf(1, 8)],
    [25, () => ratioOf(1, 3)],
    [35, () => ratioOf(1, 1)],
    [25, () => ratioOf(3, 1)],
  ]);
}

function summaryOf(network: LinkConditions, disk: SwarmDisk, faults: readonly Fault[], pace: Ratio): string {
  const counts = new Map<string, number>();
  for (const { action } of faults) counts.set(action.kind, (counts.get(action.kind) ?? 0) + 1);
  const kinds = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, count]) => `${count} ${kind}`);
  return [
    networkText(network),
    diskText(disk),
    `pace ${pace.numerator}${pace.denominator === 1 ? '' : `/${pace.denominator}`}`,
    faults.length === 0 ? 'no faults' : `faults ${kinds.join(', ')}`,
  ].join(' · ');
}
