// What a handler may do. A context only records: nothing is sent, stored or timed before the handler has returned.
import type { Plain, PlainRecord } from '../base/plain.ts';
import type { GroupName, NodeId } from './ids.ts';
import type { Duration, LocalTime } from './time.ts';

/** A message or timer: plain data with a `kind`. A timer may also have a `key`. */
export type Kind = { readonly kind: string } & PlainRecord;
export type OfKind<M extends Kind, K extends M['kind']> = Extract<M, { readonly kind: K }>;

/** How this node came up. `disk` is `empty` when nothing was ever made durable here. */
export type Boot = { readonly incarnation: number; readonly disk: 'empty' | 'intact' };

/** `durable: true` holds the message back until every write issued so far is durable. Default: it leaves at once. */
export type SendOptions = { readonly durable?: boolean };

export type Context<Sends extends Kind, Timer extends Kind, Durable extends PlainRecord> = {
  readonly self: NodeId;
  /** The other nodes of this node's group, in order of number. */
  readonly peers: readonly NodeId[];
  /** All nodes of a group, in order of number; empty for an unknown group. */
  group(name: GroupName): readonly NodeId[];
  /** This node's own clock. It starts near 0 and may drift from the others' and from true time. */
  readonly now: LocalTime;
  readonly boot: Boot;

  /** Sends over the simulated network. To itself: a loopback, never lost, without delay, still an event of its own. */
  send(to: NodeId, message: Sends, options?: SendOptions): void;
  /** Sends to every peer, in order of number. */
  broadcast(message: Sends, options?: SendOptions): void;

  /**
   * Fires once, between `min` and `max` (default `min`) from now on this node's clock, both inclusive.
   * A timer is named by its kind and optional `key`; setting it again replaces it.
   */
  setTimer(timer: Timer, min: Duration, max?: Duration): void;
  cancelTimer(kind: Timer['kind'], key?: string): void;

  /** Merges keys into the durable record. Writes complete in the order issued; a crash keeps a prefix of them. */
  persist(patch: Readonly<Partial<Durable>>, options?: { readonly kind?: string }): void;

  /** A nondeterministic choice: one of `options`, which must not be empty. */
  choose<A>(label: string, options: readonly A[]): A;

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
