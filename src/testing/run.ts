// One run of a drawn cluster, at one go and in this thread: up to its first failure, or to its end.
import { withAmbientGuard } from '../campaign/ambient.ts';
import type { HistoryEvent } from '../contract/history.ts';
import type { PropertyName, Violation } from '../contract/property.ts';
import type { Time } from '../contract/time.ts';
import { type Ending, type RunOptions, type RunPlan, type RunResult, TimedRun } from '../kernel/index.ts';
import { compile, finishScenario, levelsOf, type Scenario } from '../scenario/index.ts';
import { type Failure, failureIn } from '../search/index.ts';
import { scenarioOf, starting } from './base.ts';
import { baseOfCase, type ClusterCase } from './case.ts';

/** What went wrong first. */
export type ClusterFault = Failure & {
  /** An expectation of the scenario did not hold, by which no schedule can be judged: there is no capsule of it. */
  readonly isExpectation?: true;
};

/** What one run has come to. Plain data. */
export type ClusterRun = {
  /** Undefined: nothing was violated. */
  readonly failure: ClusterFault | undefined;
  /** What clients asked and were told, up to the end of the run. */
  readonly history: readonly HistoryEvent[];
  /** The first violation of each property of states. */
  readonly violations: readonly Violation[];
  /** The properties that something could have violated. A property never exercised was not tested. */
  readonly exercised: readonly PropertyName[];
  /** The kinds of faults that struck, each once. */
  readonly struck: readonly string[];
  /** `violated` where the run ended at its first violation. */
  readonly ending: Ending;
  readonly events: number;
  /** Virtual time at the end, in microseconds. */
  readonly time: Time;
  /** 16 hexadecimal digits. */
  readonly fingerprint: string;
};

/** What a run is made of. */
export type Prepared = { readonly scenario: Scenario; readonly plan: RunPlan };

export function prepare(one: ClusterCase): Prepared {
  const base = baseOfCase(one);
  return starting(base, () => {
    const scenario = scenarioOf(base, one.scenario);
    return { scenario, plan: compile(scenario).plan };
  });
}

/**
 * Runs a drawn cluster.
 * @throws ClusterError if a part of its scenario does not fit another; what goes wrong in the run is in the result.
 */
export function runCluster(one: ClusterCase): ClusterRun {
  const { scenario, plan } = prepare(one);
  const expected = new Set(violatedIn(scenario));
  const run = ran(plan, { stopsAtViolation: expected.size === 0 }, baseOfCase(one).isChecked === true);
  const result = run.result();
  const failure = failureOf(run, result, scenario, expected);
  const { violations, history, windows, exercised, ending, events, time, fingerprint } = result;
  const struck = new Set(windows.filter(({ skipped }) => skipped === undefined).map(({ kind }) => kind));
  return {
    failure,
    history,
    violations,
    exercised: Object.keys(exercised).filter((name) => exercised[name] === true),
    struck: [...struck].sort(),
    ending,
    events,
    time,
    fingerprint,
  };
}

function ran(plan: RunPlan, options: RunOptions, isChecked: boolean): TimedRun {
  const go = (all: RunOptions) => {
    const run = new TimedRun(plan, all);
    run.run();
    return run;
  };
  return isChecked ? withAmbientGuard((guard) => go({ ...options, guard })) : go(options);
}

/** Those of which the scenario says that they do not hold. */
function violatedIn({ expectations }: Scenario): readonly string[] {
  return expectations.flatMap((each) => (each.kind === 'property' && !each.holds ? [each.property] : []));
}

function isClaimed(level: string, { system, expectations }: Scenario): boolean {
  return (
    system.promises.some(({ property }) => property === level) ||
    expectations.some((each) => each.kind === 'property' && each.holds && each.property === level)
  );
}

/** The first violation that nobody expects, then what the scenario expects. A history is judged where that is claimed. */
function failureOf(
  run: TimedRun,
  result: RunResult,
  scenario: Scenario,
  expected: ReadonlySet<string>,
): ClusterFault | undefined {
  const levels = levelsOf(scenario).filter((level) => isClaimed(level, scenario));
  const found = failureIn(run, scenario.model, levels);
  if (found !== undefined && !expected.has(found.property)) return found;
  if (scenario.expectations.length === 0) return undefined;
  const { judgement } = finishScenario(scenario, run);
  const failed = judgement.findings.find(({ kind, verdict }) => kind === 'expectation' && verdict === 'failed');
  if (failed === undefined) return undefined;
  const { text, found: reason, event = result.events - 1 } = failed;
  return { property: text, rule: text, reason, witness: null, event, time: result.time, isExpectation: true };
}
