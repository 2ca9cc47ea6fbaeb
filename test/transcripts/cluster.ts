// A few Raft servers, driven by hand: whoever uses it says which message is delivered or dropped, whose timer fires, who
// crashes. Nothing happens by itself, and no time passes. What is told of it is in `words.ts`.
import type { PlainRecord } from '../../src/base/plain.ts';
import type { Kind } from '../../src/contract/context.ts';
import type { Effect } from '../../src/contract/effects.ts';
import type { NodeId } from '../../src/contract/ids.ts';
import { raft, type Settings, type State } from '../../src/protocols/raft/index.ts';
import { deepFreeze, fire, type Outcome, receive, type Setup, start } from '../protocols/recording-context.ts';

export type Sent = { readonly from: NodeId; readonly to: NodeId; readonly message: Kind };

/** A write that is not on disk yet, or a message that waits for those before it. */
type Queued = { readonly write: PlainRecord } | { readonly send: Sent };

type Server = {
  state: State | undefined;
  durable: PlainRecord;
  queue: Queued[];
  incarnation: number;
  isHeld: boolean;
  time: number;
  readonly timers: Set<string>;
};

/** What an event did: the state before and after, and what was sent at once, or once it was on disk. */
export type Happened = { readonly node: NodeId; readonly before: State | undefined; readonly sent: readonly Sent[] };

export class Cluster {
  readonly ids: readonly NodeId[];
  /** On their way, oldest first. */
  network: Sent[] = [];
  private readonly settings: Settings;
  private readonly servers = new Map<NodeId, Server>();

  constructor(count: number, settings: Settings, durable: { readonly [id: NodeId]: PlainRecord } = {}) {
    this.settings = settings;
    this.ids = Array.from({ length: count }, (_, i) => `n${i + 1}`);
    for (const id of this.ids) {
      const server = { durable: durable[id] ?? {}, queue: [], incarnation: 0, isHeld: false, time: 0 };
      this.servers.set(id, { ...server, state: undefined, timers: new Set() });
      this.restart(id);
    }
  }

  private server(id: NodeId): Server {
    const server = this.servers.get(id);
    if (server === undefined) throw new Error(`there is no server ${id}: expected ${this.ids.join(', ')}`);
    return server;
  }

  state(id: NodeId): State {
    const { state } = this.server(id);
    if (state === undefined) throw new Error(`${id} is down`);
    return state;
  }

  isUp = (id: NodeId): boolean => this.server(id).state !== undefined;
  durable = (id: NodeId): PlainRecord => this.server(id).durable;
  timers = (id: NodeId): readonly string[] => [...this.server(id).timers].sort();

  restart(id: NodeId, disk: 'kept' | 'empty' = 'kept'): Happened {
    const server = this.server(id);
    server.incarnation++;
    server.timers.clear();
    if (disk === 'empty') server.durable = {};
    return this.perform(id, undefined, start<State>(raft(this.settings), server.durable, this.setup(id)));
  }

  /** RAM and timers are gone, and of the writes all that were not on disk. */
  crash(id: NodeId): void {
    const server = this.server(id);
    server.state = undefined;
    server.queue = [];
    server.isHeld = false;
    server.timers.clear();
  }

  /** From now on its writes, and what waits for them, wait for `flush`. */
  hold(id: NodeId): void {
    this.server(id).isHeld = true;
  }

  /** The first `count` of its writes come to be on disk, and what waits for them leaves. All of them: it waits no more. */
  flush(id: NodeId, count = Number.POSITIVE_INFINITY): readonly Sent[] {
    const server = this.server(id);
    const sent: Sent[] = [];
    for (let writes = 0; server.queue.length > 0; server.queue.shift()) {
      const next = server.queue[0]!;
      if ('send' in next) sent.push(next.send);
      else if (writes++ < count) server.durable = deepFreeze({ ...server.durable, ...next.write });
      else break;
    }
    if (count === Number.POSITIVE_INFINITY) server.isHeld = false;
    this.network.push(...sent);
    return sent;
  }

  pass(id: NodeId, time: number): void {
    this.server(id).time += time;
  }

  fire(id: NodeId, timer: string): Happened {
    if (!this.server(id).timers.delete(timer)) throw new Error(`${id} has no timer ${timer}: ${this.timers(id)}`);
    const before = this.state(id);
    return this.perform(id, before, fire(raft(this.settings), before, timer, this.setup(id)));
  }

  /** Undefined where the message is lost because the server is down. */
  deliver(sent: Sent): Happened | undefined {
    this.drop(sent);
    if (!this.ids.includes(sent.to) || !this.isUp(sent.to)) return undefined;
    return this.receive(sent.to, sent.message, sent.from);
  }

  drop(sent: Sent): void {
    this.network = this.network.filter((other) => other !== sent);
  }

  receive(id: NodeId, message: Kind, from: NodeId): Happened {
    const before = this.state(id);
    return this.perform(id, before, receive(raft(this.settings), before, message, from, this.setup(id)));
  }

  /** Delivers all there is among these servers, and what comes of it, oldest first. What goes to others stays. */
  settle(among: readonly NodeId[] = this.ids, tell: (sent: Sent, happened: Happened) => void = () => {}): void {
    const isAmong = ({ from, to }: Sent) => among.includes(from) && among.includes(to) && this.isUp(to);
    for (let count = 0; count < 10_000; count++) {
      const next = this.network.find(isAmong);
      if (next === undefined) return;
      const happened = this.deliver(next);
      if (happened !== undefined) tell(next, happened);
    }
    throw new Error('the messages do not come to an end');
  }

  private setup(id: NodeId): Setup {
    const { incarnation, time, durable } = this.server(id);
    const disk = Object.keys(durable).length === 0 ? 'empty' : 'intact';
    return { self: id, peers: this.ids.filter((other) => other !== id), incarnation, disk, time };
  }

  private perform(id: NodeId, before: State | undefined, { state, effects }: Outcome<State>): Happened {
    const server = this.server(id);
    server.state = deepFreeze(state);
    const sent: Sent[] = [];
    for (const effect of effects) this.carryOut(id, server, effect, sent);
    this.network.push(...sent);
    const later = server.isHeld ? [] : this.flush(id);
    return { node: id, before, sent: [...sent, ...later] };
  }

  private carryOut(id: NodeId, server: Server, effect: Effect, sent: Sent[]): void {
    switch (effect.effect) {
      case 'persist':
        server.queue.push({ write: effect.patch });
        break;
      case 'send': {
        const one = { from: id, to: effect.to, message: deepFreeze(effect.message) };
        if (effect.durable) server.queue.push({ send: one });
        else sent.push(one);
        break;
      }
      case 'setTimer':
        server.timers.add(effect.timer.kind);
        break;
      case 'cancelTimer':
        server.timers.delete(effect.name);
        break;
      case 'halt':
        this.crash(id);
        break;
      default:
    }
  }
}
