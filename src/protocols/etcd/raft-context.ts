// Raft inside a member: its handlers run on the member's context, but what Raft would tell a client the member hears. It is
// the member that answers: a write once it has applied it, a read from its own store.
import type { SendOptions } from '../../contract/context.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Duration } from '../../contract/time.ts';
import type { RequestId } from '../kv/index.ts';
import type { Durable, Sends as RaftSends, State as RaftState, Timer as RaftTimer } from '../raft/index.ts';
import type { Ctx } from './state.ts';

const NOTHING: readonly RequestId[] = [];

export class RaftContext {
  /** The requests that Raft would have answered. A refusal is not among them: the member asks again. */
  answered: readonly RequestId[] = NOTHING;
  private readonly ctx: Ctx;

  constructor(ctx: Ctx) {
    this.ctx = ctx;
  }

  send(to: NodeId, message: RaftSends, options?: SendOptions): void {
    if (message.kind === 'NotLeader') return;
    if (message.kind === 'Reply') this.answered = [...this.answered, message.id];
    else this.ctx.send(to, message, options);
  }

  broadcast(message: RaftSends, options?: SendOptions): void {
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
  setTimer(timer: RaftTimer, min: Duration, max?: Duration): void {
    this.ctx.setTimer(timer, min, max ?? min);
  }
  cancelTimer(kind: RaftTimer['kind'], key?: string): void {
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
export type Stepped = { readonly raft: RaftState; readonly answered: readonly RequestId[] };

export function withinRaft(ctx: Ctx, handle: (ctx: never) => unknown): Stepped {
  const inner = new RaftContext(ctx);
  const raft = handle(inner as never) as RaftState;
  return { raft, answered: inner.answered };
}
