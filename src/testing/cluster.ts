// The arbitrary of whole clusters. It shrinks part by part: faults first, then nodes, clients, network, disks, seed.

import fc from 'fast-check';
import type { System } from '../contract/system.ts';
import { sceneOf } from '../scenario/index.ts';
import { type Base, baseOf, type ClusterBase, scenarioOf, starting } from './base.ts';
import { type ClusterCase, caseOf } from './case.ts';
import { type FaultLimits, planArbitrary } from './faults/plan.ts';
import type { In, Part, Scene } from './faults/scene.ts';
import { boundsIn } from './numbers.ts';
import {
  type Between,
  type DiskLimits,
  diskArbitrary,
  type NetworkLimits,
  network,
  seeds,
  type WorkloadLimits,
  workload,
} from './world.ts';

/**
 * What is drawn. Of faults, workload, network and disk each that the base leaves out is drawn by default; limits here
 * draw one that the base says, and `false` leaves one as it is.
 */
export type ClusterOptions = {
  /** How many servers; of a system with several groups how many of each. Default: as the base or the system says. */
  readonly nodes?: Between | { readonly [group: string]: Between };
  readonly faults?: FaultLimits | false;
  readonly workload?: Partial<WorkloadLimits> | false;
  readonly network?: Omit<NetworkLimits, 'streams'> | false;
  readonly disk?: DiskLimits | false;
  /** Runs every handler twice and names what is not pure, at an eighth of the speed. Default false. */
  readonly checked?: boolean;
  /** So many clusters are tried at most to make a failing one simpler. Default 2,000: some seconds. */
  readonly shrinks?: number;
  /** Systems that a base given as text may name, besides Faultline's own. */
  readonly systems?: readonly System[];
  /** What the scenario is said to be the file of. Default `cluster.yaml`. */
  readonly file?: string;
};

/**
 * Clusters to try a property on: `fc.property(cluster({ system: 'raft-kv', nodes: 3 }), expectSafe)`.
 * @throws ClusterError if the base is no scenario, RangeError where an option allows nothing.
 */
export function cluster(base: ClusterBase, options: ClusterOptions = {}): fc.Arbitrary<ClusterCase> {
  const ready = baseOf(base, options.file ?? 'cluster.yaml', options.systems);
  const { document } = ready;
  // What it expects may speak of a workload, or of faults, that are still to be drawn.
  const { expect: _, ...unjudged } = document;
  const plain = starting(ready, () => scenarioOf(ready, unjudged));
  const scenes = new Scenes(ready);
  const { faults, nodes } = options;
  const { system } = plain;
  const isDrawn = (key: 'faults' | 'workload' | 'network' | 'disk') =>
    options[key] !== false && (options[key] !== undefined || document[key] === undefined);
  const nothing = fc.constant({});
  const kinds = Object.keys(system.workloads);
  const streams = plain.streams !== undefined;
  const written = document['network'] as Part | undefined;
  const clusters = fc
    .tuple(
      isDrawn('faults') ? planArbitrary(plain.run, faults || {}, (kind) => kind !== 'reset' || streams) : undrawn,
      nodes === undefined ? nothing : nodesArbitrary(nodes),
      isDrawn('workload') && kinds.length > 0 ? workloadIn(kinds, system, options.workload || {}) : nothing,
      isDrawn('network') ? network({ ...options.network, streams }).map((drawn) => kept(written, drawn)) : nothing,
      isDrawn('disk') ? diskArbitrary(options.disk || {}) : fc.constant(() => ({})),
      seeds(),
    )
    .map(([drawPlan, size, work, links, drawDisk, seed]) => {
      const world = { ...document, ...size, ...part('workload', work), ...part('network', links), seed };
      const scene = scenes.of(world);
      const plan = drawPlan?.(scene);
      const rest = plan === undefined ? {} : { faults: plan };
      const whole = { ...world, ...part('disk', drawDisk(scene)), ...rest };
      return caseOf({ ...ready, isChecked: options.checked === true }, withoutEmpty(whole));
    });
  return fc.limitShrink(clusters, options.shrinks ?? 2_000);
}

const undrawn: fc.Arbitrary<In<Scene, readonly Part[]> | undefined> = fc.constant(undefined);

/** What a network is besides its conditions stays as the base says. */
function kept(written: Part | undefined, drawn: Part): Part {
  const { links, retransmit, resetAfter } = written ?? {};
  const own = Object.entries({ links, retransmit, resetAfter }).filter(([, value]) => value !== undefined);
  return { ...drawn, ...(Object.fromEntries(own) as Part) };
}

const part = (key: string, value: Part): Part => (Object.keys(value).length === 0 ? {} : { [key]: value });

/** A list of faults has one at least, or is left out. */
function withoutEmpty({ faults, ...others }: { readonly [key: string]: Part[string] }): Part {
  return faults === undefined || (Array.isArray(faults) && faults.length === 0) ? others : { ...others, faults };
}

function nodesArbitrary(nodes: NonNullable<ClusterOptions['nodes']>): fc.Arbitrary<Part> {
  const count = (bounds: Between) => {
    boundsIn('nodes', bounds, 1);
    return fc.integer({ min: bounds[0], max: bounds[1] });
  };
  if (isBetween(nodes)) return count(nodes).map((servers) => ({ nodes: servers }));
  const groups = Object.entries(nodes);
  return fc
    .tuple(...groups.map(([, bounds]) => count(bounds)))
    .map((counts) => ({ nodes: Object.fromEntries(groups.map(([group], at) => [group, counts[at]!])) }));
}

const isBetween = (nodes: NonNullable<ClusterOptions['nodes']>): nodes is Between => Array.isArray(nodes);

/** Shares of reads are drawn for workloads that have reads. */
function workloadIn(kinds: readonly string[], system: System, limits: Partial<WorkloadLimits>): fc.Arbitrary<Part> {
  const chosen = limits.kinds ?? kinds;
  const shares = chosen.some((kind) => system.workloads[kind]?.operations?.includes('read') === true);
  return workload({ shares, ...limits, kinds: chosen });
}

/** The names of clusters by their sizes: most cases have one that another had before. */
class Scenes {
  private readonly base: Base;
  private readonly known = new Map<string, Scene>();

  constructor(base: Base) {
    this.base = base;
  }

  of(world: Part): Scene {
    const { faults: _, expect: __, ...others } = world;
    const clients = (world['workload'] as Part | undefined)?.['clients'];
    const key = JSON.stringify([world['nodes'], clients, (world['workload'] as Part | undefined)?.['kind']]);
    const known = this.known.get(key) ?? sceneOf(scenarioOf(this.base, others));
    this.known.set(key, known);
    return known;
  }
}
