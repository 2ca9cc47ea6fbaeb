// What clients and the server tell each other. A transaction is named by its client and a number, which only grows.
import type { Plain } from '../../base/plain.ts';

/** `l` reads all values of a key as a list, `r` the last one; `append` and `w` write, which is the same to the server. */
export type Step = readonly [f: 'append' | 'w' | 'l' | 'r', key: string, value: number | null];

export function isRead([f]: Step): boolean {
  return f === 'l' || f === 'r';
}

export type ToServer =
  /** The step at `index` of the transaction; the first begins it. */
  | { readonly kind: 'Step'; readonly number: number; readonly index: number; readonly step: Step }
  | { readonly kind: 'Commit'; readonly number: number }
  | { readonly kind: 'Rollback'; readonly number: number };

/** Why the server rolled a transaction back. */
export type Reason = 'deadlock' | 'conflict' | 'idle' | 'lost';

export type ToClient =
  /** `value`: what a read returned, else what was written. */
  | { readonly kind: 'Stepped'; readonly number: number; readonly index: number; readonly value: Plain }
  | { readonly kind: 'Committed'; readonly number: number }
  | { readonly kind: 'Aborted'; readonly number: number; readonly reason: Reason };
