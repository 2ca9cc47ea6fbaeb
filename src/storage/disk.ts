// A node's disk: what is durable against what is only written. Immutable data and pure functions, no clock.
//
// Writes may be under way together but complete in the order issued, as with a log that is flushed in groups: a write
// is durable its latency after it was issued, and never before an earlier one.
import type { PlainRecord } from '../base/plain.ts';
import { sortedKeys, sortedSet } from '../base/sorted.ts';
import type { Time } from '../contract/time.ts';

export type Write = { readonly id: number; readonly patch: PlainRecord; readonly kind: string; readonly due: Time };

export type Disk = {
  /** All durable patches merged, in order. */
  readonly durable: PlainRecord;
  /** Whether anything was ever durable. */
  readonly isEmpty: boolean;
  /** Durable keys that are damaged, and so missing. Whether a start has found them: writing them anew mends them then. */
  readonly damaged: readonly string[];
  readonly isFound: boolean;
  readonly pending: readonly Write[];
  /** Number of writes issued so far: the next one's id. */
  readonly issued: number;
};

export const emptyDisk: Disk = { durable: {}, isEmpty: true, damaged: [], isFound: false, pending: [], issued: 0 };

const NO_WRITES: readonly Write[] = [];

/** A disk that holds something from the beginning. */
export function diskWith(durable: PlainRecord): Disk {
  return { ...emptyDisk, durable, isEmpty: false };
}

/** The disk with one more pending write, due at `due` or with the write before it, whichever is later. */
export function issue(disk: Disk, patch: PlainRecord, kind: string, due: Time): Disk {
  const { pending, issued } = disk;
  const before = pending[pending.length - 1];
  const write = { id: issued, patch, kind, due: before !== undefined && before.due > due ? before.due : due };
  const all = before === undefined ? [write] : [...pending, write];
  const { durable, isEmpty, damaged, isFound } = disk;
  return { durable, isEmpty, damaged, isFound, pending: all, issued: issued + 1 };
}

/** The disk after its oldest `count` pending writes have become durable. */
export function complete(disk: Disk, count = 1): Disk {
  const { isFound, pending, issued } = disk;
  let { durable, isEmpty, damaged } = disk;
  for (let i = 0; i < count; i++) {
    const { patch } = pending[i]!;
    durable = { ...durable, ...patch };
    isEmpty = false;
    // Before it was found a key is written beside the damage, as a record at the end of a damaged log.
    if (isFound && damaged.length > 0) damaged = damaged.filter((key) => !Object.hasOwn(patch, key));
  }
  const rest = pending.length === count ? NO_WRITES : pending.slice(count);
  return { durable, isEmpty, damaged, isFound, pending: rest, issued };
}

/** The disk after a crash that kept the oldest `kept` pending writes. The others never happened. */
export function crash(disk: Disk, kept: number): Disk {
  return { ...complete(disk, kept), pending: NO_WRITES };
}

/**
 * The disk after a crash in the middle of a write: the oldest `kept` pending writes are whole, and of the one after them
 * only those keys are there whose position, in sorted order, `survives`.
 */
export function tear(disk: Disk, kept: number, survives: (position: number) => boolean): Disk {
  const after = crash(disk, kept);
  const patch = partOf(disk.pending[kept]!.patch, survives);
  return { ...after, durable: { ...after.durable, ...patch }, isEmpty: false };
}

/** The disk after its oldest pending write has failed, and with it all that were issued after it. */
export function fail(disk: Disk): Disk {
  return { ...disk, pending: NO_WRITES };
}

/** The disk without the durable keys that do not survive, by their position in sorted order. */
export function damage(disk: Disk, survives: (position: number) => boolean): Disk {
  const durable = partOf(disk.durable, survives);
  const lost = sortedKeys(disk.durable).filter((key) => !Object.hasOwn(durable, key));
  return { ...disk, durable, damaged: sortedSet([...disk.damaged, ...lost]), isFound: false };
}

/** The disk once a start has found its damage. */
export function inspected(disk: Disk): Disk {
  return disk.damaged.length > 0 && !disk.isFound ? { ...disk, isFound: true } : disk;
}

/** Sorted, so that what a position means does not depend on the order in which a protocol wrote its keys. */
function partOf(record: PlainRecord, survives: (position: number) => boolean): PlainRecord {
  const kept = new Set(sortedKeys(record).filter((_, position) => survives(position)));
  return Object.fromEntries(Object.entries(record).filter(([key]) => kept.has(key)));
}
