// One task: one scenario at one seed. The same in this thread and in a worker: tasks and results are plain data.
import type { Plain } from '../base/plain.ts';
import type { HistoryEvent } from '../contract/history.ts';
import type { Intervention } from '../contract/intervention.ts';
import { OutsideError } from '../contract/outside.ts';
import type { RunReport } from '../contract/report.ts';
import { colourStyle, plainStyle } from '../display/style.ts';
import type { RunResult } from '../kernel/index.ts';
import { systems } from '../protocols/registry.ts';
import { aroundMoment, loadScenario, type Problem, reportOf, type Scenario, scenarioOfRow } from '../scenario/index.ts';
import { type Driven, drive, driveSync, type Watcher } from './drive.ts';
import { loadWithModules, type ModulePlace } from './modules.ts';

/** A scenario by its text, so that a task can be sent to another thread. */
export type RunTask = {
  readonly file: string;
  readonly text: string;
  readonly seed: string;
  /** The row of the scenario's sweep, where it has rows. */
  readonly row?: string | undefined;
  readonly isChecked: boolean;
  /** Where its module lies, if that is not to be told from `file`: in a capsule. */
  readonly place?: ModulePlace;
  /** Also what happened around this event, or around the last one by this time. */
  readonly around?: {
    readonly at: { readonly event: number } | { readonly time: number };
    readonly isColoured: boolean;
  };
  /** Also the history, for whoever is to judge it elsewhere. */
  readonly withHistory?: boolean;
  /** What is done to the run by hand: of a branch. */
  readonly interventions?: readonly Intervention[];
};

/** What a capsule keeps of a result. */
export type Kept = Pick<RunResult, 'ending' | 'events' | 'marks' | 'violations'> & {
  /** Undefined: the run was ended from outside, and nobody knows what it had done. */
  readonly fingerprint: string | undefined;
};

export type RunOutcome = {
  readonly report: RunReport;
  readonly kept: Kept;
  /** The lines of `around`; left out where the run has no such event. */
  readonly around?: readonly string[];
  readonly history?: readonly HistoryEvent[];
};

/** `bug`: what Faultline itself threw, with seed and event. `problems`: a module that has changed since it was read. */
export type TaskResult = RunOutcome | { readonly problems: readonly Problem[] } | { readonly bug: string };

/** The scenario of the task before: a sweep sends the same one with every seed. */
let latest: { readonly file: string; readonly text: string; readonly scenario: Scenario } | undefined;

/** Loads what the scenario uses, and runs it. `shared`: of a worker, which does it at one go. */
export async function executeTask(task: RunTask, how: Watcher | { readonly shared: Int32Array }): Promise<TaskResult> {
  const { file, text, seed, row, isChecked, around, place, interventions = [] } = task;
  try {
    if (latest?.file !== file || latest.text !== text) {
      const { scenario, problems } = await loadWithModules(text, file, systems, place);
      if (scenario === undefined) return { problems };
      latest = { file, text, scenario };
    }
    const scenario = scenarioOfRow(latest.scenario, row);
    if (scenario === undefined) return { problems: problemsOf(task, `there is no row ${row}`) };
    const options = {
      isChecked,
      interventions,
      level: around === undefined ? ('verdict' as const) : ('full' as const),
    };
    const driven =
      'shared' in how
        ? driveSync(scenario, seed, { ...options, shared: how.shared })
        : await drive(scenario, seed, options, how);
    return outcomeOf(scenario, driven, task);
  } catch (error) {
    if (error instanceof OutsideError) return { problems: problemsOf(task, error.message) };
    return { bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function outcomeOf(scenario: Scenario, { run, wallMs }: Driven, { around, withHistory }: RunTask): RunOutcome {
  const { ending, events, fingerprint, marks, violations, history } = run.result;
  // A witness may share parts with states, and only its text is of use elsewhere.
  const named = violations.map((violation) => ({ ...violation, witness: null as Plain }));
  const style = around?.isColoured === true ? colourStyle : plainStyle;
  const lines = around && aroundMoment(scenario, run, around.at, style);
  return {
    report: reportOf(scenario, run, wallMs),
    kept: { ending, events, fingerprint, marks, violations: named },
    ...(lines === undefined ? {} : { around: lines }),
    ...(withHistory === true ? { history: history.map(lineOf) } : {}),
  };
}

/** A line of the history without what is known of a run only. */
function lineOf({ process, type, f, value, key, time, error }: HistoryEvent): HistoryEvent {
  return {
    ...{ process, type, f, value },
    ...(key === undefined ? {} : { key }),
    ...(time === undefined ? {} : { time }),
    ...(error === undefined ? {} : { error }),
  };
}

/** What is wrong with the module of a scenario, at the place of `use:`. */
export function problemsOf({ file, text }: Pick<RunTask, 'file' | 'text'>, message: string): readonly Problem[] {
  return loadScenario(text, file, systems, () => ({ code: 'module-failed', message })).problems;
}
