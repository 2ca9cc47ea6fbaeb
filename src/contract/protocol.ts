// How a protocol is written: plain-data state and a typed table of pure handlers, (state, event) → state and effects.
import type { Plain, PlainRecord } from '../base/plain.ts';
import type { ClientContext, Context, Kind, OfKind } from './context.ts';
import type { NodeId } from './ids.ts';

type Handlers<State, Message extends Kind, C> = {
  readonly [K in Message['kind']]: (state: State, message: OfKind<Message, K>, from: NodeId, ctx: C) => State;
};
type TimerHandlers<State, Timer extends Kind, C> = {
  readonly [K in Timer['kind']]: (state: State, timer: OfKind<Timer, K>, ctx: C) => State;
};

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
};

/** The kernel's view of a protocol, whatever its types: the contract has been checked by the compiler, above. */
export type AnyProtocol = {
  readonly name: string;
  readonly start: (ctx: never, durable: never) => Plain;
  readonly on: { readonly [kind: string]: (state: never, message: never, from: NodeId, ctx: never) => Plain };
  readonly timer: { readonly [kind: string]: (state: never, timer: never, ctx: never) => Plain };
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
  return { ...definition, on: own(definition.on), timer: own(definition.timer) };
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
