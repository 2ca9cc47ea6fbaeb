// `faultline`: run a scenario from a program or a test. To write a protocol import `faultline/protocol`.
import type { Plain } from './base/plain.ts';
import { type Driven, drive, driveSync } from './campaign/drive.ts';
import { explain, shownPath } from './campaign/files.ts';
import { loadWithModules } from './campaign/modules.ts';
import { textOf } from './campaign/text-file.ts';
import {
  checkLinearizable,
  explain as explainHistory,
  type LinearizableOptions,
  type ModelName,
  operationsOf,
} from './checkers/index.ts';
import type { HistoryEvent } from './contract/history.ts';
import { OutsideError } from './contract/outside.ts';
import { eventOfMoment, type RunReport } from './contract/report.ts';
import type { System } from './contract/system.ts';
import { card } from './display/card.ts';
import { plainStyle } from './display/style.ts';
import type { RunResult } from './kernel/index.ts';
import { systems as ownSystems } from './protocols/registry.ts';
import {
  aroundMoment,
  formatProblem,
  type Loaded,
  loadScenario,
  loadScenarioObject,
  type Problem,
  reportOf,
  type Scenario,
  scenarioOfRow,
  systemOf,
} from './scenario/index.ts';

export type { HistoryEvent } from './contract/history.ts';
export type { RunReport } from './contract/report.ts';
export type { RunResult } from './kernel/index.ts';
export type { Problem } from './scenario/index.ts';

/** The systems that come with Faultline. */
export const systems: readonly System[] = ownSystems;

export type RunChoices = {
  /** Instead of the scenario's own seed. */
  readonly seed?: number | string;
  /** The row to run of a scenario whose sweep goes over rows. Default: the scenario as it is without one. */
  readonly row?: string;
  /** Systems that the scenario may name besides Faultline's own; one of the same name comes first. */
  readonly systems?: readonly System[];
  /** Runs every handler twice and names what is not pure. Default true: a test should. */
  readonly checked?: boolean;
  /** The file that the scenario is said to be: what its `use:` is relative to. Default: in the current folder. */
  readonly file?: string;
};

/** YAML text, or the same as an object. */
export type ScenarioInput = string | { readonly [key: string]: Plain };

export type Run = {
  readonly report: RunReport;
  readonly result: RunResult;
  /** The report as text, as the command line prints it. */
  readonly card: string;
  /** What happened around an event, with the nodes' states after it; by default around `report.moment`. */
  readonly around: (event?: number) => string;
};

/** A scenario that cannot be run. `problems` has all that is wrong; the message shows it with code frames. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], text: string) {
    super(problems.map((problem) => formatProblem(problem, text)).join('\n\n'));
    this.problems = problems;
  }
}

/**
 * Runs a scenario. What its `use:` names is loaded, which runs that module's code.
 * @throws ScenarioError if it is not a valid scenario. What goes wrong in the run is in the report, not thrown.
 */
export async function run(scenario: ScenarioInput, choices: RunChoices = {}): Promise<Run> {
  const { file = 'scenario' } = choices;
  const ready = scenarioOf(await loadWithModules(scenario, file, known(choices)), scenario, choices);
  const options = { level: 'full', isChecked: choices.checked ?? true } as const;
  return starting(ready, scenario, async () => runOf(ready, await drive(ready, seedOf(ready, choices), options)));
}

/** Runs a scenario file. @throws ScenarioError if it is not a valid scenario, Error if it cannot be read. */
export async function runFile(path: string, choices: RunChoices = {}): Promise<Run> {
  return run(textOfFile(path), { file: shownPath(path), ...choices });
}

/**
 * As `run`, but at once: for property tests. Nothing can be loaded so, and `use:` is refused; pass the system itself.
 * @throws ScenarioError if it is not a valid scenario.
 */
export function runSync(scenario: ScenarioInput, choices: RunChoices = {}): Run {
  const { file = 'scenario' } = choices;
  const load = typeof scenario === 'string' ? loadScenario : loadScenarioObject;
  const ready = scenarioOf(load(scenario as string, file, known(choices)), scenario, choices);
  const options = { level: 'full', isChecked: choices.checked ?? true } as const;
  try {
    return runOf(ready, driveSync(ready, seedOf(ready, choices), options));
  } catch (error) {
    throw startError(ready, scenario, error);
  }
}

async function starting(ready: Scenario, scenario: ScenarioInput, start: () => Promise<Run>): Promise<Run> {
  try {
    return await start();
  } catch (error) {
    throw startError(ready, scenario, error);
  }
}

/** The author's function that gives a protocol or monitors threw this time: the scenario cannot be run. */
function startError({ file }: Scenario, scenario: ScenarioInput, error: unknown): unknown {
  if (!(error instanceof OutsideError)) return error;
  return new ScenarioError([problemOf('module-failed', file, error.message)], textIn(scenario));
}

function problemOf(code: Problem['code'], file: string, message: string, path?: string): Problem {
  return { code, message, file, line: 0, column: 0, ...(path === undefined ? {} : { path }) };
}

/** Faultline's own systems, and before them those passed in, each looked at as a module's would be. */
function known({ systems: passed = [], file = 'scenario' }: RunChoices): readonly System[] {
  const looked = passed.map((system, index) => {
    const judged = systemOf(system);
    if ('system' in judged) return judged.system;
    const message = judged.message.replace(/^(the|its) default export/, 'it');
    throw new ScenarioError([problemOf(judged.code, file, message, `systems[${index}]`)], '');
  });
  return [...looked, ...ownSystems];
}

function textIn(scenario: ScenarioInput): string {
  return typeof scenario === 'string' ? scenario : '';
}

function scenarioOf({ scenario, problems }: Loaded, input: ScenarioInput, { row }: RunChoices): Scenario {
  if (scenario === undefined) throw new ScenarioError(problems, textIn(input));
  const chosen = scenarioOfRow(scenario, row);
  if (chosen !== undefined) return chosen;
  const message = `the scenario has no row ${JSON.stringify(row)} in its sweep`;
  throw new ScenarioError([problemOf('unknown-name', scenario.file, message)], textIn(input));
}

function seedOf(scenario: Scenario, { seed }: RunChoices): string {
  return seed === undefined ? scenario.seed : String(seed);
}

function runOf(scenario: Scenario, { run: done, wallMs }: Driven): Run {
  const report = reportOf(scenario, done, wallMs);
  return {
    report,
    result: done.result,
    card: card(report, plainStyle).join('\n'),
    around(event = report.moment === null ? 0 : eventOfMoment(report.moment)) {
      const lines = aroundMoment(scenario, done, { event }, plainStyle);
      if (lines === undefined) throw new RangeError(`the run has events 0 to ${report.events - 1}, found ${event}`);
      return lines.join('\n');
    },
  };
}

function textOfFile(path: string): string {
  try {
    return textOf(path);
  } catch (error) {
    throw new Error(`${shownPath(path)}: ${explain(error)}`, { cause: error });
  }
}

export type HistoryVerdict =
  | { readonly verdict: 'ok' }
  | { readonly verdict: 'violated' | 'unknown'; readonly explanation: string };

/** Whether a history is linearizable as the model. @throws Error if its lines do not fit together. */
export function checkHistory(
  history: readonly HistoryEvent[],
  model: ModelName,
  options: LinearizableOptions = {},
): HistoryVerdict {
  const { operations, problems } = operationsOf(history);
  if (problems.length > 0)
    throw new Error(problems.map(({ index, message }) => `line ${index}: ${message}`).join('\n'));
  const result = checkLinearizable(operations, model, options);
  if (result.verdict === 'ok') return { verdict: 'ok' };
  const explanation = result.verdict === 'violated' ? explainHistory(result.explanation) : result.reason;
  return { verdict: result.verdict, explanation };
}
