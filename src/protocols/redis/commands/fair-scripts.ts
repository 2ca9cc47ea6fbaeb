// The scripts of RFairLock: a queue of those who wait beside the lock's hash. A list holds their fields in order, a sorted set
// until when each is waited for. Times are those of the clients: each sends its own clock with what it asks.
import type { Plain, PlainRecord } from '../../../base/plain.ts';
import type { Write } from './keyspace.ts';
import { LATCH, ownersOf } from './lock-scripts.ts';
import type { Asked, Ran, Script } from './script.ts';

export const FAIR_QUEUE = 'redisson_lock_queue:{lock}';
const TIMEOUTS = 'redisson_lock_timeout:{lock}';

/** `timeouts`: of each that waits, a time of the wall clock of clients, µs. */
type Queue = { readonly waiters: readonly string[]; readonly timeouts: { readonly [field: string]: number } };

/**
 * RedissonFairLock, tryLockInnerAsync. Arguments: the field, the lease, the thread wait time, and the client's clock. The
 * reply: null, or how long to wait: until the time of whoever is ahead is over; less than 0 if it has been.
 */
const fairLock: Script = ({ key, entry, now, read }, [field, leaseTime, threadWait, clock]) => {
  const [owner, lease, wait, time] = [String(field), Number(leaseTime), Number(threadWait), Number(clock)];
  const before = queueIn(read);
  const queue = withoutStale(before, time);
  const isNext = queue.waiters.length === 0 || queue.waiters[0] === owner;
  const owners = ownersOf(entry?.value);
  if (entry === undefined && isNext) {
    const locked: Write = { name: 'SET', key, value: { [owner]: 1 }, expireAt: now + lease };
    return taken([...written(before, moved(without(queue, owner), 0, -wait)), locked]);
  }
  if (owners[owner] !== undefined) {
    const value: PlainRecord = { ...owners, [owner]: owners[owner] + 1 };
    return taken([...written(before, queue), { name: 'SET', key, value, expireAt: now + lease }]);
  }
  const known = queue.timeouts[owner];
  // Of who is ahead of it, roughly: so the queue need not be gone through.
  if (known !== undefined) return waiting(known - wait - time, written(before, queue));
  const last = queue.waiters.at(-1);
  const held = entry?.expireAt == null ? -1 : entry.expireAt - now;
  const ttl = last === undefined ? held : queue.timeouts[last]! - time;
  const timeouts = { ...queue.timeouts, [owner]: ttl + wait + time };
  return waiting(ttl, written(before, { waiters: [...queue.waiters, owner], timeouts }));
};

/**
 * RedissonFairLock, unlockInnerAsync. Arguments: those of an unlock, and the client's clock. The message is for whoever is
 * the first in the queue, on a channel of its own.
 */
const fairUnlock: Script = (asked, [field, lease, channel, latchKey, clock]) => {
  const latch = asked.read(String(latchKey));
  if (latch !== undefined) return { value: latch.value, writes: [] };
  const before = queueIn(asked.read);
  const queue = withoutStale(before, Number(clock));
  const next = queue.waiters[0];
  const told = next === undefined ? [] : [{ channel: `${String(channel)}:${next}`, message: 'unlocked' }];
  const ran = unlocked(asked, String(field), Number(lease));
  const writes = [...written(before, queue), ...ran.writes];
  if (ran.value === null) return { ...ran, writes };
  const kept: Write = { name: 'SET', key: String(latchKey), value: ran.value, expireAt: asked.now + LATCH };
  return { value: ran.value, writes: [...writes, kept], published: ran.value === 1 ? told : [] };
};

/** RedissonFairLock, acquireFailedAsync: it waits no longer, and those behind it move up. Arguments: the field, the wait time. */
const fairLeave: Script = ({ read }, [field, threadWait]) => {
  const before = queueIn(read);
  const at = before.waiters.indexOf(String(field));
  if (at === -1) return { value: 0, writes: [] };
  return { value: 1, writes: written(before, without(moved(before, at + 1, -Number(threadWait)), String(field))) };
};

/** Without a hash there is nothing to let go: whoever is next is told once more. */
function unlocked({ key, entry, now }: Asked, owner: string, lease: number): Ran {
  if (entry === undefined) return { value: 1, writes: [] };
  const owners = ownersOf(entry.value);
  const count = owners[owner];
  if (count === undefined) return { value: null, writes: [] };
  if (count === 1) return { value: 1, writes: [{ name: 'DEL', key }] };
  const value: PlainRecord = { ...owners, [owner]: count - 1 };
  return { value: 0, writes: [{ name: 'SET', key, value, expireAt: now + lease }] };
}

/** Who is ahead and whose time is over is waited for no longer. It ends at the first who still has time. */
function withoutStale(queue: Queue, time: number): Queue {
  const first = queue.waiters[0];
  if (first === undefined || queue.timeouts[first]! > time) return queue;
  return withoutStale(without(queue, first), time);
}

function without({ waiters, timeouts }: Queue, owner: string): Queue {
  return {
    waiters: waiters.filter((other) => other !== owner),
    timeouts: Object.fromEntries(Object.entries(timeouts).filter(([other]) => other !== owner)),
  };
}

/** Those from a place on are waited for so much longer. */
function moved({ waiters, timeouts }: Queue, from: number, by: number): Queue {
  return {
    waiters,
    timeouts: Object.fromEntries(
      waiters.map((field, at) => [field, at < from ? timeouts[field]! : timeouts[field]! + by]),
    ),
  };
}

const taken = (writes: readonly Write[]): Ran => ({ value: { ttl: null, token: null }, writes });
const waiting = (ttl: number, writes: readonly Write[]): Ran => ({ value: { ttl, token: null }, writes });

function queueIn(read: Asked['read']): Queue {
  return { waiters: queueOf(read(FAIR_QUEUE)?.value), timeouts: ownersOf(read(TIMEOUTS)?.value) };
}

/** The fields of those who wait, the first ahead. */
export function queueOf(value: Plain | undefined): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : [];
}

/** An empty list is no key. */
function written(before: Queue, { waiters, timeouts }: Queue): readonly Write[] {
  if (waiters.length === 0) {
    return before.waiters.length === 0 ? [] : [FAIR_QUEUE, TIMEOUTS].map((key) => ({ name: 'DEL', key }) as const);
  }
  return [
    { name: 'SET', key: FAIR_QUEUE, value: waiters, expireAt: null },
    { name: 'SET', key: TIMEOUTS, value: timeouts, expireAt: null },
  ];
}

export const fairScripts = {
  'redisson-fair-lock': fairLock,
  'redisson-fair-unlock': fairUnlock,
  'redisson-fair-leave': fairLeave,
} as const satisfies { readonly [name: string]: Script };
