// Scenarios that use a module, looked at in a worker: the module's code runs there and nowhere else, so that one that
// hangs, exits or leaves timers behind does no harm. What is needed before a run comes back as plain data.
import type { NodeId } from '../contract/ids.ts';
import { systems } from '../protocols/registry.ts';
import type { Problem, Scenario } from '../scenario/index.ts';
import { problemsOf } from './execute.ts';
import { loadWithModules } from './modules.ts';
import { runPool } from './pool.ts';

export type InspectTask = { readonly inspect: true; readonly file: string; readonly text: string };

/** What is to be known of a scenario before it is run. */
export type Outline = Pick<Scenario, 'name' | 'seed' | 'sweep'> & {
  readonly system: string;
  readonly nodes: readonly NodeId[];
};

export type Inspected = { readonly outline: Outline } | { readonly problems: readonly Problem[] };

export function outlineOf({ name, seed, sweep, system, nodes, clients }: Scenario): Outline {
  return { name, seed, sweep, system: system.name, nodes: [...nodes, ...clients].map(({ id }) => id) };
}

export async function inspectTask({ file, text }: InspectTask): Promise<Inspected> {
  const { scenario, problems } = await loadWithModules(text, file, systems);
  return scenario === undefined ? { problems } : { outline: outlineOf(scenario) };
}

/** Each source's outline, or what is wrong with it. Undefined for what an abort left out. */
export async function inspect(
  sources: readonly { readonly file: string; readonly text: string }[],
  { signal, silence }: { readonly signal?: AbortSignal | undefined; readonly silence?: number } = {},
): Promise<readonly (Inspected | undefined)[]> {
  const tasks = sources.map(({ file, text }): InspectTask => ({ inspect: true, file, text }));
  return runPool<InspectTask, Inspected>(tasks, {
    jobs: 1,
    worker: new URL('./worker.js', import.meta.url),
    lost: (task, reason) => ({ problems: problemsOf(task, lostWords(reason)) }),
    ...(silence === undefined ? {} : { silence }),
    ...(signal === undefined ? {} : { signal }),
  });
}

function lostWords(reason: string): string {
  const silent = /^no event was finished for ([\d.]+ s)/.exec(reason);
  if (silent !== null)
    return `its code had not come to an end after ${silent[1]}: look for a loop in it that does not end`;
  return reason
    .replace('its worker died', 'it threw after it was loaded')
    .replace('its worker ended', 'it ended the process');
}
