// The scripts of locks. A lock of Redisson is a hash: a field for its owner, with how often that one holds it.
import type { Plain, PlainRecord } from '../../../base/plain.ts';
import { ms } from '../../../contract/time.ts';
import type { Asked, Ran, Script } from './script.ts';

/** Redis documentation, "Distributed locks": deletes the key if it holds the owner's own value. */
const compareAndDelete: Script = ({ key, entry }, [value]) =>
  entry === undefined || entry.value !== value
    ? { value: 0, writes: [] }
    : { value: 1, writes: [{ name: 'DEL', key }] };

/**
 * RedissonLock, tryLockInnerAsync. Arguments: the owner's field, the lease, and for RFencedLock the key of the tokens. The
 * reply: null and the token (null without), or the time to live of who holds it, −1 if that has no end.
 */
const redissonLock: Script = ({ key, entry, now, read }, [field, lease, tokenKey = null]) => {
  const owners = ownersOf(entry?.value);
  const owner = String(field);
  if (entry !== undefined && owners[owner] === undefined) {
    const ttl = entry.expireAt === null ? -1 : entry.expireAt - now;
    return { value: { ttl, token: null }, writes: [] };
  }
  const value: PlainRecord = { ...owners, [owner]: (owners[owner] ?? 0) + 1 };
  const locked = { name: 'SET' as const, key, value, expireAt: now + Number(lease) };
  if (tokenKey === null) return { value: { ttl: null, token: null }, writes: [locked] };
  const token = Number(read(String(tokenKey))?.value ?? 0) + 1;
  const counted = { name: 'SET' as const, key: String(tokenKey), value: token, expireAt: null };
  return { value: { ttl: null, token }, writes: [locked, counted] };
};

/** RenewalTask: the lease begins anew if the field is still there. */
const redissonRenew: Script = ({ key, entry, now }, [field, lease]) => {
  if (entry === undefined || ownersOf(entry.value)[String(field)] === undefined) return { value: 0, writes: [] };
  return { value: 1, writes: [{ name: 'SET', key, value: entry.value, expireAt: now + Number(lease) }] };
};

/** How long the answer to an unlock is kept for whoever asks again. */
export const LATCH = ms(30_000);

/**
 * RedissonLock, unlockInnerAsync. Arguments: the field, the lease, the channel, and the key of the latch, under which the
 * reply is kept: an unlock that is sent again is answered alike. The reply: null if the owner has no such field, 0 if it
 * still holds the lock, 1 if it was the last time.
 */
const redissonUnlock: Script = (asked, [field, lease, channel, latchKey]) => {
  const latch = asked.read(String(latchKey));
  if (latch !== undefined) return { value: latch.value, writes: [] };
  const ran = unlocked(asked, String(field), Number(lease), String(channel));
  if (ran.value === null) return ran;
  const kept = { name: 'SET' as const, key: String(latchKey), value: ran.value, expireAt: asked.now + LATCH };
  return { ...ran, writes: [...ran.writes, kept] };
};

function unlocked({ key, entry, now }: Asked, owner: string, lease: number, channel: string): Ran {
  const owners = ownersOf(entry?.value);
  const count = owners[owner];
  if (count === undefined) return { value: null, writes: [] };
  if (count > 1) {
    const value: PlainRecord = { ...owners, [owner]: count - 1 };
    return { value: 0, writes: [{ name: 'SET', key, value, expireAt: now + lease }] };
  }
  return { value: 1, writes: [{ name: 'DEL', key }], published: [{ channel, message: 'unlocked' }] };
}

/** The fields of a hash. */
export function ownersOf(value: Plain | undefined): { readonly [owner: string]: number } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { readonly [owner: string]: number })
    : {};
}

export const lockScripts = {
  'compare-and-delete': compareAndDelete,
  'redisson-lock': redissonLock,
  'redisson-renew': redissonRenew,
  'redisson-unlock': redissonUnlock,
} as const satisfies { readonly [name: string]: Script };
