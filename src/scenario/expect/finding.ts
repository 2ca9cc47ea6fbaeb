// What judging a run gives: one finding for each promise and expectation, and from them the verdict of the run.
import type { RunResult } from '../../kernel/result.ts';
import type { Scenario } from '../scenario.ts';
import type { ClientOperation } from './operations.ts';

/** Three values, as everywhere: what could not be told is `unknown`, never `held`. */
export type Judged = 'held' | 'failed' | 'unknown';

/** The measured side of a finding. */
export type Measure = {
  readonly verdict: Judged;
  /** The figure that was found, in words: "0 of 118 operations answered (0 %)". */
  readonly found: string;
  /** Index of the event that decides it, where there is one: what `--at` takes. */
  readonly event?: number | undefined;
};

export type Finding = Measure & {
  /** The same for the same claim at every seed: `expect.0`, `promise.linearizable`, `ending`. */
  readonly key: string;
  readonly kind: 'promise' | 'expectation' | 'ending';
  /** The claim in words. */
  readonly text: string;
  /** The line of the scenario that makes it; 0 for what no line makes. */
  readonly line: number;
  /** Over a sweep: whether one seed is enough (`violates`), or every seed counts. */
  readonly quantifier: 'every' | 'some';
};

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
