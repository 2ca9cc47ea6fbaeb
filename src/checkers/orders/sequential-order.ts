// What every sequential order of a history has in common: the steps that follow from its reads. If they close a circle
// there is none; otherwise the search still has to find one, but seldom has to choose (Zennou et al. 2020).
import { INITIAL } from './accesses.ts';
import type { BrokenAccess } from './broken.ts';
import type { Causal } from './causal-order.ts';
import type { Precedence } from './precedence.ts';
import { force } from './views.ts';

/** Makes the order grow as far as the reads force it. */
export function saturateSequential(causal: Causal, order: Precedence): BrokenAccess | undefined {
  const { all, writes } = causal.accesses;
  const reads = [...all.keys()].filter((id) => all[id]!.reads !== undefined);
  for (let hasGrown = true; hasGrown; ) {
    hasGrown = false;
    for (const id of reads) {
      const chainOf = (write: number) => order.path(write, id);
      const forced = force(causal, order, id, { rows: order.before, row: id, chainOf });
      if (forced.broken !== undefined) return forced.broken;
      hasGrown ||= forced.steps > 0;
      const source = all[id]!.reads!;
      for (const write of writes[all[id]!.key]!) {
        // A read stands before every write that comes after the one it returned.
        const isLater = source === INITIAL || order.isBefore(source, write);
        if (!isLater || write === id || order.isBefore(id, write)) continue;
        hasGrown = true;
        if (order.add(id, write)) continue;
        const older = source === INITIAL ? [] : order.path(source, write);
        return { kind: 'missed', seen: order.path(write, id), older };
      }
    }
  }
  return undefined;
}
