// How a protocol is written: plain-data state and a typed table of pure handlers, (state, event) → state and effects.
import type { Plain, PlainRecord } from '../base/plain.ts';
import type { ClientContext, Context, Kind, OfKind, WriteFailure } from './context.ts';
import { marked } from './copy.ts';
import type { NodeId } from './ids.ts';

type Handlers<State, Message extends Kind, C> = {
  readonly [K in Message['kind']]: (state: State, message: OfKind<Message, K>, from: NodeId, ctx: C) => State;
};
type TimerHandlers<State, Timer extends Kind, C> = {
  readonly [K in Timer['kind']]: (state: State, timer: OfKind<Timer, K>, ctx: C) => State;
};

/** What the machine itself reports. Each may be left out; then what its comment says happens. */
export type SystemHandlers<State, Durable, C> = {
  /** A write failed. Left out: the node stops, as if it had called `halt`. */
  writeFailed?(state: State, failure: WriteFailure, ctx: C): State;
  /** The stream to a peer broke: what was sent on it and has not arrived never will. Left out: nothing. */
  linkReset?(state: State, peer: NodeId, ctx: C): State;
  /** Starts a node whose disk is damaged; `durable` lacks the damaged keys. Left out: the node does not start. */
  diskCorrupt?(ctx: C, durable: Readonly<Partial<Durable>>): State;
};

/** Which of a node's clocks its timers run on. A jump of the wall clock fires wall timers early, or late. */
export type TimerClock = 'monotonic' | 'wall';

export type Definition<State, Message extends Kind, Timer extends Kind, Durable, C> = {
  /** A few words in kebab-case, for traces and tables. */
  readonly name: string;
  /**
   * Boot and recovery are one path. `durable` is what survived: empty on a first start, and after a torn write any
   * subset of the keys that were written.
   */
  start(ctx: C, durable: Readonly<Partial<Durable>>): State;
  /** One handler for each kind of message that this node receives. A missing one does not compile. */
  readonly on: Handlers<State, Message, C>;
  /** One handler for each kind of timer. */
  readonly timer: TimerHandlers<State, Timer, C>;
  readonly system?: SystemHandlers<State, Durable, C>;
  /** Default `monotonic`, as timers of Linux, Go, Java and Node.js are. */
  readonly timers?: TimerClock;
};

/** The kernel's view of a protocol, whatever its types: the contract has been checked by the compiler, above. */
export type AnyProtocol = {
  readonly name: string;
  readonly start: (ctx: never, durable: never) => Plain;
  readonly on: { readonly [kind: string]: (state: never, message: never, from: NodeId, ctx: never) => Plain };
  readonly timer: { readonly [kind: string]: (state: never, timer: never, ctx: never) => Plain };
  readonly system?: {
    readonly writeFailed?: (state: never, failure: never, ctx: never) => Plain;
    readonly linkReset?: (state: never, peer: NodeId, ctx: never) => Plain;
    readonly diskCorrupt?: (ctx: never, durable: never) => Plain;
  };
  readonly timers?: TimerClock;
};

/**
 * Defines the protocol of a group of nodes.
 *
 * `Message` is what it receives, `Sends` what it may send (default: the same). A handler that changes nothing returns
 * the state it was given; with no effect either, the event counts as one that changed nothing.
 */
export function protocol<
  State extends Plain,
  Message extends Kind,
  Timer extends Kind = never,
  Durable extends PlainRecord = PlainRecord,
  Sends extends Kind = Message,
>(definition: Definition<State, Message, Timer, Durable, Context<Sends, Timer, Durable>>): AnyProtocol {
  return tabled(definition as AnyProtocol);
}

/** The tables without a prototype: a message of kind `toString` must not find what every object inherits. */
function tabled(definition: AnyProtocol): AnyProtocol {
  const own = <T extends object>(table: T): T => Object.assign(Object.create(null) as T, table);
  return marked({ ...definition, on: own(definition.on), timer: own(definition.timer) });
}

/** Defines the protocol of a group of clients: as `protocol`, with a history to write. Clients have no disk. */
export function clientProtocol<
  State extends Plain,
  Message extends Kind,
  Timer extends Kind,
  Sends extends Kind = Message,
>(definition: Definition<State, Message, Timer, PlainRecord, ClientContext<Sends, Timer>>): AnyProtocol {
  return tabled(definition as AnyProtocol);
}
