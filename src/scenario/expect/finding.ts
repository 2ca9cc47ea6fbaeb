// What judging a run gives: one finding for each promise and expectation, and from them the verdict of the run.
import type { JudgedExpectation, RunVerdict } from '../../contract/report.ts';
import type { RunResult } from '../../kernel/result.ts';
import type { Scenario } from '../scenario.ts';
import type { ClientOperation } from './operations.ts';

/** Three values, as everywhere: what could not be told is `unknown`, never `held`. */
export type Judged = RunVerdict;

/** The measured side of a finding. */
export type Measure = Pick<JudgedExpectation, 'verdict' | 'found' | 'isVacuous' | 'event'>;

/** `line` of the scenario makes the claim; 0 for what no line makes. */
export type Finding = JudgedExpectation & { readonly line: number };

export type Judgement = {
  readonly verdict: Judged;
  /** Why, where it is not plain from the findings: "nothing was tested". */
  readonly reason: string | undefined;
  readonly findings: readonly Finding[];
};

/** What judges look at. */
export type Evidence = {
  readonly scenario: Scenario;
  readonly result: RunResult;
  readonly operations: readonly ClientOperation[];
};

export function measure(isHeld: boolean, found: string, event?: number): Measure {
  return { verdict: isHeld ? 'held' : 'failed', found, ...(event === undefined ? {} : { event }) };
}

export function unknown(found: string): Measure {
  return { verdict: 'unknown', found };
}

/** Nothing happened that could have broken it: shown as unknown, and no ground for a verdict by itself. */
export function vacuous(found: string): Measure {
  return { verdict: 'unknown', found, isVacuous: true };
}
