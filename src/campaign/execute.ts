// One task: one scenario at one seed. The same in this thread and in a worker.
import { performance } from 'node:perf_hooks';
import type { RunReport } from '../contract/report.ts';
import type { RunOptions } from '../kernel/index.ts';
import { systems } from '../protocols/registry.ts';
import {
  finishScenario,
  loadScenario,
  reportOf,
  runScenario,
  type Scenario,
  type ScenarioRun,
  startScenario,
} from '../scenario/index.ts';
import { withAmbientGuard } from './ambient.ts';

/** A scenario by its text, so that a task can be sent to another thread. */
export type RunTask = {
  readonly file: string;
  readonly text: string;
  readonly seed: string;
  readonly isChecked: boolean;
};

/** `bug`: what Faultline itself threw, with seed and event. */
export type TaskResult = { readonly report: RunReport } | { readonly bug: string };

/** The scenario of the task before: a sweep sends the same one with every seed. */
let latest: { readonly file: string; readonly text: string; readonly scenario: Scenario } | undefined;

function loadTask({ file, text }: RunTask): Scenario {
  if (latest?.file === file && latest.text === text) return latest.scenario;
  const { scenario, problems } = loadScenario(text, file, systems);
  if (scenario === undefined) throw new Error(`${file} was to be loaded already: ${problems[0]?.message}`);
  latest = { file, text, scenario };
  return scenario;
}

export function executeTask(task: RunTask, progress?: Int32Array): TaskResult {
  try {
    const scenario = loadTask(task);
    const { run, wallMs } = timedRun(scenario, task.seed, task.isChecked, progress === undefined ? {} : { progress });
    return { report: reportOf(scenario, run, wallMs) };
  } catch (error) {
    return { bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** Runs a scenario and measures how long it took in real time. */
export function timedRun(
  scenario: Scenario,
  seed: string,
  isChecked: boolean,
  options: RunOptions = {},
): { readonly run: ScenarioRun; readonly wallMs: number } {
  const begun = performance.now();
  const run = isChecked
    ? withAmbientGuard((guard) => runScenario(scenario, seed, { ...options, guard }))
    : runScenario(scenario, seed, options);
  return { run, wallMs: performance.now() - begun };
}

/** Events between two looks at the signal: some tens of milliseconds. */
const SLICE = 20_000;

/** As `timedRun`, but lets signals through while it runs. Undefined: it was aborted. `onSlice` is told how far it is. */
export async function interruptibleRun(
  scenario: Scenario,
  seed: string,
  options: RunOptions,
  signal: AbortSignal,
  onSlice: (events: number, time: number) => void,
): Promise<{ readonly run: ScenarioRun; readonly wallMs: number } | undefined> {
  const begun = performance.now();
  const run = startScenario(scenario, seed, options);
  while (!run.isDone) {
    run.run(run.world.events + SLICE);
    onSlice(run.world.events, run.world.time);
    await new Promise((resolve) => setImmediate(resolve));
    if (signal.aborted) return undefined;
  }
  return { run: finishScenario(scenario, run), wallMs: performance.now() - begun };
}
