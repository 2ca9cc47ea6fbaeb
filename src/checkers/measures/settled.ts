// When writes were certainly over, and so which of two writes of a key is certainly the newer: figures of staleness and
// loss count nothing that another order of concurrent operations would excuse.
import type { Access, Accesses } from '../orders/accesses.ts';

export type Settled = {
  /** The position in the history by which a write had taken effect: it was acknowledged, or somebody had read it. */
  readonly overBy: (write: number) => number;
  /** Whether the second write was begun after the first had taken effect. */
  readonly isNewer: (older: number, newer: number) => boolean;
};

export function settledOf({ all }: Accesses): Settled {
  const over = all.map(({ operation }) => operation.completed ?? Infinity);
  for (const { operation, reads } of all) {
    const completed = operation.completed ?? Infinity;
    if (reads !== undefined && reads >= 0) over[reads] = Math.min(over[reads]!, completed);
  }
  const overBy = (write: number) => over[write]!;
  return { overBy, isNewer: (older, newer) => all[newer]!.operation.invoked > overBy(older) };
}

export function isAcknowledged({ operation, isWrite }: Access): boolean {
  return isWrite && operation.outcome === 'ok';
}
