// What clients do to an entry, as data, for replicas that send each other what was done instead of what came of it.
// An update of a counter is not idempotent: applied twice it counts twice.
import { ownItem } from '../../base/plain.ts';
import type { NodeId } from '../../contract/ids.ts';
import { add, zero } from './counter.ts';
import { type Entries, type Entry, joinEntries } from './entry.ts';

export type Update =
  | { readonly update: 'count'; readonly key: string; readonly amount: number }
  /** The entry that it left, to be joined: of registers and sets, for which that is the same. */
  | { readonly update: 'join'; readonly key: string; readonly entry: Entry };

export function applyUpdate(entries: Entries, update: Update, origin: NodeId): Entries {
  const before = ownItem(entries, update.key);
  const next =
    update.update === 'count'
      ? add(before?.kind === 'counter' ? before : zero, origin, update.amount)
      : before === undefined
        ? update.entry
        : joinEntries(before, update.entry);
  return next === before ? entries : { ...entries, [update.key]: next };
}
