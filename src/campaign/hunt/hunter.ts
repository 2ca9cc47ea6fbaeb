// Hunts the seeds of one scenario, one after the other. The same in this thread and in a worker.
import { slice } from '../../base/paged-list.ts';
import { feasibleKinds, safeKinds } from '../../plans/index.ts';
import { abstractionOf, compileSwarm, levelsOf, type Scenario, sceneOf } from '../../scenario/index.ts';
import { Hunt } from '../../search/index.ts';
import { type Description, recordOf, type SeedRecord } from './record.ts';
import { huntPlaces } from './task.ts';

/** Events between two looks at whether the run is to end. */
const SLICE = 20_000;

/** Undefined: it was to end before it was over. `shared`: see `task.ts`. `world`: by default that of the seed. */
export function huntOne(
  scenario: Scenario,
  seed: string,
  shared?: Int32Array,
  world: string = seed,
): SeedRecord | undefined {
  const { plan, options } = compileSwarm(scenario, world);
  const { model } = scenario;
  const levels = levelsOf(scenario);
  const abstraction = abstractionOf(scenario);
  const hunt = new Hunt(plan, { model, levels, abstraction, ...(shared === undefined ? {} : { progress: shared }) });
  while (!hunt.isDone) {
    hunt.next(SLICE);
    if (shared !== undefined && Atomics.load(shared, huntPlaces.stop) !== 0 && !hunt.isDone) return undefined;
  }
  // From here on no event comes, and a long history takes its time to judge.
  if (shared !== undefined) Atomics.store(shared, huntPlaces.isOver, 1);
  const { history } = hunt.run.world;
  const isJudged = model !== undefined && slice(history, 0).some(({ type }) => type === 'ok');
  const hunted = recordOf(hunt.hunted(), isJudged ? levels : []);
  const record = world === seed ? hunted : { ...hunted, seed, world };
  return options === undefined || record.failure === undefined ? record : { ...record, drawn: options };
}

/** What a campaign says of the scenario, and what it counts against. */
export function describe(scenario: Scenario): Description {
  const { system, options, nodes, clients, modules = [] } = scenario;
  const properties = system.monitors(options).flatMap((monitor) => monitor.properties.map(({ name }) => name));
  const scene = sceneOf(scenario);
  const kinds = scene.kinds ?? safeKinds;
  const none = { min: 0, max: 0 };
  return {
    system: system.name,
    nodes: [...nodes, ...clients].map(({ id }) => id),
    properties: [...new Set([...properties, ...levelsOf(scenario)])],
    kinds: [...feasibleKinds({ ...scene, kinds, faults: none, from: 0, to: 0, lasting: none })].sort(),
    hasStates: Object.keys(abstractionOf(scenario)).length > 0,
    modules: [...modules],
  };
}
