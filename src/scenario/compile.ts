// A scenario to the plan of one run: pure data and the protocols' functions. Names, prose and positions stay behind,
// so they cannot change a run.
import { assert } from '../base/assert.ts';
import type { Fault } from '../contract/faults.ts';
import { SeededChooser } from '../kernel/chooser.ts';
import type { NodePlan, RunPlan } from '../kernel/plan.ts';
import { generatePlan } from '../plans/generate.ts';
import { looksOf } from './looks.ts';
import type { Expectation, ListedFault, Scenario } from './scenario.ts';

export type Compiled = {
  readonly plan: RunPlan;
  readonly expectations: readonly Expectation[];
};

/** `seed`: instead of the scenario's own. */
export function compile(scenario: Scenario, choices: { readonly seed?: string } = {}): Compiled {
  const { system, options, expectations, measures } = scenario;
  const roles = expectations.flatMap((item) => (item.kind === 'becomes' ? [item.role] : []));
  const probes = [
    ...expectations.flatMap((item) => (item.kind === 'state' && item.at !== undefined ? [item.at] : [])),
    ...looksOf(scenario),
  ];
  const counted = measures.flatMap((measure) => (measure.kind === 'becomes' ? [measure.role] : []));
  const watches = measures.flatMap((measure) => (measure.kind === 'between' ? [measure.watch] : []));
  const isMetered = [...expectations, ...measures].some(({ kind }) => kind === 'figure');
  const countsKinds = [...expectations, ...measures].some(({ kind }) => kind === 'kinds');
  const seed = choices.seed ?? scenario.seed;
  const plan: RunPlan = {
    seed,
    nodes: [...serverPlans(scenario), ...clientPlans(scenario)],
    network: scenario.network,
    streams: scenario.streams,
    disk: scenario.disk,
    faults: faultsOf(scenario, seed),
    roles: system.roles,
    monitors: system.monitors(options),
    until: scenario.run,
    limits: scenario.limits,
    probes: [...new Set(probes)].sort((a, b) => a - b),
    watchedRoles: [...new Set([...roles, ...counted])],
    ...(watches.length === 0 ? {} : { watches }),
    ...(isMetered && system.meters !== undefined ? { meters: system.meters(options) } : {}),
    ...(countsKinds ? { countsKinds } : {}),
  };
  return { plan, expectations };
}

/** The list of the scenario, or the plan that is drawn for this run. */
export function faultsOf({ faults, generated }: Scenario, seed: string): readonly Fault[] {
  if (generated !== undefined) return generatePlan(generated.seed ?? seed, generated.limits);
  return faults.some(({ drawn }) => drawn !== undefined) ? faults.map((fault) => atDrawnTime(fault, seed)) : faults;
}

function atDrawnTime({ drawn, ...fault }: ListedFault, seed: string): Fault {
  if (drawn === undefined) return fault;
  const { item, latest } = drawn;
  return { ...fault, at: fault.at + new SeededChooser(seed).source(`begin/${item}`).int(latest - fault.at + 1) };
}

/** Nodes of a group share one protocol: it is code, without state of its own. */
function serverPlans({ nodes, system, options, durable }: Scenario): readonly NodePlan[] {
  const protocols = new Map(
    [...new Set(nodes.map((node) => node.group))].map((group) => [group, system.groups[group]!.protocol(options)]),
  );
  return nodes.map(({ id, group }) => ({ id, group, protocol: protocols.get(group)!, durable: durable.get(id) }));
}

function clientPlans({ clients, workload, system, options }: Scenario): readonly NodePlan[] {
  if (workload === undefined || clients.length === 0) return [];
  const protocol = system.workloads[workload.kind]!.client(workload, options);
  return clients.map(({ id, servers }) => ({ id, group: 'client', protocol, servers }));
}

/** The seeds of a sweep, or the one seed of a scenario without: `quick` takes the sweep's quick number. */
export function seedsOf(
  scenario: Pick<Scenario, 'seed' | 'sweep'>,
  choices: { readonly quick?: boolean; readonly seed?: string } = {},
): readonly string[] {
  const { sweep } = scenario;
  const first = choices.seed ?? scenario.seed;
  if (sweep === undefined || choices.seed !== undefined) return [first];
  assert(/^\d+$/.test(first), `a sweep counts up from a number, found ${first}`);
  const count = choices.quick === true ? sweep.quick : sweep.seeds;
  return Array.from({ length: count }, (_, index) => String(Number(first) + index));
}
