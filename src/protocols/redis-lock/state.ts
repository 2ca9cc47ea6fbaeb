// What a client of this lock remembers of it, thread by thread.
//
//   idle ─acquire─▶ setting ─OK─▶ held ─release─▶ releasing ─▶ idle
//                    ▲   │ nil           (with SETNX and EXPIRE: setting ─1─▶ expiring ─1─▶ held)
//                    └─ pausing
import type { Duration, LocalTime } from '../../contract/time.ts';
import type { DriverContext } from '../locks/index.ts';
import type {
  Connection,
  ConnectionMessage,
  ConnectionSends,
  ConnectionSettings,
  ConnectionTimer,
} from '../redis/index.ts';

export type Holding = {
  readonly phase: 'idle' | 'setting' | 'expiring' | 'pausing' | 'held' | 'releasing';
  /** The value of the key: 20 random bytes in the documentation, here a name that nobody else has. */
  readonly owner: string;
  /** When the key was last asked for, by the monotonic clock. */
  readonly sentAt: LocalTime;
};

/** What a command was for. `owner`: of which acquisition; an answer to an older one says nothing. */
export type Tag = {
  readonly thread: number;
  readonly owner: string;
  readonly does: 'set' | 'expire' | 'release' | 'drop';
};

export type RedisLock = {
  readonly connection: Connection<Tag>;
  /** Counts acquisitions over all lives of the process. */
  readonly number: number;
  readonly threads: readonly Holding[];
};

export type Message = ConnectionMessage;
export type Timer =
  | ConnectionTimer
  | { readonly kind: 'retry'; readonly key: string }
  | { readonly kind: 'validity'; readonly key: string };
export type Sends = ConnectionSends;
export type Ctx = DriverContext<Sends, Timer>;

export type Settings = {
  readonly ttl: Duration;
  readonly acquire: 'set-nx-px' | 'setnx-expire';
  readonly release: 'compare-and-delete' | 'delete';
  /** Until when a client takes the lock for its own: for its TTL from when it was asked for, or answered; or for good. */
  readonly validity: 'none' | 'sent' | 'received';
  readonly retryMin: Duration;
  readonly retryMax: Duration;
  readonly connection: ConnectionSettings;
};

/** The one lock that there is. */
export const KEY = 'lock';
