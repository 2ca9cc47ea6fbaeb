// What a lock is to the worker that uses it: a client part of pure functions. A driver begins what it is asked for, and says
// later, as news, what came of it. What the worker does in between is in `client/`.
import type { Plain, PlainRecord } from '../../base/plain.ts';
import type { Context, Kind, OfKind } from '../../contract/context.ts';
import type { NodeId } from '../../contract/ids.ts';

/** A client is a process; its threads count from 0. Most have one. */
export type Thread = number;

export type News =
  /** The thread may go in. `token`: its fencing token, null where the lock has none. */
  | { readonly what: 'acquired'; readonly thread: Thread; readonly token: number | null }
  /** It certainly does not hold the lock, and the driver has stopped trying. */
  | { readonly what: 'refused'; readonly thread: Thread }
  /** The thread is told that it holds the lock no more, and stops its work. Where a real client would not be told, say nothing. */
  | { readonly what: 'lost'; readonly thread: Thread }
  /** There was no answer, and the driver has stopped trying: the thread may hold the lock without knowing. */
  | { readonly what: 'unanswered'; readonly thread: Thread }
  /** `wasHeld: false`: there was nothing of this thread to release; null: no answer. */
  | { readonly what: 'released'; readonly thread: Thread; readonly wasHeld: boolean | null }
  /** Counted, nothing more: a message woke somebody who waits; a renewal found the lock gone. */
  | { readonly what: 'woken' }
  | { readonly what: 'renewal-lost' };

/** The lock's part of the state, and what the worker is told. */
export type Told<Lock> = { readonly lock: Lock; readonly news: readonly News[] };

/** `servers`: those that the client may contact, its home first. */
export type DriverContext<Sends extends Kind, Timer extends Kind> = Context<Sends, Timer, PlainRecord> & {
  readonly servers: readonly NodeId[];
};

/**
 * `Lock` is its state, `Message` what it receives, `Timer` its timers, `Sends` what it sends. Kinds of messages and timers
 * must differ from the worker's (`client/state.ts`, `resource/messages.ts`).
 */
export type LockDriver<Lock, Message extends Kind, Timer extends Kind, Sends extends Kind> = {
  readonly name: string;
  start(ctx: DriverContext<Sends, Timer>): Lock;
  /** Goes on trying until it has the lock, is refused or given up. */
  acquire(lock: Lock, thread: Thread, ctx: DriverContext<Sends, Timer>): Told<Lock>;
  /** The thread waits no longer: for the lock, or for the answer to its release. What it may have got is to be let go. */
  giveUp(lock: Lock, thread: Thread, ctx: DriverContext<Sends, Timer>): Told<Lock>;
  release(lock: Lock, thread: Thread, ctx: DriverContext<Sends, Timer>): Told<Lock>;
  readonly on: {
    readonly [K in Message['kind']]: (
      lock: Lock,
      message: OfKind<Message, K>,
      from: NodeId,
      ctx: DriverContext<Sends, Timer>,
    ) => Told<Lock>;
  };
  readonly timer: {
    readonly [K in Timer['kind']]: (
      lock: Lock,
      timer: OfKind<Timer, K>,
      ctx: DriverContext<Sends, Timer>,
    ) => Told<Lock>;
  };
  /** The stream to a peer broke. Left out: nothing. */
  linkReset?(lock: Lock, peer: NodeId, ctx: DriverContext<Sends, Timer>): Told<Lock>;
};

/** The worker's view of a driver, whatever its types. */
export type AnyDriver = {
  readonly name: string;
  readonly start: (ctx: never) => Plain;
  readonly acquire: (lock: never, thread: Thread, ctx: never) => Told<Plain>;
  readonly giveUp: (lock: never, thread: Thread, ctx: never) => Told<Plain>;
  readonly release: (lock: never, thread: Thread, ctx: never) => Told<Plain>;
  readonly on: { readonly [kind: string]: (lock: never, message: never, from: NodeId, ctx: never) => Told<Plain> };
  readonly timer: { readonly [kind: string]: (lock: never, timer: never, ctx: never) => Told<Plain> };
  readonly linkReset?: (lock: never, peer: NodeId, ctx: never) => Told<Plain>;
};

export function lockDriver<Lock extends Plain, Message extends Kind, Timer extends Kind, Sends extends Kind>(
  definition: LockDriver<Lock, Message, Timer, Sends>,
): AnyDriver {
  return definition as AnyDriver;
}

/** Nothing to tell. */
export function quiet<Lock>(lock: Lock): Told<Lock> {
  return { lock, news: [] };
}

export function telling<Lock>(lock: Lock, ...news: readonly News[]): Told<Lock> {
  return { lock, news };
}
