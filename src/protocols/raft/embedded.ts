// Raft inside another protocol's server (etcd's member, Consul's server): its handlers run on that server's context, but what
// Raft would tell a client the server hears. It is the server that answers: a write once it has applied it, a read from its
// own store.
import type { SendOptions } from '../../contract/context.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { AnyProtocol } from '../../contract/protocol.ts';
import type { Duration } from '../../contract/time.ts';
import type { RequestId } from '../kv/index.ts';
import type { Sends } from './messages.ts';
import type { Ctx, Durable, State, Timer } from './state.ts';

const NOTHING: readonly RequestId[] = [];

class RaftContext {
  /** The requests that Raft would have answered. A refusal is not among them: the server asks again. */
  answered: readonly RequestId[] = NOTHING;
  private readonly ctx: Ctx;

  constructor(ctx: Ctx) {
    this.ctx = ctx;
  }

  send(to: NodeId, message: Sends, options?: SendOptions): void {
    if (message.kind === 'NotLeader') return;
    if (message.kind === 'Reply') this.answered = [...this.answered, message.id];
    else this.ctx.send(to, message, options);
  }

  broadcast(message: Sends, options?: SendOptions): void {
    for (const peer of this.ctx.peers) this.send(peer, message, options);
  }

  get self() {
    return this.ctx.self;
  }
  get peers() {
    return this.ctx.peers;
  }
  get now() {
    return this.ctx.now;
  }
  get monotonic() {
    return this.ctx.monotonic;
  }
  get boot() {
    return this.ctx.boot;
  }
  group(name: string) {
    return this.ctx.group(name);
  }
  setTimer(timer: Timer, min: Duration, max?: Duration): void {
    this.ctx.setTimer(timer, min, max ?? min);
  }
  cancelTimer(kind: Timer['kind'], key?: string): void {
    this.ctx.cancelTimer(kind, key);
  }
  persist(patch: Readonly<Partial<Durable>>, options?: { readonly kind?: string }): void {
    this.ctx.persist(patch, options);
  }
  choose<A>(label: string, options: readonly A[]): A {
    return this.ctx.choose(label, options);
  }
  halt(reason: string): void {
    this.ctx.halt(reason);
  }
  note(text: string): void {
    this.ctx.note(text);
  }
}

/** What one of Raft's handlers did, and which requests it would have answered. */
export type Stepped = { readonly raft: State; readonly answered: readonly RequestId[] };

/** A message of Raft's, or a request handed to it, by the handler of this Raft. */
export function receivedWithin(
  raft: AnyProtocol,
  state: State,
  message: { readonly kind: string },
  from: NodeId,
  ctx: Ctx,
): Stepped {
  return withinRaft(ctx, (inner) => raft.on[message.kind]!(state as never, message as never, from, inner));
}

export function firedWithin(raft: AnyProtocol, state: State, timer: { readonly kind: string }, ctx: Ctx): Stepped {
  return withinRaft(ctx, (inner) => raft.timer[timer.kind]!(state as never, timer as never, inner));
}

export function withinRaft(ctx: Ctx, handle: (ctx: never) => unknown): Stepped {
  const inner = new RaftContext(ctx);
  const raft = handle(inner as never) as State;
  return { raft, answered: inner.answered };
}
