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

const NO_WRITES: readonly Write[] = [];

/** The disk with one more pending write, due at `due` or with the write before it, whichever is later. */
export function issue(disk: Disk, patch: PlainRecord, kind: string, due: Time): Disk {
  const { durable, isEmpty, pending, issued } = disk;
  const before = pending[pending.length - 1];
  const write = { id: issued, patch, kind, due: before !== undefined && before.due > due ? before.due : due };
  return { durable, isEmpty, pending: before === undefined ? [write] : [...pending, write], issued: issued + 1 };
}

/** The disk after its oldest `count` pending writes have become durable. */
export function complete(disk: Disk, count = 1): Disk {
  const { pending, issued } = disk;
  let { durable, isEmpty } = disk;
  for (let i = 0; i < count; i++) {
    durable = { ...durable, ...pending[i]!.patch };
    isEmpty = false;
  }
  return { durable, isEmpty, pending: pending.length === count ? NO_WRITES : pending.slice(count), issued };
}

/** The disk after a crash that kept the oldest `kept` pending writes. The others never happened. */
export function crash(disk: Disk, kept: number): Disk {
  return { ...complete(disk, kept), pending: NO_WRITES };
}
