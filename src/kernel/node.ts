// One node of the world: its protocol, volatile state, timers, disk and clock. Mutable; the data it points to is not.
import { type Hash, hashPlain } from '../base/hash.ts';
import type { Plain } from '../base/plain.ts';
import { type Clock, trueClock } from '../clock/clock.ts';
import type { Boot, Invocation, Kind, WriteFailure } from '../contract/context.ts';
import type { Span } from '../contract/faults.ts';
import type { GroupName, NodeId } from '../contract/ids.ts';
import type { AnyProtocol } from '../contract/protocol.ts';
import type { Duration, Time } from '../contract/time.ts';
import { type Disk, diskWith, emptyDisk } from '../storage/disk.ts';
import type { Source } from './chooser.ts';
import type { Pending, TimerRecord } from './pending.ts';
import type { NodePlan } from './plan.ts';

/** A durable send that waits until the write `after` is durable; `cause` is the event whose handler asked for it. */
export type HeldSend = { readonly after: number; readonly to: number; readonly message: Kind; readonly cause: number };

/** All of a node that changes, as a checkpoint keeps it. */
export type NodeCheckpoint = {
  readonly state: Plain | undefined;
  readonly incarnation: number;
  readonly bootDisk: Boot['disk'];
  readonly disk: Disk;
  readonly held: readonly HeldSend[];
  readonly timers: readonly TimerRecord[];
  readonly process: number;
  readonly operation: Invocation | undefined;
  readonly heldDownBy: readonly number[];
  readonly pausedBy: readonly number[];
  readonly troubles: readonly Trouble[];
  readonly inbox: readonly Pending[];
  readonly isServing: boolean;
  readonly workedUntil: Time;
  readonly workLeft: Duration | undefined;
  readonly isUntold: boolean;
  readonly clock: Clock;
  readonly clockFaults: readonly number[];
};

/** What is wrong with a node's machine while the fault `by` lasts: with its speed, or with its disk. */
export type Trouble = { readonly by: number } & (
  | { readonly kind: 'slow'; readonly service: Span }
  | { readonly kind: 'slowDisk'; readonly latency: Span }
  | { readonly kind: 'failing'; readonly reason: WriteFailure['reason']; readonly write: string | undefined }
);

export class Node {
  readonly index: number;
  readonly id: NodeId;
  readonly group: GroupName;
  readonly protocol: AnyProtocol;
  readonly servers: readonly NodeId[];

  /** Undefined while the node is down. Set only through `world.setState`. */
  state: Plain | undefined = undefined;
  /** How often it has started. */
  incarnation = 0;
  bootDisk: Boot['disk'] = 'empty';
  disk: Disk;
  held: readonly HeldSend[] = [];
  readonly timers = new Map<string, TimerRecord>();
  /** A client's process number in the history, and its open operation. */
  process = 0;
  operation: Invocation | undefined = undefined;
  /** The crash faults (their positions in the plan) that have not ended: the node starts when the last of them ends. */
  heldDownBy: readonly number[] = [];
  /** The pauses that have not ended. */
  pausedBy: readonly number[] = [];
  /** In the order they began; the last of a kind counts. */
  troubles: readonly Trouble[] = [];
  /** What has arrived and waits (`inbox.ts`), and whether one is being worked on. */
  inbox: readonly Pending[] = [];
  isServing = false;
  /** When that one is done, and what a pause has left of the work on it. */
  workedUntil: Time = 0;
  workLeft: Duration | undefined = undefined;
  /** A write has failed and its handler has not been told: nothing written since can count as durable. */
  isUntold = false;
  clock: Clock = trueClock;
  /** The clock faults that last, and whose end has something to undo. */
  clockFaults: readonly number[] = [];

  // Made when first used: a source for each link, timer and choice.
  readonly links = new Map<number, Source>();
  readonly timerSources = new Map<string, Source>();
  readonly choiceSources = new Map<string, Source>();

  private saved: NodeCheckpoint | undefined = undefined;
  private hashedState: Plain | undefined = undefined;
  private hashedDurable: Plain | undefined = undefined;
  private stateHash: Hash = hashPlain(null);
  private durableHash: Hash = hashPlain(null);

  constructor(plan: NodePlan, index: number) {
    this.index = index;
    this.id = plan.id;
    this.group = plan.group;
    this.protocol = plan.protocol;
    this.servers = Object.freeze([...(plan.servers ?? [])]);
    this.disk = plan.durable === undefined ? emptyDisk : diskWith(plan.durable);
  }

  /** Says that something a checkpoint keeps has changed. */
  touch(): void {
    this.saved = undefined;
  }

  save(): NodeCheckpoint {
    this.saved ??= {
      state: this.state,
      incarnation: this.incarnation,
      bootDisk: this.bootDisk,
      disk: this.disk,
      held: this.held,
      timers: [...this.timers.values()],
      process: this.process,
      operation: this.operation,
      heldDownBy: this.heldDownBy,
      pausedBy: this.pausedBy,
      troubles: this.troubles,
      inbox: this.inbox,
      isServing: this.isServing,
      workedUntil: this.workedUntil,
      workLeft: this.workLeft,
      isUntold: this.isUntold,
      clock: this.clock,
      clockFaults: this.clockFaults,
    };
    return this.saved;
  }

  restore(from: NodeCheckpoint): void {
    this.state = from.state;
    this.incarnation = from.incarnation;
    this.bootDisk = from.bootDisk;
    this.disk = from.disk;
    this.held = from.held;
    this.timers.clear();
    for (const timer of from.timers) this.timers.set(timer.name, timer);
    this.process = from.process;
    this.operation = from.operation;
    this.heldDownBy = from.heldDownBy;
    this.pausedBy = from.pausedBy;
    this.troubles = from.troubles;
    this.inbox = from.inbox;
    this.isServing = from.isServing;
    this.workedUntil = from.workedUntil;
    this.workLeft = from.workLeft;
    this.isUntold = from.isUntold;
    this.clock = from.clock;
    this.clockFaults = from.clockFaults;
    this.saved = from;
  }

  /** The sources that it keeps are asked for again. */
  forgetSources(): void {
    this.links.clear();
    this.timerSources.clear();
    this.choiceSources.clear();
  }

  /** How long it works on one event; undefined: no time. */
  get service(): Span | undefined {
    return this.latest('slow')?.service;
  }

  /** The trouble of a kind that began last. */
  latest<K extends Trouble['kind']>(kind: K): Extract<Trouble, { kind: K }> | undefined {
    for (let i = this.troubles.length - 1; i >= 0; i--) {
      const trouble = this.troubles[i]!;
      if (trouble.kind === kind) return trouble as Extract<Trouble, { kind: K }>;
    }
    return undefined;
  }

  /** Why a write of this kind fails now; undefined if it does not. */
  failureOf(write: string): WriteFailure['reason'] | undefined {
    for (const trouble of this.troubles) {
      if (trouble.kind === 'failing' && (trouble.write === undefined || trouble.write === write)) return trouble.reason;
    }
    return undefined;
  }

  /** The hash of the volatile state, kept until the state changes. A node that is down hashes as null. */
  hashOfState(): Hash {
    if (this.state !== this.hashedState) {
      this.hashedState = this.state;
      this.stateHash = hashPlain(this.state ?? null);
    }
    return this.stateHash;
  }

  hashOfDurable(): Hash {
    if (this.disk.durable !== this.hashedDurable) {
      this.hashedDurable = this.disk.durable;
      this.durableHash = hashPlain(this.disk.durable);
    }
    return this.durableHash;
  }
}
