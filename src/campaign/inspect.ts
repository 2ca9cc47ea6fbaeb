// Scenarios that use a module, looked at in a worker: the module's code runs there and nowhere else, so that one that
// hangs, exits or leaves timers behind does no harm. What is needed before a run comes back as plain data.
import type { NodeId } from '../contract/ids.ts';
import { systems } from '../protocols/registry.ts';
import { type Problem, type RowOutline, rowsOf, type Scenario } from '../scenario/index.ts';
import { loadWithModules, type ModulePlace } from './modules.ts';
import { lossProblems } from './outside-failure.ts';
import { runPool } from './pool.ts';

export type InspectTask = InspectSource & { readonly inspect: true };

export type InspectSource = { readonly file: string; readonly text: string; readonly place?: ModulePlace };

/** What is to be known of a scenario before it is run. */
export type Outline = Pick<Scenario, 'name' | 'seed'> & {
  /** One without a name, where the scenario has no rows. */
  readonly rows: readonly RowOutline[];
  readonly system: string;
  readonly nodes: readonly NodeId[];
  /** The names of the systems, where it compares several. */
  readonly compares?: readonly string[] | undefined;
};

export type Inspected = { readonly outline: Outline } | { readonly problems: readonly Problem[] };

export function outlineOf(scenario: Scenario): Outline {
  const { name, seed, system, nodes, clients } = scenario;
  const ids = [...nodes, ...clients].map(({ id }) => id);
  return { name, seed, rows: rowsOf(scenario), system: system.name, nodes: ids, compares: scenario.compares };
}

export async function inspectTask({ file, text, place }: InspectTask): Promise<Inspected> {
  const { scenario, problems } = await loadWithModules(text, file, systems, place);
  return scenario === undefined ? { problems } : { outline: outlineOf(scenario) };
}

/** Each source's outline, or what is wrong with it. Undefined for what an abort left out. */
export async function inspect(
  sources: readonly InspectSource[],
  { signal, silence }: { readonly signal?: AbortSignal | undefined; readonly silence?: number } = {},
): Promise<readonly (Inspected | undefined)[]> {
  const tasks = sources.map(({ file, text, place }): InspectTask => {
    return { inspect: true, file, text, ...(place === undefined ? {} : { place }) };
  });
  return runPool<InspectTask, Inspected>(tasks, {
    jobs: 1,
    worker: new URL('./worker.js', import.meta.url),
    lost: (task, _reason, _standing, loss) => ({ problems: lossProblems(task, loss) }),
    ...(silence === undefined ? {} : { silence }),
    ...(signal === undefined ? {} : { signal }),
  });
}
