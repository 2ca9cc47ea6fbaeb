// What drawn faults may speak of: the names of a cluster. A fault is drawn before its cluster is: positions instead of
// names, counted round, so that the same draw stays a fault when a node, or a whole cluster, is taken away from it.
import type { PlainRecord } from '../../base/plain.ts';
import type { SwarmScene } from '../../plans/index.ts';

/** The names that faults may speak of; each list but `servers` may be empty. */
export type Scene = Pick<
  SwarmScene,
  'servers' | 'clients' | 'groups' | 'roles' | 'messages' | 'timers' | 'writes' | 'streams'
>;

/** What sets a fault off, as far as its targets depend on it: `it` is known, and the sender of its message. */
export type Setting = Scene & { readonly trigger: 'message' | 'other' | undefined };

/** A draw that is told later in which cluster. */
export type In<Where, T> = (where: Where) => T;

/** A part of a scenario, as a file would say it. */
export type Part = PlainRecord;

/** The item at a position, counted round; undefined where there are none. */
export function at<T>(items: readonly T[], position: number): T | undefined {
  return items[position % items.length];
}
