// Row locks: shared and exclusive, with a queue for whoever waits. Pure functions on plain data; who waits for how long is
// the caller's to say. Queues are first come, first served: a reader does not overtake a writer that waits.

import { sortedKeys } from '../../base/sorted.ts';

export type TransactionId = string;
export type Mode = 'shared' | 'exclusive';
export type Claim = { readonly transaction: TransactionId; readonly mode: Mode };
export type Lock = { readonly holders: readonly Claim[]; readonly queue: readonly Claim[] };
/** By row. A row without a lock is left out. */
export type Locks = { readonly [row: string]: Lock };

export type Answer = 'granted' | 'waiting' | 'refused';

const FREE: Lock = { holders: [], queue: [] };

/** Asks for a lock. Asking again for what is held, or waited for, changes nothing. A shared one can become exclusive. */
export function acquire(
  locks: Locks,
  row: string,
  claim: Claim,
  onConflict: 'wait' | 'refuse',
): { readonly locks: Locks; readonly answer: Answer } {
  const lock = locks[row] ?? FREE;
  const own = lock.holders.find(({ transaction }) => transaction === claim.transaction);
  if (own !== undefined && (own.mode === 'exclusive' || claim.mode === 'shared')) return { locks, answer: 'granted' };
  if (lock.queue.some(({ transaction }) => transaction === claim.transaction)) return { locks, answer: 'waiting' };
  // Who holds a shared lock and wants more goes before those who hold nothing.
  const isNext = own !== undefined || lock.queue.length === 0;
  if (isNext && isFree(lock, claim)) {
    const holders = [...others(lock.holders, claim.transaction), claim];
    return { locks: { ...locks, [row]: { ...lock, holders } }, answer: 'granted' };
  }
  if (onConflict === 'refuse') return { locks, answer: 'refused' };
  const queue = own === undefined ? [...lock.queue, claim] : [claim, ...lock.queue];
  return { locks: { ...locks, [row]: { ...lock, queue } }, answer: 'waiting' };
}

/** Gives back all that a transaction holds or waits for. `granted`: who got a lock by it, in order of rows, each once. */
export function release(
  locks: Locks,
  transaction: TransactionId,
): { readonly locks: Locks; readonly granted: readonly TransactionId[] } {
  const granted: TransactionId[] = [];
  const left: { [row: string]: Lock } = {};
  for (const row of sortedKeys(locks)) {
    const lock = locks[row]!;
    const isInvolved = [...lock.holders, ...lock.queue].some((claim) => claim.transaction === transaction);
    const after = isInvolved ? handedOn(without(lock, transaction), granted) : lock;
    if (after.holders.length + after.queue.length > 0) left[row] = after;
  }
  return { locks: left, granted: granted.filter((one, at) => granted.indexOf(one) === at) };
}

/** The rows on which a transaction holds a lock. */
export function rowsHeld(locks: Locks, transaction: TransactionId): readonly string[] {
  return Object.keys(locks).filter((row) => locks[row]!.holders.some((claim) => claim.transaction === transaction));
}

function without(lock: Lock, transaction: TransactionId): Lock {
  return { holders: others(lock.holders, transaction), queue: others(lock.queue, transaction) };
}

/** Those at the head of the queue that the holders leave room for. */
function handedOn(lock: Lock, granted: TransactionId[]): Lock {
  const [next, ...queue] = lock.queue;
  if (next === undefined || !isFree(lock, next)) return lock;
  granted.push(next.transaction);
  return handedOn({ holders: [...others(lock.holders, next.transaction), next], queue }, granted);
}

function isFree({ holders }: Lock, { transaction, mode }: Claim): boolean {
  return others(holders, transaction).every((held) => held.mode === 'shared' && mode === 'shared');
}

function others(claims: readonly Claim[], transaction: TransactionId): readonly Claim[] {
  return claims.filter((claim) => claim.transaction !== transaction);
}
