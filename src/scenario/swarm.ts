// A scenario as a hunt takes it: its system, nodes and workload, in a world that is drawn anew for each seed. The faults
// that it lists, its network and its disk stay behind, and so do the expectations, which speak of them.
import { present } from '../base/assert.ts';
import type { AnyProtocol } from '../contract/protocol.ts';
import type { Ratio, System, View } from '../contract/system.ts';
import type { Duration } from '../contract/time.ts';
import type { RunPlan } from '../kernel/plan.ts';
import { drawSwarm, parseWorld, reseedsOf, type SwarmScene, seedOfPart } from '../plans/index.ts';
import { compile } from './compile.ts';
import { drawnOptions, optionsWritten, type WrittenOptions, withOptions } from './drawn.ts';
import type { Scenario } from './scenario.ts';

export type CompiledSwarm = {
  readonly plan: RunPlan;
  /** What the rate of the workload was multiplied by. */
  readonly pace: Ratio;
  /** The options that were drawn; undefined: none was. */
  readonly options: WrittenOptions | undefined;
  /** The scenario with them, which the plan is made of. */
  readonly scenario: Scenario;
  /** One line: what was drawn besides. */
  readonly summary: string;
};

/** `world`: a seed, or a name as `plans/world-name.ts` has it. */
export function compileSwarm(general: Scenario, world: string): CompiledSwarm {
  const name = present(parseWorld(world), `the world ${world}`);
  const drawn = drawnOptions(general, seedOfPart(name, 'options'));
  const scenario = withOptions(general, drawn);
  const { network, disk, faults, pace, summary } = drawSwarm(name, sceneOf(scenario));
  const reseeds = reseedsOf(name, scenario.run);
  const own = { network, disk, faults, ...(reseeds.length === 0 ? {} : { reseeds }) };
  const plan = { ...compileFaultless(scenario, name.seed, pace), ...own };
  return { plan, pace, options: optionsWritten(general.system, drawn), scenario, summary };
}

/** The same system, nodes and workload in the scenario's own world, without a fault: what schedules are played on. */
export function compileFaultless(scenario: Scenario, seed: string, pace: Ratio = PLAIN): RunPlan {
  const own = { faults: [], generated: undefined, measures: [], expectations: [] };
  return compile({ ...atPace(scenario, pace), ...own }, { seed }).plan;
}

const PLAIN: Ratio = { numerator: 1, denominator: 1 };

/** What a hunt counts: what the system says, else which roles a node plays. */
export function abstractionOf({ system }: Pick<Scenario, 'system'>): { readonly [group: string]: View } {
  if (system.abstract !== undefined) return system.abstract;
  const groups = Object.keys(system.groups).filter((name) => name !== 'client');
  return Object.fromEntries(groups.map((group) => [group, rolesPlayed(system, group)]));
}

function rolesPlayed({ roles }: System, group: string): View {
  const own = Object.entries(roles).filter(([, role]) => role.group === group);
  return (state) => Object.fromEntries(own.map(([name, role]) => [name, role.is(state)]));
}

/** What a hunt is told of a scenario's system. */
export function sceneOf(scenario: Scenario): SwarmScene {
  const { system, options, nodes, clients, workload, network, disk, streams, run } = scenario;
  const groups = [...new Set(nodes.map(({ group }) => group))];
  const protocols = groups.map((group) => system.groups[group]!.protocol(options));
  const client = workload && system.workloads[workload.kind]?.client(workload, options);
  const all = client === undefined ? protocols : [...protocols, client];
  return {
    servers: nodes.map(({ id }) => id),
    clients: clients.map(({ id }) => id),
    groups,
    roles: Object.keys(system.roles).filter((name) => groups.includes(system.roles[name]!.group)),
    messages: kindsIn('on', protocols),
    timers: kindsIn('timer', all),
    writes: system.writes === undefined ? [] : Object.keys(system.writes),
    streams: streams !== undefined,
    until: run,
    network,
    disk,
  };
}

function kindsIn(table: 'on' | 'timer', protocols: readonly AnyProtocol[]): readonly string[] {
  return [...new Set(protocols.flatMap((protocol) => Object.keys(protocol[table])))].sort();
}

/** The same scenario, its workload's rate times the pace. */
export function atPace(scenario: Scenario, { numerator, denominator }: Ratio): Scenario {
  const { workload } = scenario;
  if (workload === undefined || numerator === denominator) return scenario;
  const at = (duration: Duration) =>
    duration === 0 ? 0 : Math.max(1, Math.round((duration * denominator) / numerator));
  const { interval, think } = workload;
  return { ...scenario, workload: { ...workload, interval: at(interval), think: at(think) } };
}
