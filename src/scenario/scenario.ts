// A scenario: the document with every name resolved, every unit in integers and every default filled in.
// `load.ts` makes it from text, `compile.ts` makes a run's plan of it, `expect/` judges what the run left behind.
import type { PlainRecord } from '../base/plain.ts';
import type { Published, Statistic, Unit } from '../contract/distribution.ts';
import type { Fault, LinkConditions, Target, Trigger } from '../contract/faults.ts';
import type { NodeId } from '../contract/ids.ts';
import type { Options, Ratio, System, Workload } from '../contract/system.ts';
import type { Duration, Time } from '../contract/time.ts';
import type { Watch } from '../contract/watch.ts';
import type { Entry } from '../kernel/index.ts';
import type { DiskPlan, Limits, StreamPlan } from '../kernel/plan.ts';
import type { Ending } from '../kernel/result.ts';
import type { PlanLimits } from '../plans/limits.ts';
import type { TimerBounds } from './explore-timers.ts';
import type { NodeEntry } from './targets.ts';

export type Claim = {
  readonly document: string;
  readonly says: string;
  readonly verdict: 'confirms' | 'refutes';
};

/** A sentence that is told at an event, as a fault is set off: at a time, on an event or at a state. */
export type Note = { readonly at: Time; readonly trigger: Trigger | undefined; readonly says: string };

export type ClientEntry = {
  readonly id: NodeId;
  readonly home: NodeId;
  /** The servers it may contact, home first. */
  readonly servers: readonly NodeId[];
};

/** A sentence of the scenario about its run, and the line where it stands (0 where there is no text). */
export type Expectation = { readonly line: number } & (
  | AvailableExpectation
  | PropertyExpectation
  | BecomesExpectation
  | StopsExpectation
  | StateExpectation
  | OperationsExpectation
  | LatencyExpectation
  | LostExpectation
  | StaleExpectation
  | ConvergesExpectation
  | FigureExpectation
  | KindsExpectation
  | RecoversExpectation
  | EndsExpectation
  | DistributionExpectation
  | PublishedExpectation
);

/** Which part of the run: while a fault lasts (`during`, its name or kind), within `from` to `to`, or both at once. */
export type Window = {
  readonly during: string | undefined;
  readonly from: Time | undefined;
  readonly to: Time | undefined;
};

/** Whose operations: of the clients on one side of a partition, of one client, or of all. */
export type Who = { readonly side: 'minority' | 'majority' | undefined; readonly client: NodeId | undefined };

export type Bounds = { readonly atLeast: number | undefined; readonly atMost: number | undefined };

export type AvailableExpectation = {
  readonly kind: 'available';
  readonly who: Who;
  readonly window: Window;
  readonly atLeast: Ratio | undefined;
  readonly atMost: Ratio | undefined;
  readonly longestGap: Duration | undefined;
  readonly gapAtLeast: Duration | undefined;
};

/** `holds: false` is `violates:`, which passes only if the property is violated. */
export type PropertyExpectation = { readonly kind: 'property'; readonly property: string; readonly holds: boolean };

export type BecomesExpectation = {
  readonly kind: 'becomes';
  readonly role: string;
  readonly window: Window;
  readonly bounds: Bounds;
};

/** How often nodes stopped by themselves: a write failed, a disk was found damaged, the protocol ended it. */
export type StopsExpectation = {
  readonly kind: 'stops';
  readonly of: Target | undefined;
  readonly window: Window;
  readonly bounds: Bounds;
};

export type StateExpectation = {
  readonly kind: 'state';
  readonly of: Target;
  /** Undefined: at the end of the run. */
  readonly at: Time | undefined;
  readonly field: string;
  readonly bounds: Bounds;
  readonly equals: { readonly value: string | number | boolean | null } | undefined;
  readonly same: boolean;
};

export type OperationCount = 'invoked' | 'answered' | 'refused' | 'unknown';

export type OperationsExpectation = {
  readonly kind: 'operations';
  readonly f: string | undefined;
  readonly who: Who;
  readonly window: Window;
  readonly counts: readonly { readonly count: OperationCount; readonly bounds: Bounds }[];
};

export type Percentile = 'p50' | 'p99' | 'max';

export type Limit = { readonly percentile: Percentile; readonly bounds: Bounds };

export type LatencyExpectation = {
  readonly kind: 'latency';
  readonly f: string | undefined;
  readonly who: Who;
  readonly window: Window;
  readonly limits: readonly Limit[];
};

/** How many acknowledged writes no server holds at the end, nor anything newer: a lower bound (docs/consistency.md). */
export type LostExpectation = {
  readonly kind: 'lost';
  readonly who: Who;
  readonly window: Window;
  readonly bounds: Bounds;
};

/** For how long what reads returned had been replaced when they began, over all reads; and the share that was stale. */
export type StaleExpectation = {
  readonly kind: 'stale';
  readonly who: Who;
  readonly window: Window;
  readonly limits: readonly Limit[];
  readonly share: { readonly atLeast: Ratio | undefined; readonly atMost: Ratio | undefined };
};

/** After every fault has healed the servers come to hold the same of each key that is written no more. */
export type ConvergesExpectation = {
  readonly kind: 'converges';
  readonly within: Duration;
  /** False is `diverges:`, which passes only if they still differ after that time. */
  readonly holds: boolean;
};

export type Sampling = 'count' | 'total' | 'min' | 'p50' | 'p99' | 'max';

/** Of what a meter of the system recorded in the window. Values are in the figure's unit, `count` is a number. */
export type FigureExpectation = {
  readonly kind: 'figure';
  readonly of: string;
  readonly unit: 'count' | 'duration';
  readonly window: Window;
  readonly bounds: readonly { readonly sampling: Sampling; readonly bounds: Bounds }[];
};

/** How many messages were sent, or writes issued; of all kinds, or of some. */
export type KindsExpectation = {
  readonly kind: 'kinds';
  readonly of: 'messages' | 'writes';
  readonly kinds: readonly string[] | undefined;
  readonly bounds: Bounds;
};

/** After every fault of the run has healed an operation that is invoked then is answered within the bound: liveness. */
export type RecoversExpectation = {
  readonly kind: 'recovers';
  readonly within: Duration;
  /** Such an operation, which takes a new command to be committed; undefined: any. */
  readonly f: string | undefined;
};

export type EndsExpectation = { readonly kind: 'ends'; readonly ending: Exclude<Ending, 'completed'> };

/** Of a measure over all runs of a sweep: bounds of its statistics, and of the shares of runs within limits. */
export type DistributionExpectation = {
  readonly kind: 'distribution';
  readonly of: string;
  readonly unit: Unit;
  readonly bounds: readonly { readonly statistic: Statistic; readonly bounds: Bounds }[];
  readonly shares: readonly {
    readonly within: number;
    readonly atLeast: Ratio | undefined;
    readonly atMost: Ratio | undefined;
  }[];
};

/**
 * Of a measure's statistics against published ones: each is to differ by at most its tolerance, a share by so many points.
 * `isMiss`: each is to differ by more, as `violates` has it of properties.
 */
export type PublishedExpectation = {
  readonly kind: 'published';
  readonly of: string;
  readonly unit: Unit;
  readonly isMiss: boolean;
  readonly figures: readonly { readonly statistic: Statistic; readonly value: number; readonly tolerance: Ratio }[];
  readonly shares: readonly { readonly within: number; readonly share: Ratio; readonly tolerance: Ratio }[];
};

/** What is judged over a sweep and not in one run. */
export type SweepClaim = DistributionExpectation | PublishedExpectation;

export function isSweepClaim<E extends Expectation>(expectation: E): expectation is E & SweepClaim {
  return expectation.kind === 'distribution' || expectation.kind === 'published';
}

/** What a run yields a number of. */
export type Measure = { readonly name: string; readonly unit: Unit } & (
  | { readonly kind: 'between'; readonly watch: Watch }
  | { readonly kind: 'longestGap'; readonly who: Who; readonly window: Window }
  | { readonly kind: 'available'; readonly who: Who; readonly window: Window }
  | {
      readonly kind: 'latency';
      readonly f: string | undefined;
      readonly percentile: Percentile;
      readonly who: Who;
      readonly window: Window;
    }
  | {
      readonly kind: 'operations';
      readonly f: string | undefined;
      readonly count: OperationCount;
      readonly who: Who;
      readonly window: Window;
    }
  | { readonly kind: 'lost'; readonly who: Who; readonly window: Window }
  | { readonly kind: 'stale'; readonly percentile: Percentile; readonly who: Who; readonly window: Window }
  | { readonly kind: 'staleReads'; readonly who: Who; readonly window: Window }
  | { readonly kind: 'converges' }
  | { readonly kind: 'becomes'; readonly role: string; readonly window: Window }
  | { readonly kind: 'messages'; readonly count: 'sent' | 'delivered' | 'lost' | 'dropped' }
  | { readonly kind: 'kinds'; readonly of: 'messages' | 'writes'; readonly kinds: readonly string[] | undefined }
  | { readonly kind: 'figure'; readonly of: string; readonly sampling: Sampling; readonly window: Window }
  /** 1 where the property held in the run, 0 where it was violated. */
  | { readonly kind: 'held'; readonly property: string }
  /** Of one of several systems that has no such figure or property. */
  | { readonly kind: 'nothing' }
);

/** One of several scenarios that a sweep goes over: the scenario with something else in its place. */
export type Row = { readonly name: string; readonly scenario: Scenario };

/** Which of several systems a scenario is of, and of which row. */
export type Compared = { readonly system: string; readonly row: string | undefined };

export type Sweep = {
  readonly seeds: number;
  readonly quick: number;
  readonly rows?: readonly Row[];
};

/** A fault of the list. `drawn`: it begins at a time from `at` to `latest`; faults of one item at the same one. */
export type ListedFault = Fault & { readonly drawn?: { readonly item: number; readonly latest: Time } };

/** A module that was loaded for a scenario: as `use:` names it, and its path from the current folder. */
export type LoadedModule = { readonly use: string; readonly path: string };

/** As in the file; claims are in the words of `explore-claims.ts`. */
export type ExploreSettings = {
  readonly bounds: {
    readonly [K in 'crashes' | 'losses' | 'duplicates' | 'operations']?: number;
  } & Partial<TimerBounds> & {
      readonly disk?: 'atomic' | 'crashpoint' | 'events';
      readonly network?: 'bag' | 'set';
    };
  readonly depth?: number;
  readonly states?: number;
  readonly symmetry?: 'off' | 'on' | 'both';
  /** Played first. */
  readonly schedule?: readonly Entry[];
  readonly sometimes: readonly string[];
  readonly eventually: readonly string[];
};

/** A plan that is drawn: within which limits, and from which seed (undefined: that of the run). */
export type Generated = { readonly seed: string | undefined; readonly limits: PlanLimits };

export type Scenario = {
  readonly file: string;
  readonly name: string;
  readonly about: string;
  readonly claims: readonly Claim[];
  readonly notes: readonly Note[];
  readonly system: System;
  /** What was loaded to get the system: nothing for one of Faultline's own. */
  readonly modules: readonly LoadedModule[];
  readonly options: Options;
  /** The names of those that a hunt draws for each seed. */
  readonly drawn: readonly string[];
  /** Digits, or a short word. */
  readonly seed: string;
  /** All nodes but the clients, group by group. */
  readonly nodes: readonly NodeEntry[];
  /** The names of what clients talk to: the group `server`, or all nodes of a system without that group. */
  readonly servers: readonly NodeId[];
  readonly clients: readonly ClientEntry[];
  readonly network: LinkConditions;
  /** Undefined: links are datagram links. */
  readonly streams: StreamPlan | undefined;
  readonly disk: DiskPlan;
  /** What is on the disks of some nodes at the beginning. */
  readonly durable: ReadonlyMap<NodeId, PlainRecord>;
  readonly workload: Workload | undefined;
  /** The checker's model of the history; undefined where none applies. */
  readonly model: string | undefined;
  readonly faults: readonly ListedFault[];
  /** Instead of a list: a plan is drawn for each run. */
  readonly generated: Generated | undefined;
  readonly run: Duration;
  readonly sweep: Sweep | undefined;
  /** The row of another's sweep that this is. */
  readonly row?: string;
  /** The names of the systems that it compares; then it stands for the first of them. */
  readonly compares?: readonly string[];
  /** Of a row: which of the systems it is of. */
  readonly compared?: Compared;
  readonly limits: Limits;
  /** What an exploration is bounded by, and asks, unless it is told otherwise. */
  readonly explore: ExploreSettings;
  readonly measures: readonly Measure[];
  readonly published: readonly Published[];
  readonly expectations: readonly Expectation[];
};
