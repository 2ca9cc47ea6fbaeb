// What breaks a level, as data: the operation that cannot be placed, and the chain of operations that proves it.
// `words.ts` makes sentences of it.
import type { Operation } from '../../contract/history.ts';

export type Broken =
  /** The value read was never written, or only by operations that failed. */
  | { readonly kind: 'thin-air'; readonly operation: Operation; readonly failed: readonly Operation[] }
  /** Each operation of the circle comes before the next one, and so before itself; it ends with the one that it began with. */
  | { readonly kind: 'circle'; readonly operation: Operation; readonly circle: readonly Operation[] }
  | {
      readonly kind: 'missed';
      /** The read, which had to see a write and returned what is older. */
      readonly operation: Operation;
      /** From the write that it had to see to the read: why it had to. */
      readonly seen: readonly Operation[];
      /** From the write whose value it returned to the one that it had to see: why that one is newer. Empty: it returned the initial value. */
      readonly older: readonly Operation[];
    }
  /** Every order was tried. */
  | { readonly kind: 'no-order'; readonly operation: Operation };

/** The same on the numbers of accesses. */
export type BrokenAccess =
  | { readonly kind: 'circle'; readonly circle: readonly number[] }
  | { readonly kind: 'missed'; readonly seen: readonly number[]; readonly older: readonly number[] };
