// The context that handlers are given: it records effects and answers from what the node may know. One for each node.
import type { Plain, PlainRecord } from '../base/plain.ts';
import { monotonicAt, trueClock, wallAt } from '../clock/clock.ts';
import type { Boot, ClientContext, Invocation, Kind, SendOptions } from '../contract/context.ts';
import { type Effect, timerName } from '../contract/effects.ts';
import type { GroupName, NodeId } from '../contract/ids.ts';
import type { Duration, LocalTime } from '../contract/time.ts';
import type { Source } from './chooser.ts';
import { admit } from './copies.ts';
import type { Node } from './node.ts';

/** What a context needs of the world. */
export interface ContextHost {
  readonly time: LocalTime;
  readonly effects: Effect[];
  effectCount: number;
  isHalting: boolean;
  group(name: GroupName): readonly NodeId[];
  readonly onChoice: ((chosen: { node: NodeId; label: string; picked: number }) => void) | undefined;
  readonly sources: { choice(node: Node, label: string): Source };
}

/** What a handler did wrong with its context. Reported as the protocol's mistake, with the handler's stack. */
export class MisuseError extends Error {
  override readonly name = 'MisuseError';
  /** The node, where the handler has returned already. */
  readonly node: NodeId | undefined;

  constructor(message: string, node?: NodeId) {
    super(message);
    this.node = node;
  }
}

/** More is pending or kept than a bound allows. */
export class FloodError extends Error {
  override readonly name = 'FloodError';
}

/** A handler that asks for more effects than this in one event is stopped: it would fill the memory. */
const EFFECTS_MAX = 1_000_000;
/** Longer timers could leave the integers that are exact. */
const DURATION_MAX = 2 ** 46;

/** What `choose` answered while a handler ran, so that checked mode can run it again with the same answers. */
export type Choice = { readonly label: string; readonly bound: number; readonly picked: number };

export class HandlerContext implements ClientContext<Kind, Kind> {
  readonly self: NodeId;
  readonly servers: readonly NodeId[];
  private readonly world: ContextHost;
  private readonly node: Node;
  private groupPeers: readonly NodeId[] | undefined = undefined;

  /** Checked mode: answers recorded on the first run of a handler, and how many the second has used. */
  tape: Choice[] | undefined = undefined;
  used = 0;
  replaying = false;

  constructor(world: ContextHost, node: Node) {
    this.world = world;
    this.node = node;
    this.self = node.id;
    this.servers = node.servers;
  }

  get peers(): readonly NodeId[] {
    this.groupPeers ??= Object.freeze(this.group(this.node.group).filter((id) => id !== this.self));
    return this.groupPeers;
  }

  group(name: GroupName): readonly NodeId[] {
    return this.world.group(name);
  }

  get now(): LocalTime {
    const { clock } = this.node;
    return clock === trueClock ? this.world.time : wallAt(clock, this.world.time);
  }

  get monotonic(): LocalTime {
    const { clock } = this.node;
    return clock === trueClock ? this.world.time : monotonicAt(clock, this.world.time);
  }

  get boot(): Boot {
    return { incarnation: this.node.incarnation, disk: this.node.bootDisk };
  }

  send(to: NodeId, message: Kind, options?: SendOptions): void {
    if (typeof message?.kind !== 'string') throw new MisuseError(`${this.self} sent a message without a kind`);
    this.record({ effect: 'send', to, message, durable: options?.durable === true });
  }

  broadcast(message: Kind, options?: SendOptions): void {
    for (const peer of this.peers) this.send(peer, message, options);
  }

  setTimer(timer: Kind, min: Duration, max: Duration = min): void {
    if (typeof timer?.kind !== 'string') throw new MisuseError(`${this.self} set a timer without a kind`);
    if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || min < 0 || max < min || max > DURATION_MAX) {
      throw new MisuseError(
        `${this.self} set the timer ${timer.kind} to ${min}..${max} µs; expected whole microseconds, 0 ≤ min ≤ max ≤ 2^46`,
      );
    }
    const key: unknown = timer['key'];
    if (key !== undefined && typeof key !== 'string') {
      throw new MisuseError(`${this.self} set the timer ${timer.kind} with a key that is no string: ${String(key)}`);
    }
    this.record({ effect: 'setTimer', timer, min, max });
  }

  cancelTimer(kind: string, key?: string): void {
    this.record({ effect: 'cancelTimer', name: timerName(kind, key) });
  }

  persist(patch: PlainRecord, options?: { readonly kind?: string }): void {
    const kind: unknown = options?.kind ?? 'write';
    if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) {
      throw new MisuseError(`${this.self} persists what is no record; expected keys with values`);
    }
    if (typeof kind !== 'string') throw new MisuseError(`${this.self} persists with a kind that is no text`);
    this.record({ effect: 'persist', patch, kind });
  }

  choose<A>(label: string, options: readonly A[]): A {
    if (!Array.isArray(options)) throw new MisuseError(`${this.self} was to choose ${label} among what is no list`);
    const bound = options.length;
    if (bound === 0) throw new MisuseError(`${this.self} was to choose ${label} among no options`);
    if (this.replaying) {
      const choice = this.tape?.[this.used++];
      if (choice === undefined || choice.label !== label || choice.bound !== bound) {
        throw new MisuseError(`${this.self} chose ${label} of ${bound} where the same handler chose otherwise before`);
      }
      return options[choice.picked]!;
    }
    const picked = bound === 1 ? 0 : this.world.sources.choice(this.node, label).int(bound);
    if (bound > 1) this.world.onChoice?.({ node: this.self, label, picked });
    this.tape?.push({ label, bound, picked });
    return options[picked]!;
  }

  halt(reason: string): void {
    if (typeof reason !== 'string') throw new MisuseError(`${this.self} halts without a reason; expected a few words`);
    this.world.isHalting = true;
    this.record({ effect: 'halt', reason });
  }

  note(text: string): void {
    if (typeof text !== 'string') throw new MisuseError(`${this.self} noted what is no text`);
    this.record({ effect: 'note', text });
  }

  invoke(operation: Invocation): void {
    if (typeof operation?.f !== 'string') throw new MisuseError(`${this.self} began an operation without a name, f`);
    this.record({ effect: 'invoke', operation });
  }

  ok(value: Plain): void {
    this.record({ effect: 'complete', type: 'ok', value });
  }

  fail(code: string): void {
    this.record({ effect: 'complete', type: 'fail', code });
  }

  info(code: string): void {
    this.record({ effect: 'complete', type: 'info', code });
  }

  private record(effect: Effect): void {
    // In checked mode what is sent cannot be changed any more; what is not plain is told after the handler has returned.
    if (this.tape !== undefined && !this.replaying) admit(effect, '');
    const { world } = this;
    if (world.effectCount >= EFFECTS_MAX) {
      throw new MisuseError(`${this.self} asked for more than ${EFFECTS_MAX} effects in one event`);
    }
    world.effects[world.effectCount++] = effect;
  }
}
