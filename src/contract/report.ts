// The report of a run: what the card shows and `--json` prints. Plain data; made by `scenario/`, drawn by `display/`.
import type { PlainRecord } from '../base/plain.ts';
import type { Standing, StandingReport } from './comparison.ts';
import type { Distribution, MeasuredReport, Published } from './distribution.ts';
import type { NodeId } from './ids.ts';
import type { Duration, Time } from './time.ts';
import type { VerdictName } from './verdict.ts';

/** `held`: every claim judged held. `failed`: one did not. `unknown`: one could not be judged, or nothing was claimed. */
export type RunVerdict = 'held' | 'failed' | 'unknown';

/** One claim with what was found. */
export type JudgedExpectation = {
  /** The same for the same claim at every seed: `expect.0`, `promise.linearizable`, `ending`. */
  readonly key: string;
  /** `promise`: of the system. `ending`: a run that should have completed. `fault`: one of the scenario that should have struck. */
  readonly kind: 'promise' | 'expectation' | 'ending' | 'fault';
  /** The claim in words. */
  readonly text: string;
  readonly verdict: RunVerdict;
  /** What was measured, in words: "0 of 118 operations answered (0 %)". */
  readonly found: string;
  /** Nothing happened that could have broken it. */
  readonly isVacuous?: boolean;
  /** Index of the event that decides it, where there is one: what `--at` takes. */
  readonly event?: number | undefined;
  /** Over a sweep: whether one seed is enough (`violates`), or every seed counts. */
  readonly quantifier: 'every' | 'some';
};

/** A promise that nothing put to the test: shown, and no ground for a verdict (docs/decisions/0012). */
export function isUntestedPromise({ kind, isVacuous }: Pick<JudgedExpectation, 'kind' | 'isVacuous'>): boolean {
  return kind === 'promise' && isVacuous === true;
}

/** The event of a moment, `scenario:seed:event`. */
export function eventOfMoment(moment: string): number {
  return Number(moment.slice(moment.lastIndexOf(':') + 1));
}

export type WindowReport = {
  readonly name: string;
  readonly text: string;
  readonly from: Time;
  readonly to: Time | undefined;
  readonly nodes: readonly (readonly NodeId[])[];
  readonly skipped: string | undefined;
  /** Nodes that were down when a crash fell on them, and what it did to them. */
  readonly note?: string | undefined;
};

/** Of the operations invoked, the share answered within the client's deadline. */
export type AvailabilityReport = {
  /** `all clients`, or the side of a partition and its name. */
  readonly of: string;
  readonly answered: number;
  readonly invoked: number;
  readonly longestGap: Duration | undefined;
};

/** One consistency level of a history. */
export type LevelReport = {
  readonly level: string;
  readonly verdict: VerdictName;
  /** Why it is violated or unknown, and the event of the answer that no order explains. */
  readonly reason?: string;
  readonly event?: number;
};

export type LatencyReport = {
  readonly f: string;
  readonly count: number;
  readonly p50: Duration;
  readonly p99: Duration;
  readonly max: Duration;
};

/** The first thing that went wrong: a violated property, or how the run stopped. */
export type FailureReport = {
  readonly what: string;
  readonly reason: string;
  readonly event: number;
  readonly time: Time;
  /** Whether the scenario says that it happens. */
  readonly isExpected: boolean;
  /** The data that proves it, or the handler's stack. */
  readonly witness: string | undefined;
};

/** Why a claim on a whole sweep was not judged: there are fewer runs than it has seeds. */
export type Unjudged = 'quick' | 'one seed' | 'interrupted';

/** `not judged`: not every seed was run, and none that was showed what one seed of the whole sweep has to show. */
export type SweepExpectation = Pick<JudgedExpectation, 'key' | 'kind' | 'text' | 'found' | 'isVacuous'> & {
  readonly verdict: RunVerdict | 'not judged';
  /** Of what was not judged. */
  readonly unjudged?: Unjudged | undefined;
  /** The first seed that decides the verdict, with its event; of a failed claim on all of them the one farthest out. */
  readonly seed: string | undefined;
  readonly event: number | undefined;
  /** The row of the sweep that it is judged in, where the sweep has rows. */
  readonly row?: string | undefined;
};

/** One scenario over all its seeds. */
export type SweepReport = {
  readonly verdict: RunVerdict;
  readonly expectations: readonly SweepExpectation[];
  /** A table for the rows of the sweep, or for the one scenario that it is. */
  readonly rows: readonly RowReport[];
};

/** A scenario, or a row of one, over all its seeds, with what was measured. */
export type RowReport = {
  /** Undefined: the scenario has no rows. */
  readonly row: string | undefined;
  readonly runs: number;
  readonly verdict: RunVerdict;
  readonly expectations: readonly SweepExpectation[];
  readonly distributions: readonly Distribution[];
  readonly published: readonly Published[];
  /** Where systems are compared: what this one is like in this row. */
  readonly standing?: StandingReport;
};

export type RunReport = {
  /** The scenario's path from the current folder, with `/`. */
  readonly scenario: string;
  readonly name: string;
  readonly about: string;
  readonly system: string;
  /** Modules of the author's own whose code was loaded and run: as `use:` names them, and where they lie. */
  readonly modules?: readonly { readonly use: string; readonly path: string }[];
  readonly seed: string;
  /** The row of the scenario's sweep that it belongs to. */
  readonly row?: string;
  /** Where systems are compared: what it shows of one of them. */
  readonly standing?: Standing;
  readonly verdict: RunVerdict;
  /** Why, where the expectations do not tell: "nothing was tested". */
  readonly reason: string | undefined;
  /** It was ended from outside before it was over: what could not be told by then is unknown. */
  readonly isInterrupted?: boolean;
  /** Undefined: it was ended from outside in the middle of an event, so there is none. */
  readonly fingerprint: string | undefined;
  readonly events: number;
  readonly simulatedUs: Time;
  readonly wallMs: number;
  readonly nodes: string;
  readonly windows: readonly WindowReport[];
  readonly expectations: readonly JudgedExpectation[];
  /** Each level or property judged, with its verdict. */
  readonly consistency: { readonly [property: string]: VerdictName };
  /** By property: why it is unknown, where nothing happened that could have broken it. */
  readonly untested?: { readonly [property: string]: string };
  /** Which consistency levels the history kept, strongest first; left out where it kept them all, or has none. */
  readonly levels?: readonly LevelReport[];
  readonly availability: readonly AvailabilityReport[];
  readonly latency: readonly LatencyReport[];
  readonly counts: { readonly [name: string]: number };
  readonly measures: readonly MeasuredReport[];
  /** Nodes that stopped by themselves. */
  readonly halts: readonly {
    readonly node: NodeId;
    readonly reason: string;
    readonly time: Time;
    readonly event: number;
  }[];
  /** Violations that were found, expected or not, and how the run stopped; in order of time. */
  readonly failures: readonly FailureReport[];
  /**
   * `scenario:seed:event` of the first unexpected failure, else of the first failed claim that has
   * an event, else of the first expected failure; null if there is none.
   */
  readonly moment: string | null;
  /** The last states of the nodes, as the system's view shows them. */
  readonly view: { readonly [node: NodeId]: PlainRecord | null };
};
