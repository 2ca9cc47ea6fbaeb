// The world of one seed within a profile: a size, options, links, disks, clocks and faults, all drawn as a hunt draws
// them, and all calm again from the time on that the profile names, so that the run can be asked whether it recovers.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { Fault, FaultAction, LinkConditions } from '../../../src/contract/faults.ts';
import type { RunPlan } from '../../../src/kernel/plan.ts';
import type { Loaded } from '../../../src/scenario/load.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import type { Mutant } from '../apply.ts';
import type { Product } from './product.ts';
import type { Profile } from './profiles.ts';

export type World = { readonly plan: RunPlan; readonly scenario: Scenario };

/** Servers by seed, in turn: mostly few, because a bug shows with the fewest that can show it. */
const sizes = [3, 5, 3, 4, 3, 2, 3, 5];

/** The scenarios of a profile, with what the row asks for; one for each size. */
export class Worlds {
  private readonly product: Product;
  private readonly profile: Profile;
  private readonly bySize = new Map<number, Scenario>();
  private readonly row: Pick<Mutant, 'options' | 'nodes'>;

  constructor(product: Product, profile: Profile, row: Pick<Mutant, 'options' | 'nodes'>) {
    this.product = product;
    this.profile = profile;
    this.row = row;
  }

  of(seed: number): World {
    const { product, profile } = this;
    const general = this.scenario(this.row.nodes ?? sizes[seed % sizes.length]!);
    const scenario = product.withOptions(general, product.drawnOptions(general, String(seed)));
    return worldOf(scenario, String(seed), profile, product);
  }

  private scenario(size: number): Scenario {
    const known = this.bySize.get(size);
    if (known !== undefined) return known;
    const document = documentOf(this.profile);
    const options = { ...document.options, ...this.row.options };
    const nodes = typeof document.nodes === 'number' ? size : { ...document.nodes, server: size };
    const name = `${this.profile.name}.yaml`;
    const scenario = loaded(
      this.product.loadScenarioObject({ ...document, options, nodes }, name, this.product.systems),
      name,
    );
    this.bySize.set(size, scenario);
    return scenario;
  }
}

const steady = fileURLToPath(new URL('../../../scenarios/raft/steady.yaml', import.meta.url));

/** The scenario without faults, which a planted bug must leave green: else it would be found by whoever runs anything. */
export function faultless(product: Product): Scenario {
  return loaded(product.loadScenario(readFileSync(steady, 'utf8'), steady, product.systems), steady);
}

export function loaded({ scenario, problems }: Loaded, name: string): Scenario {
  if (scenario === undefined) throw new Error(problems.map(({ message }) => `${name}: ${message}`).join('\n'));
  return scenario;
}

type Document = { readonly options: object; readonly nodes: number | { readonly server: number } };

function documentOf({ name }: Profile): Document {
  return parse(readFileSync(new URL(`../profiles/${name}.yaml`, import.meta.url), 'utf8')) as Document;
}

/** Disks slower than this, for good, would let no leader stay: timeouts are from 150 ms on. */
const LASTING_LATENCY_MAX = 20_000;

function worldOf(scenario: Scenario, seed: string, profile: Profile, product: Product): World {
  const { limits } = scenario.generated!;
  const heal = limits.healedBy!;
  const scene = { ...product.sceneOf(scenario), kinds: limits.kinds, until: heal };
  const { network, disk, faults, pace } = product.drawSwarm(seed, scene);
  const calm = product.compileFaultless(scenario, seed, pace);
  const troubles: FaultAction[] = [{ kind: 'network', conditions: within(network, profile) }];
  const span = { min: disk.latencyMin, max: disk.latencyMax };
  const isLasting = Math.max(span.max, ...Object.values(disk.kinds ?? {}).map(({ max }) => max)) <= LASTING_LATENCY_MAX;
  if (!isLasting) troubles.push({ kind: 'slowDisk', targets: [{ select: 'group', group: 'server' }], latency: span });
  const all = [...troubles.map(fromTheBeginning), ...faults.flatMap((fault) => allowed(fault, profile))];
  const plan = { ...calm, disk: isLasting ? disk : calm.disk, faults: product.healed(all, heal, limits) };
  return { plan, scenario: { ...scenario, generated: undefined, faults: plan.faults } };
}

function fromTheBeginning(action: FaultAction): Fault {
  return { name: action.kind, at: 0, until: undefined, action, text: action.kind };
}

function within(conditions: Partial<LinkConditions>, { links }: Profile): Partial<LinkConditions> {
  const names = links.filter((name) => Object.hasOwn(conditions, name));
  return Object.fromEntries(names.map((name) => [name, conditions[name]]));
}

/** A fault of links as far as the profile has it. */
function allowed(fault: Fault, profile: Profile): readonly Fault[] {
  const { action } = fault;
  if (action.kind === 'crash' && profile.unsynced !== undefined) {
    return [{ ...fault, action: { ...action, unsynced: profile.unsynced } }];
  }
  if (action.kind !== 'network') return [fault];
  const conditions = within(action.conditions, profile);
  return Object.keys(conditions).length === 0 ? [] : [{ ...fault, action: { ...action, conditions } }];
}
