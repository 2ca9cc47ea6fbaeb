// What a process that uses RedissonMultiLock remembers: an RLock on each of several independent servers, and how far it has got.
//
//   idle ─acquire─▶ locking, one after another ─all─▶ held ─release─▶ releasing, all at once ─▶ idle
//                    ▲  │ one fails, or the budget is spent
//                    └─ undoing: all that it has is let go
import type { Duration } from '../../../contract/time.ts';
import type { DriverContext } from '../../locks/index.ts';
import type { Redisson, Sends, Settings, Timer } from '../state.ts';

export type Multi = {
  /** In the order in which they are taken, one on each server. None knows of the others. */
  readonly locks: readonly Redisson[];
  readonly phase: 'idle' | 'locking' | 'held' | 'undoing' | 'releasing';
  /** While locking: which one is asked for. Those before it are held. */
  readonly at: number;
  /** While undoing or releasing: those whose answer is open. */
  readonly open: readonly number[];
  /** While undoing: those that are let go when the open ones have answered. */
  readonly behind: readonly number[];
  /** While undoing: the lock is wanted still, and asked for again after. */
  readonly isWanted: boolean;
  /** While releasing: whether all were held, as far as there are answers. Null: from one there is none. */
  readonly wasHeld: boolean | null;
  readonly isSpent: boolean;
  /** How often a budget began. */
  readonly tries: number;
};

/** Those of the single locks, with keys that begin with the number of the lock. */
type Numbered = {
  readonly [K in Timer['kind']]: { readonly kind: K; readonly key: string };
}[Timer['kind']];
export type MultiTimer = Numbered | { readonly kind: 'budget' };
export type Ctx = DriverContext<Sends, MultiTimer>;

export type MultiSettings = {
  readonly single: Settings;
  readonly count: number;
  /** How long it waits for all together, before it lets go of what it has and begins anew. */
  readonly budget: Duration;
  /** Every second client takes the locks from the last to the first. */
  readonly isOpposed: boolean;
};
