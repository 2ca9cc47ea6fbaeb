// What a server holds: a value and a time of expiry for each key. Pure; a key that has expired is not there for anyone who
// looks, but it is the primary alone that deletes it, and tells its replicas. What is asked is in `command.ts`.
import { ownItem, type Plain } from '../../../base/plain.ts';
import type { LocalTime } from '../../../contract/time.ts';

/**
 * `expireAt` is a time of the wall clock of whoever looks, primary or replica: not a time to live, and not monotonic
 * (Redis documentation, EXPIRE: "keys expiring information is stored as absolute Unix timestamps"). Null: never.
 */
export type Entry = { readonly value: Plain; readonly expireAt: LocalTime | null };

/** By the hash of their names, so that a write copies a part of the keys and not a thousand of them. */
export type Keyspace = readonly Bucket[];
type Bucket = { readonly [key: string]: Entry };

const BUCKETS = 64;

export const emptyKeyspace: Keyspace = Array.from({ length: BUCKETS }, () => ({}));

/** What changes a keyspace, on the primary and on each replica alike. Times are absolute, so that lag does not add to them. */
export type Write =
  | { readonly name: 'SET'; readonly key: string; readonly value: Plain; readonly expireAt: LocalTime | null }
  | { readonly name: 'DEL'; readonly key: string };

/** The entry, or undefined where there is none or it has expired. */
export function lookUp(keyspace: Keyspace, key: string, now: LocalTime): Entry | undefined {
  const entry = held(keyspace, key);
  return entry === undefined || hasExpired(entry, now) ? undefined : entry;
}

/** Whether the key is held still, though it has expired. */
export function isOverdue(keyspace: Keyspace, key: string, now: LocalTime): boolean {
  const entry = held(keyspace, key);
  return entry !== undefined && hasExpired(entry, now);
}

export function applyAll(keyspace: Keyspace, writes: readonly Write[]): Keyspace {
  return writes.reduce(applied, keyspace);
}

/** All that is held, what has expired included. */
export function entriesOf(keyspace: Keyspace): readonly (readonly [string, Entry])[] {
  return keyspace.flatMap((bucket) => Object.entries(bucket));
}

function applied(keyspace: Keyspace, write: Write): Keyspace {
  const index = bucketOf(write.key);
  const bucket = keyspace[index]!;
  return keyspace.map((other, at) => (at === index ? changed(bucket, write) : other));
}

function changed(bucket: Bucket, write: Write): Bucket {
  switch (write.name) {
    case 'SET':
      return { ...bucket, [write.key]: { value: write.value, expireAt: write.expireAt } };
    case 'DEL':
      return Object.fromEntries(Object.entries(bucket).filter(([key]) => key !== write.key));
  }
}

function held(keyspace: Keyspace, key: string): Entry | undefined {
  return ownItem(keyspace[bucketOf(key)]!, key);
}

function bucketOf(key: string): number {
  let hash = 0;
  for (let at = 0; at < key.length; at++) hash = (31 * hash + key.charCodeAt(at)) % BUCKETS;
  return hash;
}

/** db.c, keyIsExpired: `now > when`. */
function hasExpired({ expireAt }: Entry, now: LocalTime): boolean {
  return expireAt !== null && now > expireAt;
}
