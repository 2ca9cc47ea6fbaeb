// What waits to happen, and the containers that hold it. Pending events are immutable, so a checkpoint copies references.
import { TimedHeap } from '../base/heap.ts';
import type { Plain } from '../base/plain.ts';
import type { Kind } from '../contract/context.ts';
import type { Duration, Time } from '../contract/time.ts';
import { type EventKind, eventKinds } from '../contract/trace.ts';

export const START = eventKinds.indexOf('start');
export const DELIVER = eventKinds.indexOf('deliver');
export const DROP = eventKinds.indexOf('drop');
export const TIMER = eventKinds.indexOf('timer');
export const WRITE = eventKinds.indexOf('write');
export const FAULT = eventKinds.indexOf('fault');
export const HOLD = eventKinds.indexOf('hold');
export const RESET = eventKinds.indexOf('reset');
export const FAILURE = eventKinds.indexOf('failure');

export function eventKindOf({ kind }: { readonly kind: number }): EventKind {
  return eventKinds[kind]!;
}

/** No event, no node. */
export const NONE = -1;

/** The tag of an event that waited in its node's inbox: it is past the network, and goes with the node's incarnation. */
export function tagOfTakenUp(incarnation: number): number {
  return -1 - incarnation;
}

export function isTakenUp({ tag }: Pending): boolean {
  return tag < NONE;
}

export type Pending = {
  readonly time: Time;
  readonly seq: number;
  readonly kind: number;
  /** Position of the node it happens at; NONE for a fault. */
  readonly node: number;
  /** Position of the sender, for a message; of the other end, for a reset; else NONE. */
  readonly from: number;
  /** Index of the event that led to it, or NONE. */
  readonly cause: number;
  /**
   * For a message to oneself, a start and a failure: the node's incarnation. For a write: its id. For a message on a
   * stream: its number. For a reset: the connection's. For a fault: see `faults.ts`. Else NONE, or see `isTakenUp`.
   */
  readonly tag: number;
  /** The message, the timer's name, the kind of write, the failure; null for a start and a fault. */
  readonly payload: Plain;
};

/** A timer that is set. `wake` is the sequence number of the queue entry that will look after it. */
export type TimerRecord = {
  readonly name: string;
  readonly timer: Kind;
  /** How long it was set for, on the node's own clock: which of two may fire first hangs on it. */
  readonly min: Duration;
  readonly max: Duration;
  readonly due: Time;
  readonly seq: number;
  readonly cause: number;
  readonly wake: number;
  readonly wakeAt: Time;
};

/** Where pending events wait. Drivers differ in the queue they give the world, and in who takes the next event out. */
export interface Queue {
  readonly size: number;
  add(pending: Pending): void;
  /** Entries in an order that `TimedQueue` can be made from again. */
  toArray(): readonly Pending[];
}

/** The queue of timed runs: in the total order (time, sequence). */
export class TimedQueue implements Queue {
  private heap: TimedHeap<Pending>;

  constructor(entries: readonly Pending[] = []) {
    this.heap = new TimedHeap(entries);
  }

  get size(): number {
    return this.heap.size;
  }

  add(pending: Pending): void {
    this.heap.push(pending);
  }

  peek(): Pending | undefined {
    return this.heap.peek();
  }

  pop(): Pending | undefined {
    return this.heap.pop();
  }

  /** Takes an entry out of its turn. */
  take(seq: number): Pending | undefined {
    const entries = this.heap.toArray();
    const found = entries.find((entry) => entry.seq === seq);
    if (found !== undefined) this.keep((entry) => entry !== found);
    return found;
  }

  /** Leaves out the entries that are not to be kept. */
  keep(isKept: (entry: Pending) => boolean): void {
    const kept = this.heap.toArray().filter(isKept);
    this.heap = new TimedHeap();
    for (const entry of kept) this.heap.push(entry);
  }

  toArray(): readonly Pending[] {
    return this.heap.toArray();
  }
}
