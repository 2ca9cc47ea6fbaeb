// The messages of the system `crdt`: clients with replicas, replicas among themselves.
import type { ServerMessage } from '../kv/index.ts';
import type { Entries } from './entry.ts';
import type { Update } from './updates.ts';

/** Of a counter or a set; `number` counts the client's operations. Registers are asked as every key-value store is. */
export type Ask = {
  readonly kind: 'Ask';
  readonly number: number;
  readonly f: 'add' | 'remove' | 'read';
  readonly key: string;
  /** What to add to a counter, or the element of a set; 0 for a read. */
  readonly value: number;
  readonly type: 'counter' | 'set';
};

export type Answer = {
  readonly kind: 'Answer';
  readonly number: number;
  readonly ok: boolean;
  readonly value: number | readonly number[];
};

/** Entries that have changed since the receiver last said how far it had heard; `upTo` is how far this brings it. */
export type State = { readonly kind: 'State'; readonly upTo: number; readonly entries: Entries };

/** What was done here, one after the other: the first of them has the number `from`. */
export type Updates = { readonly kind: 'Updates'; readonly from: number; readonly updates: readonly Update[] };

/** All was heard up to here. */
export type Heard = { readonly kind: 'Heard'; readonly upTo: number };

export type Message = ServerMessage | Ask | State | Updates | Heard;
