// What a replica holds under a key: one of three types. To join two entries is commutative, associative and idempotent,
// so replicas that were told the same hold the same, in whatever order and however often they were told.
import type { Plain } from '../../base/plain.ts';
import { type Counter, joinCounters, total } from './counter.ts';
import { elementsOf, joinSets, type OrSet } from './or-set.ts';
import { joinRegisters, type Register } from './register.ts';

export type Entry = Counter | Register | OrSet;
export type Entries = { readonly [key: string]: Entry };

/** Entries of two types never meet: a key is of the workload that uses it. The first stands if they do. */
export function joinEntries(a: Entry, b: Entry): Entry {
  if (a.kind === 'counter' && b.kind === 'counter') return joinCounters(a, b);
  if (a.kind === 'register' && b.kind === 'register') return joinRegisters(a, b);
  return a.kind === 'set' && b.kind === 'set' ? joinSets(a, b) : a;
}

/** What a read of it shows. */
export function shownOf(entry: Entry): Plain {
  if (entry.kind === 'counter') return total(entry);
  return entry.kind === 'register' ? entry.value : elementsOf(entry);
}
