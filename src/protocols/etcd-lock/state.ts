// What a client of an etcd lock remembers: its session, which is a lease that it keeps alive, and how far it has come with
// the lock (clientv3/concurrency: session.go, mutex.go).
//
//   idle ─▶ granting ─▶ claiming ──it is the oldest──────────────────────────▶ held ─▶ releasing ─▶ idle
//           (a session)     └─▶ looking ◀──────────────┐                          ▲
//                                  ├─somebody is older─▶ waiting (a watch)         │
//                                  └─nobody is ─▶ checking (is my key there still?)┘
import type { NodeId } from '../../contract/ids.ts';
import type { Duration, LocalTime } from '../../contract/time.ts';
import type { Answered, Asked, ClientSends, WatchCompacted, WatchCreated, WatchEvents } from '../etcd/index.ts';
import type { DriverContext, Told } from '../locks/index.ts';

export type Lock = {
  /** Of the latest request. */
  readonly number: number;
  /** Whom it asks: the member that answered last. */
  readonly server: NodeId;
  readonly session: Session | null;
  readonly claim: Claim;
  /** The request that is open, besides keep-alives and watches. */
  readonly open: { readonly number: number; readonly asked: Asked } | null;
};

/**
 * `since`: the number of its first request. `deadline`: when it is given up for lack of an answer, by the client's own
 * clock. `unanswered`: keep-alives since the last answer.
 */
export type Session = {
  readonly lease: number;
  readonly since: number;
  readonly deadline: LocalTime;
  readonly unanswered: number;
};

/** `revision`: at which the client's key was created, which is its place in the queue and its fencing token. */
export type Placed = { readonly lease: number; readonly revision: number };

export type Claim =
  | { readonly phase: 'idle' | 'granting' | 'releasing' | 'withdrawing' }
  | { readonly phase: 'claiming'; readonly lease: number }
  | ({ readonly phase: 'looking' | 'checking' | 'held' } & Placed)
  | Waiting;

/** `next`: the first revision that the watch has not told of. `isHeard`: since the watch was asked for last. */
export type Waiting = Placed & {
  readonly phase: 'waiting';
  readonly watch: number;
  readonly key: string;
  readonly next: number | null;
  readonly isHeard: boolean;
};

export type Message = Answered | WatchCreated | WatchEvents | WatchCompacted;
export type Sends = ClientSends;
export type Timer =
  | { readonly kind: 'request' }
  | { readonly kind: 'keep-alive' }
  | { readonly kind: 'session' }
  | { readonly kind: 'watch' }
  | { readonly kind: 'proclaim' };
export type Ctx = DriverContext<Sends, Timer>;
export type LockTold = Told<Lock>;

export type Settings = {
  readonly ttl: Duration;
  /** Whether it looks for its own key once it has waited: mutex.go does, election.go does not. */
  readonly recheck: boolean;
  /** Whether the application stops its work when its session is done (`session.Done()`). */
  readonly stopsWhenDone: boolean;
  /** What keys begin with. */
  readonly prefix: string;
  /** Of an election: how often the leader puts its value again, and looks by that whether it leads. 0: never; a lock does not. */
  readonly proclaimEvery: Duration;
  /** After so long a request without an answer is sent to the next member. */
  readonly attempt: Duration;
};

export const idle: Claim = { phase: 'idle' };
