// The multi-version store (etcd's mvcc): keys with their revisions, and the history of what changed them. Pure functions;
// what a request does with them is in `evaluate.ts`.
//
//   revision           1        2          3          4         +1 for each request that changes something, however
//   history                     put a      put a, b   delete a     many keys; the empty store is at revision 1
//   compactRevision             ▲ what is older is forgotten
import { countWhile } from '../../../base/halving.ts';
import { append, at, emptyList, listOf, type PagedList, slice } from '../../../base/paged-list.ts';
import type { Plain } from '../../../base/plain.ts';
import { sortedKeys } from '../../../base/sorted.ts';
import type { Duration } from '../../../contract/time.ts';
import { type KeyValue, type KeyValues, keyValue } from './keys.ts';

/** `kv` is null where the key was deleted. */
export type Event = { readonly revision: number; readonly key: string; readonly kv: KeyValue | null };

export type Store = {
  readonly revision: number;
  /** 0: nothing was compacted. */
  readonly compactRevision: number;
  readonly keys: KeyValues;
  /** Everything from `compactRevision` on, in order. */
  readonly history: PagedList<Event>;
  /** The keys as they were before the first event of `history`. */
  readonly past: KeyValues;
  /** By number. When they expire only a leader knows: see `../leases.ts`. */
  readonly leases: { readonly [lease: string]: { readonly ttl: Duration } };
};

export const emptyStore: Store = {
  revision: 1,
  compactRevision: 0,
  keys: {},
  history: emptyList(),
  past: {},
  leases: {},
};

/** The keys as they were at a revision that is not compacted. */
export function keysAt({ past, history }: Store, revision: number): KeyValues {
  let keys = past;
  for (const event of slice(history, 0, positionOf(history, revision + 1))) keys = withEvent(keys, event);
  return keys;
}

/** What happened from a revision on; nothing of it may be compacted. */
export function eventsSince({ history }: Store, revision: number): readonly Event[] {
  return slice(history, positionOf(history, revision));
}

/** The position of the first event that is not before the revision. */
function positionOf(history: PagedList<Event>, revision: number): number {
  return countWhile(history.length, (position) => at(history, position)!.revision < revision);
}

function withEvent(keys: KeyValues, { key, kv }: Event): KeyValues {
  const changed: { [key: string]: KeyValue } = { ...keys };
  if (kv === null) delete changed[key];
  else changed[key] = kv;
  return changed;
}

/** The event is in the history; the store's revision is raised once for all events of a request: see `evaluate.ts`. */
function happened(store: Store, event: Event): Store {
  return { ...store, keys: withEvent(store.keys, event), history: append(store.history, event) };
}

export function withPut(store: Store, revision: number, key: string, value: Plain, lease: number): Store {
  const before = keyValue(store.keys, key);
  const createRevision = before?.createRevision ?? revision;
  const kv = { value, createRevision, modRevision: revision, version: (before?.version ?? 0) + 1, lease };
  return happened(store, { revision, key, kv });
}

export function withoutKeys(store: Store, revision: number, keys: readonly string[]): Store {
  return keys.reduce((next, key) => happened(next, { revision, key, kv: null }), store);
}

/** The keys that go with a lease. */
export function keysOf({ keys }: Store, lease: number): readonly string[] {
  return sortedKeys(keys).filter((key) => keys[key]!.lease === lease);
}

/** Forgets what was before `revision`. Of what was then, only the latest is kept. */
export function compactedTo(store: Store, revision: number): Store {
  const { history } = store;
  const kept = slice(history, positionOf(history, revision));
  return { ...store, compactRevision: revision, past: keysAt(store, revision - 1), history: listOf(kept) };
}
