// Faults as data: what is done, to whom, when. Scenarios, generated plans and the debugger's keys all mean the same.
import type { GroupName, NodeId } from './ids.ts';
import type { Ratio } from './system.ts';
import type { Duration, Time } from './time.ts';

/** Who is meant. Resolved against the states at the moment when the fault begins. */
export type Target =
  | { readonly select: 'node'; readonly node: NodeId }
  | { readonly select: 'group'; readonly group: GroupName }
  /** The node of a role; with `nth` (from 1) that one of several in order of number; `every` means all of them. */
  | { readonly select: 'role'; readonly role: string; readonly nth?: number; readonly every?: boolean }
  /** `count` servers drawn at random among those that the fault's earlier targets left over. */
  | { readonly select: 'random'; readonly count: number }
  /** All servers that no other target of this fault names. */
  | { readonly select: 'rest' }
  /** Of a fault that an event sets off: the node where it happened, or the sender of its message. */
  | { readonly select: 'trigger'; readonly which: 'node' | 'sender' };

/** One of several distributions of a delay. `weight`: how often it is drawn, of the sum of all weights. */
export type LatencyPart = { readonly weight: number } & (
  | { readonly kind: 'uniform'; readonly min: Duration; readonly max: Duration }
  | { readonly kind: 'exponential'; readonly mean: Duration }
  /** A delay exceeds x with the probability (least / x) ^ shape. */
  | { readonly kind: 'pareto'; readonly least: Duration; readonly shape: number }
  | { readonly kind: 'table'; readonly table: readonly Duration[] }
);

/** A part is drawn for each delay, and the delay from it; `plus` is added. */
export type LatencyMixture = { readonly parts: readonly LatencyPart[]; readonly plus: Duration };

/** Conditions of a directed link. */
export type LinkConditions = {
  /** One-way delay, uniform between the two, both inclusive. */
  readonly latencyMin: Duration;
  readonly latencyMax: Duration;
  /** Instead of uniform: the delays at equally spaced quantiles, from the least to the greatest (`quantiles.ts`). */
  readonly latencyTable?: readonly Duration[] | undefined;
  /** Instead of both: several distributions, with tails that go on (`mixture.ts`). */
  readonly latencyMixture?: LatencyMixture | undefined;
  /** Probability that a message is lost on the way; on a stream that one transmission of it is. */
  readonly loss: Ratio;
  /** Probability that a message arrives twice, each copy with a delay of its own. Never on a stream. */
  readonly duplicate: Ratio;
  /** Probability that a message is held back by up to `reorderBy` more, so that later ones overtake it. Never on a stream. */
  readonly reorder: Ratio;
  readonly reorderBy: Duration;
  /** Time for which a message occupies the link before the next one can leave: 1 / rate. Default 0: no bound. */
  readonly spacing?: Duration;
};

/** What a crash leaves of the writes that were not durable yet. Default `drawn`. */
export type Unsynced =
  /** A prefix of them, its length drawn. */
  | 'drawn'
  | 'lost'
  | 'kept'
  /** A drawn prefix, and of the write after it some keys, but not all. */
  | 'torn';

export type FaultAction =
  /** Nodes reach each other only if some side holds both. A node on two sides bridges them. */
  | { readonly kind: 'partition'; readonly sides: readonly (readonly Target[])[] }
  /** Messages from one set to the other are stopped; the other way they pass. */
  | { readonly kind: 'cut'; readonly from: readonly Target[]; readonly to: readonly Target[] }
  /** Other conditions on all links, or on those from one set to another, while it lasts. */
  | {
      readonly kind: 'network';
      readonly conditions: Partial<LinkConditions>;
      readonly from?: readonly Target[];
      readonly to?: readonly Target[];
    }
  /** Connections of stream links between two sets break, both ways: what is under way is lost, both ends are told. */
  | { readonly kind: 'reset'; readonly from: readonly Target[]; readonly to: readonly Target[] }
  /** RAM, timers and a suffix of the pending writes are gone; what was sent stays in the network. */
  | { readonly kind: 'crash'; readonly targets: readonly Target[]; readonly unsynced?: Unsynced }
  | { readonly kind: 'restart'; readonly targets: readonly Target[] }
  /** A crash that takes the disk with it: the node comes back under its name with nothing. */
  | { readonly kind: 'replace'; readonly targets: readonly Target[] }
  /** No step is taken: messages wait, timers fire late, what a finished write lets go leaves late. */
  | { readonly kind: 'pause'; readonly targets: readonly Target[] }
  /** Each message and timer is worked on for a time, one after the other; what it leads to leaves at its end. */
  | { readonly kind: 'slow'; readonly targets: readonly Target[]; readonly service: Span }
  /** Writes take so long, whatever their kind. */
  | { readonly kind: 'slowDisk'; readonly targets: readonly Target[]; readonly latency: Span }
  /** Writes that complete while it lasts fail: of one kind, or all. With them fail those issued after them. */
  | {
      readonly kind: 'failWrites' | 'fullDisk';
      readonly targets: readonly Target[];
      readonly write: string | undefined;
    }
  /** Some of the durable keys are damaged; it is found when the node next starts. */
  | { readonly kind: 'corrupt'; readonly targets: readonly Target[] }
  /** `rate`: local time per true time. `offset`: the wall clock is off by so much. Both while it lasts. `jump`: for good. */
  | {
      readonly kind: 'clock';
      readonly targets: readonly Target[];
      readonly rate: Ratio | undefined;
      readonly offset: Duration;
      readonly jump: Duration;
    };

/** Durations from `min` to `max`, both inclusive. */
export type Span = { readonly min: Duration; readonly max: Duration };

/** An event that sets off a fault, right after it has happened and before anything it led to. */
export type EventPattern = {
  readonly event: 'message' | 'timer' | 'write' | 'start';
  /** Of the message, timer or write. Undefined: any. */
  readonly kind: string | undefined;
  /** Where it happens. Undefined: anywhere. */
  readonly node: Target | undefined;
  /** The sender of the message. */
  readonly from: Target | undefined;
};

/** A state that sets off a fault: when a node comes into it. */
export type StatePattern = {
  /** A node, a group, or a role. */
  readonly of: Target;
  /** Undefined: playing the role is enough. */
  readonly test: ((state: never) => boolean) | undefined;
  /** What it tests, in words: `term at least 3`. */
  readonly text?: string | undefined;
};

/** `nth`: only the nth time, counted from the fault's `at` on. */
export type Trigger = { readonly nth: number } & (
  | { readonly on: EventPattern; readonly when?: never }
  | { readonly when: StatePattern; readonly on?: never }
);

export type Fault = {
  /** How expectations refer to it (`during: …`); the kind unless the scenario names it. */
  readonly name: string;
  /** When it begins; with a trigger the earliest time at which that is looked for. */
  readonly at: Time;
  readonly trigger?: Trigger | undefined;
  /** When it ends: a partition heals, a crashed node restarts. Undefined: see `lasts`. */
  readonly until: Time | undefined;
  /** How long it lasts from its beginning, where no time says so. Undefined: to the end of the run. */
  readonly lasts?: Duration | undefined;
  /** By then it is over, however long it was to last; what would set it off later does nothing. Default: no bound. */
  readonly healedBy?: Time | undefined;
  readonly action: FaultAction;
  /** The scenario's own words, for cards and traces. */
  readonly text: string;
};
