// The world of one run: nodes, links, disks, active faults, the queue, and what has been recorded. Mutable, and changed
// only by `step.ts` and what it calls. Anything here that a later event can see is kept by `checkpoint.ts`.
import { present } from '../base/assert.ts';
import { type Hash, hexOf, RollingHash } from '../base/hash.ts';
import { append, emptyList, type PagedList } from '../base/paged-list.ts';
import type { Plain } from '../base/plain.ts';
import type { Kind } from '../contract/context.ts';
import type { Effect } from '../contract/effects.ts';
import type { Fault } from '../contract/faults.ts';
import type { GroupName, NodeId } from '../contract/ids.ts';
import { isWatching, type Report, type Violation } from '../contract/property.ts';
import type { Reseed } from '../contract/reseed.ts';
import type { Time } from '../contract/time.ts';
import type { ConditionsChange } from '../network/conditions.ts';
import type { Cut } from '../network/cuts.ts';
import { type Chooser, concerns, SeededChooser } from './chooser.ts';
import { type ContextHost, HandlerContext, MisuseError } from './context.ts';
import { Links } from './links.ts';
import { Meters } from './meters.ts';
import { Node } from './node.ts';
import { FAULT, NONE, type Pending, type Queue, START } from './pending.ts';
import type { RunPlan } from './plan.ts';
import {
  type Counts,
  type FaultWindow,
  type Halt,
  noCounts,
  type Probe,
  type RecordedEvent,
  type RoleChange,
  type Stop,
} from './result.ts';
import type { Chosen } from './schedule/choices.ts';
import type { Damaged } from './schedule/entry.ts';
import { Sources } from './sources.ts';
import { Tallies } from './tallies.ts';
import type { TraceLog } from './trace-log.ts';
import { Triggers } from './triggers.ts';
import { Watches } from './watches.ts';

export const CLIENTS: GroupName = 'client';

/** State hashes enter the fingerprint every so many events, whatever is recorded besides. */
export const MARK_EVERY = 4096;

export type Mark = { readonly event: number; readonly fingerprint: string };

/** Runs a handler: the plain way (`handle.ts`), or checked (`checked.ts`). Effects are left in `world.effects`. */
export type HandlerRunner = (world: World, node: Node, kind: number, input: Kind | null, from: number) => Plain;

export type StateWatch = (node: Node, before: Plain | undefined, after: Plain | undefined) => void;

/** The reseeds that are in force. */
export function reseedsAt({ reseeds = [] }: RunPlan, time: Time): readonly Reseed[] {
  return reseeds.filter(({ from }) => from <= time);
}

export class World implements ContextHost {
  readonly plan: RunPlan;
  readonly queue: Queue;
  readonly nodes: readonly Node[];
  readonly byId: ReadonlyMap<NodeId, Node>;
  readonly contexts: readonly HandlerContext[];
  readonly clientCount: number;
  /** Those of the plan, and behind them those that are done by hand. */
  readonly faults: readonly Fault[];

  time: Time = 0;
  /** Events executed so far: the next one's index. */
  events = 0;
  /** Events at the present instant that events of the same instant led to: a chain without delay. */
  instant = 0;
  /** Index of the first event of the present instant. */
  instantStart = 0;
  nextSeq = 0;

  cuts: readonly Cut[] = [];
  changes: readonly ConditionsChange[] = [];
  windows: readonly FaultWindow[] = [];
  /** The links that remember something. */
  readonly links: Links;
  /** Of faults that events or states set off; undefined if there are none. */
  readonly triggers: Triggers | undefined;
  /** Undefined if the plan has none. */
  readonly watches: Watches | undefined;
  /** Undefined if the plan has none. */
  readonly meters: Meters | undefined;
  /** Undefined if the plan does not ask for counts by kind. */
  readonly tallies: Tallies | undefined;
  readonly sources: Sources;
  halts: readonly Halt[] = [];
  /** For each fault the position of its window, or NONE. */
  readonly windowOf: number[];

  history: PagedList<RecordedEvent> = emptyList();
  roleChanges: PagedList<RoleChange> = emptyList();
  violations: readonly Violation[] = [];
  /** What each monitor remembers. */
  readonly memories: Plain[];
  marks: PagedList<Mark> = emptyList();
  probes: PagedList<Probe> = emptyList();
  readonly counts = { ...noCounts } as { -readonly [K in keyof Counts]: number };
  readonly fingerprint = new RollingHash();
  stop: Stop | undefined = undefined;

  /** What the handler that is running asked for so far: the first `effectCount`. Reused, or every event would make one. */
  effects: Effect[] = [];
  effectCount = 0;
  /** The handler that is running has asked to halt its node. */
  isHalting = false;
  trace: TraceLog | undefined = undefined;
  /** Is told of each choice of a handler. */
  onChoice: ((chosen: Chosen) => void) | undefined = undefined;
  /** What the next corruption damages, where that is not to be drawn. */
  damaged: Damaged | undefined = undefined;
  checked: HandlerRunner | undefined = undefined;
  /** Is told of each change of a node's state, after everybody else. It must change nothing. */
  watch: StateWatch | undefined = undefined;

  private readonly groups = new Map<GroupName, readonly NodeId[]>();

  constructor(
    plan: RunPlan,
    queue: Queue,
    chooser: Chooser = new SeededChooser(plan.seed, reseedsAt(plan, 0)),
    byHand: readonly Fault[] = [],
  ) {
    this.plan = plan;
    this.faults = byHand.length === 0 ? plan.faults : [...plan.faults, ...byHand];
    this.queue = queue;
    this.sources = new Sources(chooser);
    this.nodes = plan.nodes.map((node, index) => new Node(node, index));
    this.byId = new Map(this.nodes.map((node) => [node.id, node]));
    const clients = this.nodes.filter((node) => node.group === CLIENTS);
    this.clientCount = clients.length;
    for (const [process, client] of clients.entries()) client.process = process;
    this.contexts = this.nodes.map((node) => new HandlerContext(this, node));
    this.memories = plan.monitors.map((monitor) => monitor.initial);
    this.windowOf = this.faults.map(() => NONE);
    this.links = new Links(this.nodes.length);
    this.triggers = plan.faults.some(({ trigger }) => trigger !== undefined) ? new Triggers(plan.faults) : undefined;
    this.watches = plan.watches === undefined ? undefined : new Watches(plan.watches);
    const { meters = [], countsKinds = false } = plan;
    this.meters = meters.length === 0 ? undefined : new Meters(meters);
    this.tallies = countsKinds ? new Tallies() : undefined;
  }

  /** Puts in the queue what every run begins with: the start of each node, then the faults of the plan. */
  begin(): void {
    for (const node of this.nodes) this.schedule(0, START, node.index, NONE, NONE, 1, null);
    for (const [index, fault] of this.plan.faults.entries()) {
      if (fault.trigger === undefined) this.schedule(fault.at, FAULT, NONE, NONE, NONE, 2 * index, null);
    }
  }

  /** Time goes on to an event later than a reseed: what it concerns is drawn from its seed from here on. */
  reseed(time: Time): void {
    const due = reseedsAt(this.plan, time).filter(({ from }) => from > this.time);
    const chooser = new SeededChooser(this.plan.seed, reseedsAt(this.plan, time));
    this.sources.replace(chooser, (label) => due.some((reseed) => concerns(reseed, label)));
    for (const node of this.nodes) node.forgetSources();
  }

  schedule(time: Time, kind: number, node: number, from: number, cause: number, tag: number, payload: Plain): Pending {
    const pending: Pending = { time, seq: this.nextSeq++, kind, node, from, cause, tag, payload };
    this.queue.add(pending);
    return pending;
  }

  node(index: number): Node {
    return present(this.nodes[index], `node ${index}`);
  }

  /** The nodes of a group, in order of number. */
  group(name: GroupName): readonly NodeId[] {
    let ids = this.groups.get(name);
    if (ids === undefined) {
      ids = Object.freeze(this.nodes.filter((node) => node.group === name).map((node) => node.id));
      this.groups.set(name, ids);
    }
    return ids;
  }

  /** Changes a node's state and shows the change to the monitors and the watched roles. Undefined: the node is down. */
  setState(node: Node, after: Plain | undefined): void {
    const before = node.state;
    if (before === after) return;
    node.state = after;
    node.touch();
    this.triggers?.onState(this, node, before, after);
    this.watches?.onState(this, node, before, after);
    const { monitors, watchedRoles, roles } = this.plan;
    for (let i = 0; i < monitors.length; i++) {
      const monitor = monitors[i]!;
      if (!isWatching(monitor, node.group)) continue;
      const change = { node: node.id, group: node.group, before, after };
      const memory = monitor.observe(this.memories[i]! as never, change as never, this.report);
      this.memories[i] = memory;
    }
    this.meters?.onState(this, node, before, after);
    for (const name of watchedRoles) {
      const role = roles[name];
      if (role === undefined || role.group !== node.group || after === undefined || !role.is(after as never)) continue;
      if (before !== undefined && role.is(before as never)) continue;
      this.roleChanges = append(this.roleChanges, { role: name, node: node.id, time: this.time, event: this.events });
    }
    this.watch?.(node, before, after);
  }

  private readonly report: Report = (property, reason, witness, rule) => {
    if (this.violations.some((violation) => violation.property === property)) return;
    const why = rule === undefined ? { reason } : { reason, rule };
    this.violations = [...this.violations, { property, ...why, witness, event: this.events, time: this.time }];
  };

  /** Rolls the hash of every node into the fingerprint. */
  mark(): void {
    this.rollStates(this.fingerprint);
    this.marks = append(this.marks, { event: this.events, fingerprint: hexOf(this.fingerprint.result()) });
  }

  /** Keeps the states of all nodes as they are now, as the states at `time`. */
  probe(time: Time): void {
    const states = Object.fromEntries(this.nodes.map((node) => [node.id, node.state]));
    this.probes = append(this.probes, { time, states });
  }

  /** The hash of all that the protocols hold, volatile and durable: equal states have equal hashes. */
  stateHash(): Hash {
    const rolled = new RollingHash();
    this.rollStates(rolled);
    return rolled.result();
  }

  private rollStates(into: RollingHash): void {
    for (const node of this.nodes) {
      try {
        into.hash(node.hashOfState());
        into.hash(node.hashOfDurable());
      } catch (error) {
        if (error instanceof RangeError) throw error; // cyclic, or too deep: `stops.ts` has the words
        throw new MisuseError(`${node.id} holds what throws when it is looked at`, node.id);
      }
    }
  }
}
