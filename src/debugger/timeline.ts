// One line of events: a run with what was done to it by hand. It only grows, and what it answers depends on its plan and
// its interventions alone, never on how far it has been run: a memo, not a state.
import type { Hash } from '../base/hash.ts';
import { hashPlain, RollingHash } from '../base/hash.ts';
import type { Plain } from '../base/plain.ts';
import type { TraceEvent } from '../contract/trace.ts';
import type { Checkpoint, LostMessage, NodeCheckpoint, RunResult } from '../kernel/index.ts';
import type { BandTurn, Landmark, NotesCheckpoint, Told } from './indexes.ts';
import type { Judgement } from './source.ts';

/** The world after an event, and the nodes as they were before it. Immutable. Event −1: before the first. */
export type Snapshot = {
  readonly event: number;
  readonly after: Checkpoint;
  readonly before: readonly NodeCheckpoint[];
};

export interface Timeline {
  /** Events that are known by now: those of the line it parts from are among them. */
  readonly known: number;
  readonly isDone: boolean;
  /** Once it is done. */
  readonly result: RunResult | undefined;
  readonly judgement: Judgement | undefined;
  /** Runs until so many events are known, or it is done. */
  run(events: number): void;
  event(index: number): TraceEvent;
  /** The snapshot after a known event. */
  snapshot(index: number): Snapshot;
  /** The nearest known event of a kind, not counting `from` itself. */
  nearest(kind: Landmark, from: number, isBackwards: boolean): number | undefined;
  /** Whether an event is of a kind. */
  is(kind: Landmark, index: number): boolean;
  /** The events from `from` to `to` (exclusive) of a kind. */
  landmarks(kind: Landmark, from: number, to: number): readonly number[];
  /** The nearest known event before `from` at which the state of a node changed. */
  changeBefore(node: number, from: number): number | undefined;
  /** How a node's state changed over a stretch of events around a known one. */
  stretch(node: number, event: number): Stretch;
  /** The known events that an event led to. */
  effects(event: number): readonly number[];
  /** What handlers noted at an event. */
  remarks(event: number): readonly string[];
  /** Messages lost when an event's handler sent them. */
  losses(event: number): readonly LostMessage[];
  /** The sentences of the scenario that are told up to an event. */
  told(event: number): readonly Told[];
  /** Whose each band is, from which event on; of the whole line as far as it is known. */
  bandTurns(): readonly BandTurn[];
  /** For a line that parts from it at `at`: a checkpoint at or before that, with what goes with it. */
  branchPoint(at: number): BranchPoint;
}

/** All changes of one node's state from `from` to `to` (exclusive), in order. */
export type Stretch = {
  readonly from: number;
  readonly to: number;
  readonly changes: readonly StateChange[];
};

export type StateChange = {
  readonly event: number;
  readonly before: Plain | undefined;
  readonly after: Plain | undefined;
};

export type BranchPoint = { readonly checkpoint: Checkpoint; readonly notes: NotesCheckpoint };

/** Of all that the protocols hold, volatile and durable. */
export function stateHash({ after }: Snapshot): Hash {
  const rolled = new RollingHash();
  for (const { state, disk } of after.nodes) {
    rolled.hash(hashPlain(state ?? null));
    rolled.hash(hashPlain(disk.durable));
  }
  return rolled.result();
}
