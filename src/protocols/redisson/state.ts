// What a process that uses RLock remembers: each thread's hold, the subscription and the watchdog that its threads share.
//
//   idle ─acquire─▶ trying ─null─▶ idle, holding ─release─▶ releasing ─▶ idle
//                    ▲  │ time to live
//                    │  ▼
//                  waiting          for a message to the process, or for the time to live of who holds the lock
import type { Duration } from '../../contract/time.ts';
import type { DriverContext } from '../locks/index.ts';
import type {
  Connection,
  ConnectionMessage,
  ConnectionSends,
  ConnectionSettings,
  ConnectionTimer,
  SubscriberMessage,
} from '../redis/index.ts';

export type Hold = {
  readonly phase: 'idle' | 'trying' | 'waiting' | 'releasing';
  /** Counts what the thread asks for: an answer to something older says nothing. */
  readonly round: number;
  /** How often the thread has locked, as far as it knows. */
  readonly holds: number;
  /** The watchdog renews the lease. It stops without a word when the field is gone. */
  readonly isRenewed: boolean;
};

export type Tag = {
  readonly thread: number;
  readonly round: number;
  readonly does: 'try' | 'renew' | 'release' | 'undo' | 'leave';
  /** Of an unlock: how often it was sent before. */
  readonly retries: number;
};

export type Redisson = {
  readonly connection: Connection<Tag>;
  readonly threads: readonly Hold[];
  readonly subscription: 'none' | 'asked' | 'up';
  /** Of the semaphore that a message releases: wake-ups that nobody has used yet. */
  readonly permits: number;
};

export type Message = ConnectionMessage | SubscriberMessage;
/** `key`: the thread. `renew` and `subscribe` are the process's. */
export type Timer =
  | ConnectionTimer
  | { readonly kind: 'ttl'; readonly key: string }
  | { readonly kind: 'renew' }
  | { readonly kind: 'subscribe' };
export type Sends = ConnectionSends;
export type Ctx = DriverContext<Sends, Timer>;

export type Settings = {
  /** 0: none is given, and the watchdog renews. */
  readonly leaseTime: Duration;
  readonly watchdogTimeout: Duration;
  readonly isFenced: boolean;
  /** Of a fair lock: how long a place in the queue is kept beyond its turn. Null: the lock is not fair. */
  readonly threadWait: Duration | null;
  /** The lock counts only if all replicas confirm it within the timeout. */
  readonly checksReplicas: boolean;
  readonly replicasTimeout: Duration;
  readonly retries: number;
  readonly connection: ConnectionSettings;
};

/** The one lock that there is, with what belongs to it. */
export const KEY = 'lock';
export const TOKENS = 'redisson_lock_token:{lock}';
export const CHANNEL = 'redisson_lock__channel:{lock}';

export function leaseOf({ leaseTime, watchdogTimeout }: Settings): Duration {
  return leaseTime === 0 ? watchdogTimeout : leaseTime;
}
