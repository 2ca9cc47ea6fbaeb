// What a run leaves behind.
import type { Plain } from '../base/plain.ts';
import type { FaultAction } from '../contract/faults.ts';
import type { Sample } from '../contract/figures.ts';
import type { HistoryEvent } from '../contract/history.ts';
import type { NodeId } from '../contract/ids.ts';
import type { Violation } from '../contract/property.ts';
import type { Time } from '../contract/time.ts';
import type { KindCounts } from './tallies.ts';

/** A line of the history, with the event and the client that made it. */
export type RecordedEvent = HistoryEvent & { readonly time: Time; readonly event: number; readonly client: NodeId };

/** A fault as it came about: its targets resolved, the time when it began and ended. */
export type FaultWindow = {
  /** Position of the fault in the plan. */
  readonly fault: number;
  readonly name: string;
  readonly kind: FaultAction['kind'];
  readonly text: string;
  readonly from: Time;
  /** Undefined while it lasts, and where it never ends. */
  readonly to: Time | undefined;
  /** Index of the event that began it. */
  readonly event: number;
  /** For a partition its sides; for a cut or network change the senders and the receivers; else one list of targets. */
  readonly nodes: readonly (readonly NodeId[])[];
  /** Why nothing happened (no node played the role, or the node was down already); undefined where it took effect. */
  readonly skipped: string | undefined;
  /** Of a crash: nodes that were down when it fell on them, and what it did to each. Left out: none was. */
  readonly outages?: { readonly [node: NodeId]: Outage } | undefined;
  /** In a finished run: what is to be said of these nodes, where the crash did something. */
  readonly note?: string;
};

/** `started`: its end started a node that had stopped by itself. A time: since when it alone holds, or held, it down. */
export type Outage = 'nothing' | 'started' | Time;

/** How a run came to its end. All but the first two name the moment in `Stop`. */
export type Ending =
  | 'completed'
  /** At the first violation of a property, where a run is to end there. */
  | 'violated'
  | 'event budget'
  | 'livelock'
  | 'queue flooded'
  | 'crashed in handler'
  | 'impure handler'
  | 'interrupted';

export type Stop = {
  readonly ending: Exclude<Ending, 'completed' | 'violated'>;
  /** What was going on, in words: the messages that repeat, what the handler threw, which rule it broke. */
  readonly reason: string;
  readonly event: number;
  readonly time: Time;
  readonly node: NodeId | undefined;
  /** The handler's own stack, for a handler that threw. */
  readonly stack?: string;
};

/** The states of all nodes at a time; undefined for a node that is down. */
export type Probe = { readonly time: Time; readonly states: { readonly [node: NodeId]: Plain | undefined } };

export type RoleChange = { readonly role: string; readonly node: NodeId; readonly time: Time; readonly event: number };

/** A node that stopped by itself: `halt`, a write that failed, a damaged disk. */
export type Halt = { readonly node: NodeId; readonly reason: string; readonly time: Time; readonly event: number };

/** When the two moments of a watch came. `event`: the index of that of the second. */
export type Watched = {
  readonly from: Time | undefined;
  readonly until: Time | undefined;
  readonly event: number | undefined;
};

export type Counts = {
  readonly sent: number;
  readonly delivered: number;
  /** Lost on the way, by chance. */
  readonly lost: number;
  readonly duplicated: number;
  /** Stopped by a cut, arrived at a node that was down, or went with the connection of a stream. */
  readonly dropped: number;
  readonly timers: number;
  readonly writes: number;
  /** Writes that failed. */
  readonly failedWrites: number;
  /** Times that an end of a stream was told that its connection broke. */
  readonly resets: number;
};

export const noCounts: Counts = {
  sent: 0,
  delivered: 0,
  lost: 0,
  duplicated: 0,
  dropped: 0,
  timers: 0,
  writes: 0,
  failedWrites: 0,
  resets: 0,
};

export type RunResult = {
  readonly seed: string;
  readonly ending: Ending;
  readonly stop: Stop | undefined;
  readonly events: number;
  /** Virtual time at the end. */
  readonly time: Time;
  /** 16 hexadecimal digits. */
  readonly fingerprint: string;
  /** The fingerprint as it stood at some events, ascending: where two runs part can be told from these. */
  readonly marks: readonly { readonly event: number; readonly fingerprint: string }[];
  readonly history: readonly RecordedEvent[];
  /** The first violation of each property. */
  readonly violations: readonly Violation[];
  readonly exercised: { readonly [property: string]: boolean };
  readonly windows: readonly FaultWindow[];
  readonly probes: readonly Probe[];
  readonly roleChanges: readonly RoleChange[];
  readonly halts: readonly Halt[];
  readonly counts: Counts;
  /** Of each watch of the plan; left out where it has none. */
  readonly watched?: readonly Watched[];
  /** What the system's meters recorded, in order of time; left out where it has none. */
  readonly samples?: readonly Sample[];
  /** Messages sent and writes issued, by kind; left out where the plan does not ask for it. */
  readonly kindCounts?: KindCounts;
};
