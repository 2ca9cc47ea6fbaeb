// The keys of a lock.
import { sortedKeys } from '../../base/sorted.ts';
import { type Found, type Keys, prefixEnd, type Store } from '../etcd/index.ts';

/** All keys of a lock. */
export function under(prefix: string): Keys {
  return { key: prefix, end: prefixEnd(prefix) };
}

/** prefix/hex(lease): not a number in a sequence. The order is that of create revisions. */
export function keyOf(prefix: string, lease: number): string {
  return `${prefix}${lease.toString(16)}`;
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

function keysIn(store: Store, prefix: string): readonly Found[] {
  return sortedKeys(store.keys)
    .filter((key) => key.startsWith(prefix))
    .map((key) => ({ key, ...store.keys[key]! }));
}

/** The client whose key is the oldest, by a member's own store. What a leader has proclaimed follows its name. */
export function holderOf(store: Store, prefix: string): string | null {
  const first = oldest(keysIn(store, prefix));
  return first === undefined ? null : String(first.value).replace(/#.*$/, '');
}

/** How many wait for it, and hold it. */
export function queue(store: Store, prefix: string): number {
  return keysIn(store, prefix).length;
}
