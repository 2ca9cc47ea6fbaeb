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
  | { readonly select: 'rest' };

/** Conditions of a directed link. */
export type LinkConditions = {
  /** One-way delay, uniform between the two, both inclusive. */
  readonly latencyMin: Duration;
  readonly latencyMax: Duration;
  /** Probability that a message is lost on the way. */
  readonly loss: Ratio;
  /** Probability that a message arrives twice, each copy with a delay of its own. */
  readonly duplicate: Ratio;
  /** Probability that a message is held back by up to `reorderBy` more, so that later ones overtake it. */
  readonly reorder: Ratio;
  readonly reorderBy: Duration;
};

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
  /** RAM, timers and a suffix of the pending writes are gone; what was sent stays in the network. */
  | { readonly kind: 'crash'; readonly targets: readonly Target[] }
  | { readonly kind: 'restart'; readonly targets: readonly Target[] };

export type Fault = {
  /** How expectations refer to it (`during: …`); the kind unless the scenario names it. */
  readonly name: string;
  readonly at: Time;
  /** When it ends: a partition heals, a crashed node restarts. Undefined: it lasts to the end of the run. */
  readonly until: Time | undefined;
  readonly action: FaultAction;
  /** The scenario's own words, for cards and traces. */
  readonly text: string;
};
