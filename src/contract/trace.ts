// The trace: what happened, one record an event, each with its cause.
import type { Plain } from '../base/plain.ts';
import type { NodeId } from './ids.ts';
import type { Time } from './time.ts';

/** Event kinds, in the order of their codes in the trace's columns. */
export const eventKinds = ['start', 'deliver', 'drop', 'timer', 'write', 'fault', 'hold', 'reset', 'failure'] as const;

/**
 * `start`: a node boots or recovers. `deliver`: a message reaches its node. `drop`: a message did not: its link was cut
 * or its node down. `timer`: a timer fires. `write`: a disk write becomes durable, or fails. `fault`: a fault begins or
 * ends. `hold`: a message or timer is there, but its node is paused or busy, or a message waits for its stream to heal.
 * `reset`: a node is told that its connection to another broke. `failure`: it is told that a write failed.
 */
export type EventKind = (typeof eventKinds)[number];

export type TraceEvent = {
  /** Position in the run, from 0: what `--at` takes. */
  readonly index: number;
  readonly time: Time;
  /** Sequence number: breaks ties between events of equal time. */
  readonly seq: number;
  readonly kind: EventKind;
  /** Where it happens; undefined for a fault. */
  readonly node: NodeId | undefined;
  /** The sender, for `deliver` and `drop`; for `reset` the other end. */
  readonly from: NodeId | undefined;
  /** Index of the event that led to this one, undefined for the first ones. */
  readonly cause: number | undefined;
  /**
   * The message (also of a `drop`), the timer, the kind of the write, the fault in words; null for a start. Not what was
   * written: a trace that kept every version of a log would be larger than the rest of the run.
   */
  readonly payload: Plain;
};

/** A line that an event's handler added with `ctx.note`. */
export type TraceNote = { readonly event: number; readonly node: NodeId; readonly text: string };
