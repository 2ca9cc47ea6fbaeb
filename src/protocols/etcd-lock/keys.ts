// The keys of a lock.
import { sortedKeys } from '../../base/sorted.ts';
import { type Found, prefixEnd, type Store } from '../etcd/index.ts';

const PREFIX = 'lock/';
export const ALL = { key: PREFIX, end: prefixEnd(PREFIX) };

/** prefix/hex(lease): not a number in a sequence. The order is that of create revisions. */
export function keyOf(lease: number): string {
  return `${PREFIX}${lease.toString(16)}`;
}

/** The youngest key that is older than `revision`. */
export function before(keys: readonly Found[], revision: number): Found | undefined {
  let latest: Found | undefined;
  for (const found of keys) {
    if (found.createRevision < revision && found.createRevision > (latest?.createRevision ?? 0)) latest = found;
  }
  return latest;
}

/** Who holds the lock by what a store has. */
export function oldest(keys: readonly Found[]): Found | undefined {
  return keys.reduce<Found | undefined>(
    (first, found) => (first === undefined || found.createRevision < first.createRevision ? found : first),
    undefined,
  );
}

function keysIn(store: Store): readonly Found[] {
  return sortedKeys(store.keys)
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => ({ key, ...store.keys[key]! }));
}

/** The client whose key is the oldest, by a member's own store. */
export function holderOf(store: Store): string | null {
  const first = oldest(keysIn(store));
  return first === undefined ? null : String(first.value);
}

/** How many wait for it, and hold it. */
export function queue(store: Store): number {
  return keysIn(store).length;
}
