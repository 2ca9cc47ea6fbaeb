// A node's disk: what is durable against what is only written. Immutable data and pure functions, no clock.
//
// Writes may be under way together but complete in the order issued, as with a log that is flushed in groups: a write
// is durable its latency after it was issued, and never before an earlier one.
import type { PlainRecord } from '../base/plain.ts';
import type { Time } from '../contract/time.ts';

export type Write = { readonly id: number; readonly patch: PlainRecord; readonly kind: string; readonly due: Time };

export type Disk = {
  /** All durable patches merged, in order. */
  readonly durable: PlainRecord;
  /** Whether anything was ever durable. */
  readonly isEmpty: boolean;
  readonly pending: readonly Write[];
  /** Number of writes issued so far: the next one's id. */
  readonly issued: number;
};

export const emptyDisk: Disk = { durable: {}, isEmpty: true, pending: [], issued: 0 };

/** The disk with one more pending write, due at `due` or with the write before it, whichever is later. */
export function issue(disk: Disk, patch: PlainRecord, kind: string, due: Time): Disk {
  const before = disk.pending[disk.pending.length - 1];
  const write = { id: disk.issued, patch, kind, due: before !== undefined && before.due > due ? before.due : due };
  return { ...disk, pending: [...disk.pending, write], issued: disk.issued + 1 };
}

/** The disk after its oldest `count` pending writes have become durable. */
export function complete(disk: Disk, count = 1): Disk {
  let { durable, isEmpty } = disk;
  for (const write of disk.pending.slice(0, count)) {
    durable = { ...durable, ...write.patch };
    isEmpty = false;
  }
  return { durable, isEmpty, pending: disk.pending.slice(count), issued: disk.issued };
}

/** The disk after a crash that kept the oldest `kept` pending writes. The others never happened. */
export function crash(disk: Disk, kept: number): Disk {
  return { ...complete(disk, kept), pending: [] };
}
