// One node of the world: its protocol, volatile state, timers, disk and clock. Mutable; the data it points to is not.
import { type Hash, hashPlain } from '../base/hash.ts';
import type { Plain } from '../base/plain.ts';
import type { Invocation, Kind } from '../contract/context.ts';
import type { GroupName, NodeId } from '../contract/ids.ts';
import type { AnyProtocol } from '../contract/protocol.ts';
import { type Disk, emptyDisk } from '../storage/disk.ts';
import type { Source } from './chooser.ts';
import type { TimerRecord } from './pending.ts';
import type { NodePlan } from './plan.ts';

/** A durable send that waits until the write `after` is durable; `cause` is the event whose handler asked for it. */
export type HeldSend = { readonly after: number; readonly to: number; readonly message: Kind; readonly cause: number };

/** All of a node that changes, as a checkpoint keeps it. */
export type NodeCheckpoint = {
  readonly state: Plain | undefined;
  readonly incarnation: number;
  readonly startedEmpty: boolean;
  readonly disk: Disk;
  readonly held: readonly HeldSend[];
  readonly timers: readonly TimerRecord[];
  readonly process: number;
  readonly operation: Invocation | undefined;
  readonly heldDownBy: readonly number[];
};

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
  startedEmpty = true;
  disk: Disk = emptyDisk;
  held: readonly HeldSend[] = [];
  readonly timers = new Map<string, TimerRecord>();
  /** A client's process number in the history, and its open operation. */
  process = 0;
  operation: Invocation | undefined = undefined;
  /** The crash faults (their positions in the plan) that have not ended: the node starts when the last of them ends. */
  heldDownBy: readonly number[] = [];

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
  }

  /** Says that something a checkpoint keeps has changed. */
  touch(): void {
    this.saved = undefined;
  }

  save(): NodeCheckpoint {
    this.saved ??= {
      state: this.state,
      incarnation: this.incarnation,
      startedEmpty: this.startedEmpty,
      disk: this.disk,
      held: this.held,
      timers: [...this.timers.values()],
      process: this.process,
      operation: this.operation,
      heldDownBy: this.heldDownBy,
    };
    return this.saved;
  }

  restore(from: NodeCheckpoint): void {
    this.state = from.state;
    this.incarnation = from.incarnation;
    this.startedEmpty = from.startedEmpty;
    this.disk = from.disk;
    this.held = from.held;
    this.timers.clear();
    for (const timer of from.timers) this.timers.set(timer.name, timer);
    this.process = from.process;
    this.operation = from.operation;
    this.heldDownBy = from.heldDownBy;
    this.saved = from;
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
