// A schedule: what was executed, in order, without the times. It is a run of the asynchronous model: a message arrives
// when an entry says so or never, a timer fires when an entry says so or never. So cuts, losses, delays, pauses and slow
// machines need no faults of their own: they are the order of the entries, and what is missing among them.
import type { Kind } from '../../contract/context.ts';
import type { Fault } from '../../contract/faults.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Time } from '../../contract/time.ts';

/**
 * What `ctx.choose` answered, by its label: positions in the lists of options, in the order in which it was asked. One that
 * is not there is the first option; so zeros at the end are left out, and labels with nothing but zeros.
 */
export type Choices = { readonly [label: string]: readonly number[] };

/**
 * `time`: when it happened, for protocols that read a clock; it happens then, or at once where that is past. `choices`: of
 * the handler that it runs, or of the start that follows it.
 */
export type Entry = {
  readonly time?: Time;
  readonly choices?: Choices;
} /** `again`: a copy of a message that has arrived before. */ & (
  | {
      readonly do: 'deliver';
      readonly node: NodeId;
      readonly from: NodeId;
      readonly message: Kind;
      readonly again?: true;
    }
  /** `timer`: its name, `timerName` of its kind and key. */
  | { readonly do: 'timer'; readonly node: NodeId; readonly timer: string }
  /** The oldest pending write of the node is through. */
  | { readonly do: 'write'; readonly node: NodeId }
  /** From here on no write of the node is through until it crashes; only where they are automatic. */
  | { readonly do: 'stall'; readonly node: NodeId }
  /** The node's connection to `from` breaks, and it is told. Only of streams. */
  | { readonly do: 'reset'; readonly node: NodeId; readonly from: NodeId }
  /** The node is told that a write failed. */
  | { readonly do: 'failure'; readonly node: NodeId }
  /** A fault begins, or ends: its position in the schedule's list. `torn`, `damaged`: see below. */
  | { readonly do: 'begin'; readonly fault: number; readonly torn?: Torn; readonly damaged?: Damaged }
  | { readonly do: 'end'; readonly fault: number }
);

/** Of a crash that tears writes, for each node: which keys of its oldest pending write were on the disk already. */
export type Torn = { readonly [node: NodeId]: readonly string[] };

/** Of a corruption, for each node: which of its durable keys are damaged. Drawn where it is not said. */
export type Damaged = { readonly [node: NodeId]: readonly string[] };

/**
 * Nodes start by themselves: at the beginning, and when the fault ends that held them down.
 *
 * `writes`: `named`, where each completion is an entry; `automatic`, where a write is through at once unless its node's
 * disk stalls.
 */
export type Schedule = {
  readonly faults: readonly Fault[];
  readonly entries: readonly Entry[];
  readonly writes: 'named' | 'automatic';
  /** What nodes chose when they started at the beginning. */
  readonly starts?: { readonly [node: NodeId]: Choices };
};
