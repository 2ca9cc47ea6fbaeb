// What a handler may do. A context only records: nothing is sent, stored or timed before the handler has returned.
import type { Plain, PlainRecord } from '../base/plain.ts';
import type { GroupName, NodeId } from './ids.ts';
import type { Duration, LocalTime } from './time.ts';

/** A message or timer: plain data with a `kind`. A timer may also have a `key`. */
export type Kind = { readonly kind: string } & PlainRecord;
export type OfKind<M extends Kind, K extends M['kind']> = Extract<M, { readonly kind: K }>;

/**
 * How this node came up. `disk` is `empty` when nothing was ever made durable here, and `corrupt` when damage was found:
 * then some keys of the durable record are missing, and the protocol is started by `system.diskCorrupt`.
 */
export type Boot = { readonly incarnation: number; readonly disk: 'empty' | 'intact' | 'corrupt' };

/** A write that failed. With it failed all writes issued after it, and the sends that waited for one of them are gone. */
export type WriteFailure = { readonly reason: 'error' | 'full'; readonly write: string };

/** `durable: true` holds the message back until every write issued so far is durable. Default: it leaves at once. */
export type SendOptions = { readonly durable?: boolean };

export type Context<Sends extends Kind, Timer extends Kind, Durable extends PlainRecord> = {
  readonly self: NodeId;
  /** The other nodes of this node's group, in order of number. */
  readonly peers: readonly NodeId[];
  /** All nodes of a group, in order of number; empty for an unknown group. */
  group(name: GroupName): readonly NodeId[];
  /** This node's wall clock. It starts near 0, may drift from the others' and from true time, and may jump, back too. */
  readonly now: LocalTime;
  /** This node's monotonic clock: drifts as the wall clock does, never jumps. */
  readonly monotonic: LocalTime;
  readonly boot: Boot;

  /** Sends over the simulated network. To itself: a loopback, never lost, without delay, still an event of its own. */
  send(to: NodeId, message: Sends, options?: SendOptions): void;
  /** Sends to every peer, in order of number. */
  broadcast(message: Sends, options?: SendOptions): void;

  /**
   * Fires once, between `min` and `max` (default `min`) from now on this node's clock, both inclusive: the monotonic
   * one, unless the protocol says `timers: 'wall'`. A timer is named by its kind and optional `key`; setting it again
   * replaces it.
   */
  setTimer(timer: Timer, min: Duration, max?: Duration): void;
  cancelTimer(kind: Timer['kind'], key?: string): void;

  /** Merges keys into the durable record. Writes complete in the order issued; a crash keeps a prefix of them. */
  persist(patch: Readonly<Partial<Durable>>, options?: { readonly kind?: string }): void;

  /** A nondeterministic choice: one of `options`, which must not be empty. */
  choose<A>(label: string, options: readonly A[]): A;

  /**
   * This node stops, as a process does that ends itself: RAM and timers are gone, and it stays down until a `restart`.
   * The state that the handler returns is lost with it; effects asked for before take place.
   */
  halt(reason: string): void;

  /** A line in the trace. */
  note(text: string): void;
};

/** The body of an operation: what is asked (`f`), of which key, with which value. */
export type Invocation = { readonly f: string; readonly key?: string; readonly value: Plain };

/** A client's context: it also says what goes into the history. */
export type ClientContext<Sends extends Kind, Timer extends Kind> = Context<Sends, Timer, PlainRecord> & {
  /** The servers this client may contact, its home first. */
  readonly servers: readonly NodeId[];
  /** Begins an operation. One at a time: complete it before the next. */
  invoke(operation: Invocation): void;
  /** The operation took effect. `value` is what it observed (reads), else the value it was invoked with. */
  ok(value: Plain): void;
  /** The operation did not take effect. `code` is a registered error code (`errors.ts`). */
  fail(code: string): void;
  /** Unknown: it may take effect any time later, or never. The client goes on under a new process number. */
  info(code: string): void;
};
