// All that a person can ask for. Keys and the command line make these; `reduce.ts` carries them out.
import type { NodeId } from '../contract/ids.ts';
import type { Deed } from '../contract/intervention.ts';
import type { Duration, Time } from '../contract/time.ts';
import type { Landmark } from './indexes.ts';
import type { Breakpoint, Pane } from './session.ts';

export type Command =
  /** The next or previous event: any that is not hidden, or of the selected node. */
  | { readonly do: 'next' | 'previous'; readonly count?: number; readonly ofNode?: boolean }
  | { readonly do: 'first' | 'last' }
  | { readonly do: 'event'; readonly event: number }
  | { readonly do: 'time'; readonly time: Time }
  | { readonly do: 'landmark'; readonly kind: Landmark; readonly isBackwards: boolean }
  | { readonly do: 'cause' }
  /** The nth event that the cursor's led to, from 1. */
  | { readonly do: 'effect'; readonly nth?: number }
  /** Who last changed the selected field. */
  | { readonly do: 'writer' }
  | { readonly do: 'play' }
  | { readonly do: 'pause' }
  | { readonly do: 'faster' | 'slower' }
  /** So many events of playing: sent by the face as time goes by. */
  | { readonly do: 'tick'; readonly events: number }
  /** To the next breakpoint, or the one before. */
  | { readonly do: 'continue'; readonly isBackwards: boolean }
  | { readonly do: 'break'; readonly breakpoint: Breakpoint }
  /** A breakpoint on the selected field. */
  | { readonly do: 'break-here' }
  /** Removes the nth breakpoint, from 1; all of them without. */
  | { readonly do: 'unbreak'; readonly nth?: number }
  /** An empty text ends the search. */
  | { readonly do: 'search'; readonly text: string }
  | { readonly do: 'hit'; readonly isBackwards: boolean }
  /** Hides what matches; an empty text shows all again. */
  | { readonly do: 'hide'; readonly text: string }
  | { readonly do: 'mark'; readonly name?: string }
  | { readonly do: 'to-mark'; readonly name?: string }
  | { readonly do: 'select-node'; readonly node: NodeId }
  | { readonly do: 'select-message'; readonly message: number }
  | { readonly do: 'select-field'; readonly field: string }
  /** Up or down within the focused pane. */
  | { readonly do: 'move'; readonly by: number }
  | { readonly do: 'node'; readonly by: number }
  | { readonly do: 'focus'; readonly pane?: Pane; readonly by?: number }
  | { readonly do: 'pane'; readonly pane: Pane }
  | { readonly do: 'show-all' }
  /** Parts from the branch before the event after the cursor (for `skip`: before the cursor's own). */
  | { readonly do: 'fork' }
  | { readonly do: 'intervene'; readonly deed: Deed }
  /** Deeds on what is selected. `drop` of the delivery that the cursor stands on skips that event. */
  | { readonly do: 'drop' | 'duplicate' | 'deliver' | 'skip' | 'fire' | 'crash' | 'restart' | 'pause-node' }
  | { readonly do: 'delay'; readonly by?: Duration }
  /** Both ways, between the selected node and another; without one, the link of the cursor's message. */
  | { readonly do: 'cut' | 'heal'; readonly other?: NodeId }
  | { readonly do: 'branch'; readonly id: number }
  | { readonly do: 'branch-next' }
  /** With another branch, by default the one it parts from; again: ends it. */
  | { readonly do: 'compare'; readonly with?: number }
  | { readonly do: 'copy' }
  | { readonly do: 'save'; readonly file: string }
  | { readonly do: 'cancel' }
  /** The shell has the terminal for a while. */
  | { readonly do: 'suspend' }
  | { readonly do: 'quit' }
  /** The face has done what was requested; or it has something to say. */
  | { readonly do: 'done'; readonly notice?: string }
  | { readonly do: 'say'; readonly text: string; readonly isProblem?: boolean };
