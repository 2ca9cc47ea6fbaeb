// What a run looks out for: two moments, and the time between them is a measure. They are seen while the run goes on,
// because they may hang on states that no one keeps; they change nothing in it.
import type { Plain } from '../base/plain.ts';
import type { Trigger } from './faults.ts';
import type { GroupName } from './ids.ts';
import type { Time } from './time.ts';

export type Moment =
  | { readonly kind: 'time'; readonly at: Time }
  /** The first fault of this name or kind that strikes begins, or has ended. */
  | { readonly kind: 'fault'; readonly name: string; readonly edge: 'begins' | 'ends' }
  /** As for faults: an event, or a node that comes into a state; the nth time. */
  | { readonly kind: 'trigger'; readonly trigger: Trigger }
  /** All nodes of a group that are up give one value that is not null. Nodes that are down do not count. */
  | { readonly kind: 'all'; readonly group: GroupName; readonly value: (state: never) => Plain };

/** `until` is looked for from the moment `from` on; a state that all are in already counts at once. */
export type Watch = { readonly from: Moment; readonly until: Moment };
