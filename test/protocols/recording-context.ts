// Runs one handler of a protocol and keeps what it asked for. No kernel: nothing is carried out, nothing is random.
import type { Plain, PlainRecord } from '../../src/base/plain.ts';
import type { Boot, ClientContext, Invocation, Kind, SendOptions } from '../../src/contract/context.ts';
import { type Effect, timerName } from '../../src/contract/effects.ts';
import type { NodeId } from '../../src/contract/ids.ts';
import type { AnyProtocol } from '../../src/contract/protocol.ts';

export type Setup = {
  readonly self?: NodeId;
  readonly peers?: readonly NodeId[];
  readonly groups?: { readonly [group: string]: readonly NodeId[] };
  readonly servers?: readonly NodeId[];
  readonly incarnation?: number;
  /** Default: empty. */
  readonly disk?: Boot['disk'];
  /** What both clocks show. Default: 0. */
  readonly time?: number;
  /** Position of the option that `choose` answers. Default: the first. */
  readonly pick?: (label: string, count: number) => number;
};

export type Outcome<State> = { readonly state: State; readonly effects: readonly Effect[] };

class RecordingContext implements ClientContext<Kind, Kind> {
  readonly effects: Effect[] = [];
  readonly self: NodeId;
  readonly peers: readonly NodeId[];
  readonly servers: readonly NodeId[];
  readonly now: number;
  readonly monotonic: number;
  readonly boot;
  private readonly setup: Setup;

  constructor(setup: Setup) {
    this.setup = setup;
    this.self = setup.self ?? 'n1';
    this.peers = setup.peers ?? [];
    this.servers = setup.servers ?? [];
    this.now = this.monotonic = setup.time ?? 0;
    this.boot = { incarnation: setup.incarnation ?? 1, disk: setup.disk ?? ('empty' as const) };
  }

  group = (name: string) => this.setup.groups?.[name] ?? [];
  send(to: NodeId, message: Kind, options?: SendOptions): void {
    this.effects.push({ effect: 'send', to, message, durable: options?.durable === true });
  }
  broadcast(message: Kind, options?: SendOptions): void {
    for (const peer of this.peers) this.send(peer, message, options);
  }
  setTimer(timer: Kind, min: number, max = min): void {
    this.effects.push({ effect: 'setTimer', timer, min, max });
  }
  cancelTimer(kind: string, key?: string): void {
    this.effects.push({ effect: 'cancelTimer', name: timerName(kind, key) });
  }
  persist(patch: PlainRecord, options?: { readonly kind?: string }): void {
    this.effects.push({ effect: 'persist', patch, kind: options?.kind ?? 'write' });
  }
  choose<A>(label: string, options: readonly A[]): A {
    return options[this.setup.pick?.(label, options.length) ?? 0]!;
  }
  halt(reason: string): void {
    this.effects.push({ effect: 'halt', reason });
  }
  note(text: string): void {
    this.effects.push({ effect: 'note', text });
  }
  invoke(operation: Invocation): void {
    this.effects.push({ effect: 'invoke', operation });
  }
  ok(value: Plain): void {
    this.effects.push({ effect: 'complete', type: 'ok', value });
  }
  fail(code: string): void {
    this.effects.push({ effect: 'complete', type: 'fail', code });
  }
  info(code: string): void {
    this.effects.push({ effect: 'complete', type: 'info', code });
  }
}

export function start<State>(protocol: AnyProtocol, durable: PlainRecord = {}, setup: Setup = {}): Outcome<State> {
  const disk = Object.keys(durable).length === 0 ? 'empty' : 'intact';
  const ctx = new RecordingContext({ disk, ...setup });
  const state = protocol.start(ctx as never, durable as never) as State;
  return { state, effects: ctx.effects };
}

export function receive<State>(
  protocol: AnyProtocol,
  state: State,
  message: Kind,
  from: NodeId,
  setup: Setup = {},
): Outcome<State> {
  const ctx = new RecordingContext(setup);
  const after = protocol.on[message.kind]!(state as never, message as never, from, ctx as never) as State;
  return { state: after, effects: ctx.effects };
}

/** A timer, or one that is nothing but its kind. */
export function fire<State>(
  protocol: AnyProtocol,
  state: State,
  fired: string | Kind,
  setup: Setup = {},
): Outcome<State> {
  const ctx = new RecordingContext(setup);
  const timer = typeof fired === 'string' ? { kind: fired } : fired;
  const after = protocol.timer[timer.kind]!(state as never, timer as never, ctx as never) as State;
  return { state: after, effects: ctx.effects };
}

type Of<K extends Effect['effect']> = Extract<Effect, { effect: K }>;

export function effectsOf<K extends Effect['effect']>({ effects }: Outcome<unknown>, kind: K): readonly Of<K>[] {
  return effects.filter((effect): effect is Of<K> => effect.effect === kind);
}

/** What was sent to one node, or to all. */
export function sent(outcome: Outcome<unknown>, to?: NodeId): readonly Kind[] {
  return effectsOf(outcome, 'send')
    .filter((effect) => to === undefined || effect.to === to)
    .map((effect) => effect.message);
}

export function persisted(outcome: Outcome<unknown>): readonly PlainRecord[] {
  return effectsOf(outcome, 'persist').map((effect) => effect.patch);
}

/** Kinds of the timers that were set. */
export function timersSet(outcome: Outcome<unknown>): readonly string[] {
  return effectsOf(outcome, 'setTimer').map((effect) => effect.timer.kind);
}

/** Freezes plain data to its depth. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const item of Object.values(value)) deepFreeze(item);
  return Object.freeze(value);
}
