// `faultline`: run a scenario from a program or a test. To write a protocol import `faultline/protocol`.
import { readFileSync } from 'node:fs';
import type { Plain } from './base/plain.ts';
import { timedRun } from './campaign/execute.ts';
import { explain, shownPath } from './campaign/files.ts';
import {
  checkLinearizable,
  explain as explainHistory,
  type LinearizableOptions,
  type ModelName,
  operationsOf,
} from './checkers/index.ts';
import type { HistoryEvent } from './contract/history.ts';
import { eventOfMoment, type RunReport } from './contract/report.ts';
import type { System } from './contract/system.ts';
import { card } from './display/card.ts';
import { plainStyle } from './display/style.ts';
import type { RunResult } from './kernel/index.ts';
import { systems as ownSystems } from './protocols/registry.ts';
import {
  aroundMoment,
  formatProblem,
  loadScenario,
  loadScenarioObject,
  type Problem,
  reportOf,
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
  /** Systems that the scenario may name besides Faultline's own; one of the same name comes first. */
  readonly systems?: readonly System[];
  /** Runs every handler twice and names what is not pure. Default true: a test should. */
  readonly checked?: boolean;
};

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
 * Runs a scenario: YAML text, or the same as an object.
 * @throws ScenarioError if it is not a valid scenario. What goes wrong in the run is in the report, not thrown.
 */
export function run(scenario: string | { readonly [key: string]: Plain }, choices: RunChoices = {}): Run {
  return runNamed(scenario, 'scenario', choices);
}

function runNamed(scenario: string | { readonly [key: string]: Plain }, name: string, choices: RunChoices): Run {
  const known = [...(choices.systems ?? []), ...ownSystems];
  const [loaded, text] =
    typeof scenario === 'string'
      ? [loadScenario(scenario, name, known), scenario]
      : [loadScenarioObject(scenario, name, known), ''];
  if (loaded.scenario === undefined) throw new ScenarioError(loaded.problems, text);
  const { scenario: ready } = loaded;
  const seed = choices.seed === undefined ? ready.seed : String(choices.seed);
  const { run: done, wallMs } = timedRun(ready, seed, choices.checked ?? true, { level: 'full' });
  const report = reportOf(ready, done, wallMs);
  return {
    report,
    result: done.result,
    card: card(report, plainStyle).join('\n'),
    around(event = report.moment === null ? 0 : eventOfMoment(report.moment)) {
      const lines = aroundMoment(ready, done, event, plainStyle);
      if (lines === undefined) throw new RangeError(`the run has events 0 to ${report.events - 1}, found ${event}`);
      return lines.join('\n');
    },
  };
}

/** Runs a scenario file. @throws ScenarioError if it is not a valid scenario, Error if it cannot be read. */
export function runFile(path: string, choices: RunChoices = {}): Run {
  return runNamed(textOf(path), shownPath(path), choices);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
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
