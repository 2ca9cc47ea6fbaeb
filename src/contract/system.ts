// What a scenario names: protocols for groups of nodes, with roles, workloads, promises and options.
// Plain data and pure functions; `faultline list systems NAME` prints all of it.
import type { Plain, PlainRecord } from '../base/plain.ts';
import { marked } from './copy.ts';
import type { AnyMeter } from './figures.ts';
import type { GroupName, NodeId } from './ids.ts';
import type { AnyMonitor, PropertyName } from './property.ts';
import type { AnyProtocol } from './protocol.ts';
import type { Duration } from './time.ts';

export type OptionSpec = {
  readonly about: string;
  /** Where the default comes from: a paper's section, a product's documentation. */
  readonly source: string;
  /** What a hunt may draw it from, where a scenario says `preset: drawn`. Left out: it is never drawn. */
  readonly swarm?: readonly (number | boolean | string)[];
} & (
  | { readonly type: 'duration'; readonly default: Duration; readonly min: Duration; readonly max: Duration }
  | { readonly type: 'count'; readonly default: number; readonly min: number; readonly max: number }
  | { readonly type: 'boolean'; readonly default: boolean }
  | { readonly type: 'choice'; readonly default: string; readonly choices: readonly string[] }
  /** Words in a small language of the system's own: its `check` says what is wrong with them. */
  | { readonly type: 'text'; readonly default: string; readonly lengthMax: number }
);

/** Values for several options at once: a scenario names it as `preset:` among its options, and may set others beside it. */
export type Preset = { readonly about: string; readonly options: Options };

/** Option values, all present and within bounds: durations in microseconds. */
export type Options = { readonly [name: string]: number | boolean | string };

export type Group = {
  readonly about: string;
  readonly protocol: (options: Options) => AnyProtocol;
  /** How many nodes unless the scenario says otherwise. */
  readonly count: number;
  /** First letter of its nodes' names. Default: `n` for `server`, else the group's first letter. */
  readonly prefix?: string;
};

/** A predicate over a node's state that scenarios use as a target: `leader`, `holder`. */
export type Role = {
  readonly about: string;
  readonly group: GroupName;
  readonly is: (state: never) => boolean;
  /** Where several nodes play the role, those of the highest rank are meant (a leader's term). Default: all equal. */
  readonly rank?: (state: never) => number;
};

/** A ratio of integers, as probabilities are. */
export type Ratio = { readonly numerator: number; readonly denominator: number };

/** What clients do, as data. Every field is filled in by the scenario's compilation. */
export type Workload = {
  readonly kind: string;
  /** Time between the starts of one client's operations. An operation still open delays the next. */
  readonly interval: Duration;
  /** Time a client waits after an answer before the next operation (closed loop); then `interval` is 0. */
  readonly think: Duration;
  /** Share of reads among the operations. */
  readonly reads: Ratio;
  /** Share of compare-and-set among the operations that are not reads. */
  readonly cas: Ratio;
  readonly keys: number;
  /** Share of writes that go to a key of their own, which no other operation writes: what is lost of them shows exactly. */
  readonly fresh: Ratio;
  /** Written values are drawn from 0 to `values` − 1; 0 means that every write is unique. */
  readonly values: number;
  /** After this long an operation is given up as unknown. */
  readonly deadline: Duration;
  /** After this long without an answer the request is sent again, to the next server. */
  readonly attempt: Duration;
  /** First operation not before, last not after. */
  readonly from: Duration;
  readonly to: Duration;
};

export type WorkloadSpec = {
  readonly about: string;
  /** The checker's model of the history, or null where none applies. */
  readonly model: string | null;
  /** The operations that its history contains, so that a claim on another is refused. Left out: any name is taken. */
  readonly operations?: readonly string[];
  readonly client: (workload: Workload, options: Options) => AnyProtocol;
};

/** A property that the system promises, and the faults under which it does. */
export type Promised = {
  readonly property: PropertyName;
  readonly under: string;
};

/** The way from what a scenario writes to a durable record. */
export type DurableSpec = {
  /** The fields, in words, with an example. */
  readonly about: string;
  /** The record, or what is wrong with what is written: a sentence, and the key where it is. */
  readonly read: (
    written: PlainRecord,
    options: Options,
  ) => { readonly durable: PlainRecord } | { readonly problem: string; readonly key?: string };
};

export type View = (state: never) => PlainRecord;

/** What a store's nodes hold, for whoever asks what was lost and whether they agree. */
export type Store = {
  readonly group: GroupName;
  /** The values that a node holds of each key: several are siblings. A key that it does not know is left out. */
  readonly holds: (state: never) => { readonly [key: string]: readonly Plain[] };
  /** Which servers are to hold a key. Left out: all of the group. */
  readonly replicas?: (key: string, servers: readonly NodeId[], options: Options) => readonly NodeId[];
};

/** What is drawn over time where a run is stepped through: for whom a lock is held, and who believes to hold it. */
export type Band = {
  /** A word or two. */
  readonly title: string;
  readonly about: string;
  readonly group: GroupName;
  /** Whose it is by the state of a node of the group: the name of a node. Null: nobody's. */
  readonly of: (state: never, node: NodeId) => NodeId | null;
};

export type System = {
  readonly name: string;
  readonly about: string;
  readonly groups: { readonly [group: GroupName]: Group };
  readonly options: { readonly [name: string]: OptionSpec };
  readonly presets?: { readonly [name: string]: Preset };
  /**
   * What is wrong with the options together, in a sentence: each by itself is within its bounds. `servers` are those that
   * clients talk to, and `clients` the clients, where they are known: an option may name some.
   */
  readonly check?: (options: Options, servers?: readonly NodeId[], clients?: readonly NodeId[]) => string | undefined;
  readonly roles: { readonly [name: string]: Role };
  readonly workloads: { readonly [kind: string]: WorkloadSpec };
  readonly monitors: (options: Options) => readonly AnyMonitor[];
  /** What it measures of itself while a run goes on. Left out: nothing. */
  readonly meters?: (options: Options) => readonly AnyMeter[];
  /** Names of properties that must hold without being listed: of monitors, or `linearizable`. */
  readonly promises: readonly Promised[];
  /** The kinds of its writes (`ctx.persist`) with what each holds. Left out: scenarios may name any. */
  readonly writes?: { readonly [kind: string]: string };
  /** How scenarios write the durable state that a node of a group begins with (`start:`). Left out: as it is. */
  readonly durable?: { readonly [group: GroupName]: DurableSpec };
  /** Left out: scenarios can claim neither what is lost nor that nodes converge. */
  readonly store?: Store;
  /**
   * For each group the few fields by which hunts count what they have met: of numbers only their order among the nodes
   * counts. Left out: which roles a node plays.
   */
  readonly abstract?: { readonly [group: GroupName]: View };
  /** Drawn below each other, in this order. Left out: none. */
  readonly bands?: readonly Band[];
  /** For each group the fields that tables and screens show. */
  readonly view: { readonly [group: GroupName]: View };
};

/** The options as they are where a scenario sets none. */
export function defaultsOf({ options }: Pick<System, 'options'>): Options {
  return Object.fromEntries(Object.entries(options).map(([name, spec]) => [name, spec.default]));
}

/** The same, typed: a system's author gets errors where they are made. */
export function system(definition: System): System {
  return marked({ ...definition });
}

/** A role over the state of one protocol. */
export function role<State extends Plain>(definition: {
  readonly about: string;
  readonly group: GroupName;
  readonly is: (state: State) => boolean;
  readonly rank?: (state: State) => number;
}): Role {
  return definition as Role;
}

/** What the nodes of one protocol hold. */
export function store<State extends Plain>(definition: {
  readonly group: GroupName;
  readonly holds: (state: State) => { readonly [key: string]: readonly Plain[] };
  readonly replicas?: Store['replicas'];
}): Store {
  return definition as Store;
}

export function band<State extends Plain>(definition: {
  readonly title: string;
  readonly about: string;
  readonly group: GroupName;
  readonly of: (state: State, node: NodeId) => NodeId | null;
}): Band {
  return definition as Band;
}

export function view<State extends Plain>(fields: (state: State) => PlainRecord): View {
  return fields as View;
}
