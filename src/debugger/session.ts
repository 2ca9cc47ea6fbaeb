// A person's way through a run, as data: a tree of branches and where they stand in it. Changed by `reduce.ts` (what the
// person does) and `advance.ts` (the simulation goes on), read through `queries/`. All of it is immutable but the engine,
// which is a memo: what it answers depends on the source and the interventions alone.
import type { NodeId } from '../contract/ids.ts';
import type { Intervention } from '../contract/intervention.ts';
import type { Time } from '../contract/time.ts';
import type { Engine } from './engine.ts';
import type { Landmark } from './indexes.ts';
import type { Source } from './source.ts';

export type Session = {
  readonly source: Source;
  readonly engine: Engine;
  /** By id. The first is the run itself; the others part from it, or from one another. None is ever changed by a deed. */
  readonly branches: readonly Branch[];
  /** Id of the branch that is looked at. */
  readonly current: number;
  /** Index of the event that is looked at, in the current branch. */
  readonly cursor: number;
  /** The cursor goes with the end of what is known. */
  readonly isFollowing: boolean;
  /** What is being looked for; `advance` goes on with it. */
  readonly seek: Seek | undefined;
  readonly play: Play;
  /** Text of a filter: its matches are marked, everything stays visible. */
  readonly search: string | undefined;
  /** Text of a filter: the events that match it are left out of the list, and counted. */
  readonly hidden: string | undefined;
  readonly breakpoints: readonly Breakpoint[];
  readonly marks: readonly Mark[];
  readonly selection: Selection;
  readonly focus: Pane;
  /** Panes that are closed. */
  readonly closed: readonly Pane[];
  /** All fields of a state, or those that the event changed. */
  readonly showsAll: boolean;
  /** Id of the branch that the current one is compared with. */
  readonly comparedWith: number | undefined;
  /** What the last command has to say. */
  readonly notice: Notice | undefined;
  /** What the face is to do outside; it answers with `{ do: 'done' }`. */
  readonly request: Request | undefined;
};

export type Branch = {
  readonly id: number;
  readonly parent: number | undefined;
  /** Events below it are those of the parent. 0 for the run itself. */
  readonly at: number;
  /** All that is done on the way here from the plan's own run, ascending. */
  readonly interventions: readonly Intervention[];
  /** Events that are known by now, from 0 to `known` − 1. */
  readonly known: number;
  /** No event is to come. */
  readonly isDone: boolean;
  /** Where it was left. */
  readonly cursor: number;
};

export type Seek =
  /** The first violation, or what the verdict names; until a command comes. */
  | { readonly for: 'opening' }
  | { readonly for: 'event'; readonly event: number }
  | { readonly for: 'time'; readonly time: Time }
  | { readonly for: 'landmark'; readonly kind: Landmark }
  /** The next event after `from` (or before it) that matches a filter. */
  | { readonly for: 'match'; readonly filter: string; readonly from: number; readonly isBackwards: boolean }
  | { readonly for: 'breakpoint'; readonly from: number; readonly isBackwards: boolean }
  /** The event before `from` that last changed a field. */
  | { readonly for: 'writer'; readonly node: NodeId; readonly field: string; readonly from: number };

export type Play = { readonly isPlaying: boolean /** Position in `speeds`. */; readonly speed: number };

/** Events a second. */
export const speeds: readonly number[] = [1, 2, 5, 10, 25, 50, 100, 250, 1000, 5000];

export type Breakpoint =
  | { readonly on: 'event'; readonly filter: string }
  | { readonly on: 'property'; readonly property: string }
  | { readonly on: 'field'; readonly node: NodeId; readonly field: string };

export type Mark = { readonly name: string; readonly branch: number; readonly event: number };

export type Selection = {
  readonly node: NodeId;
  /** It stays when the cursor moves; else the node of the cursor's event is selected. */
  readonly isPinned: boolean;
  /** Sequence number of a message in flight; undefined: the first one. */
  readonly message: number | undefined;
  /** Path of a field of the selected node, `log.3.term`; undefined: the first one shown. */
  readonly field: string | undefined;
};

export const panes = ['nodes', 'events', 'flight', 'inspector', 'properties', 'history', 'branches'] as const;
export type Pane = (typeof panes)[number];

export type Notice = { readonly text: string; readonly isProblem: boolean };

export type Request =
  | { readonly do: 'copy'; readonly text: string }
  | { readonly do: 'save'; readonly file: string }
  | { readonly do: 'suspend' }
  | { readonly do: 'quit' };

export function branchOf({ branches, current }: Session): Branch {
  return branches[current]!;
}
