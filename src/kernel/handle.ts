// Calls a handler: finds it in the protocol's table and wraps what it throws.
import type { Plain } from '../base/plain.ts';
import type { Kind } from '../contract/context.ts';
import { MisuseError } from './context.ts';
import type { Node } from './node.ts';
import { FAILURE, RESET, START, TIMER } from './pending.ts';
import type { World } from './world.ts';

/** Carries through what `handle` throws: the protocol's mistake, not ours. */
export class HandlerError extends Error {
  override readonly name = 'HandlerError';
  readonly node: string;
  readonly handler: string;

  constructor(node: string, handler: string, cause: unknown) {
    super(messageOf(cause), { cause });
    this.node = node;
    this.handler = handler;
  }
}

/** Runs the handler. What it throws is wrapped, so that the protocol's mistakes are told from the kernel's. */
export function handle(
  world: World,
  node: Node,
  kind: number,
  input: Kind | null,
  from: number,
  state = node.state,
): Plain {
  const { protocol } = node;
  const ctx = world.contexts[node.index]! as never;
  try {
    if (kind === START) {
      // A node whose disk is damaged and whose protocol does not start from such a one is not started at all.
      const durable = node.disk.durable as never;
      const isCorrupt = node.bootDisk === 'corrupt';
      return returned(isCorrupt ? protocol.system!.diskCorrupt!(ctx, durable) : protocol.start(ctx, durable));
    }
    if (kind === RESET) return returned(protocol.system!.linkReset!(state as never, world.nodes[from]!.id, ctx));
    if (kind === FAILURE) return returned(protocol.system!.writeFailed!(state as never, input as never, ctx));
    const name = input!.kind;
    if (kind === TIMER) {
      const handler = protocol.timer[name];
      if (handler === undefined) throw new MisuseError(`${protocol.name} has no handler for the timer ${name}`);
      return returned(handler(state as never, input as never, ctx));
    }
    const handler = protocol.on[name];
    if (handler === undefined) throw new MisuseError(`${protocol.name} has no handler for the message ${name}`);
    return returned(handler(state as never, input as never, world.nodes[from]!.id, ctx));
  } catch (error) {
    throw new HandlerError(node.id, handlerName(kind, input), error);
  }
}

/** A node without a state is one that is down, so a handler that returns nothing cannot be let through. */
function returned(state: Plain | undefined): Plain {
  if (state === undefined) throw new MisuseError('it returned nothing; expected the state');
  if (typeof (state as { then?: unknown } | null)?.then === 'function') {
    throw new MisuseError('it returned a promise; handlers are synchronous');
  }
  return state;
}

/** What was thrown, in words, whatever it is. */
function messageOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? thrown.message : String(thrown);
  } catch {
    return 'something that cannot be shown';
  }
}

export function handlerName(kind: number, input: Kind | null): string {
  if (kind === START) return 'start';
  if (kind === RESET) return 'system.linkReset';
  if (kind === FAILURE || input === null) return 'system.writeFailed';
  return `${kind === TIMER ? 'timer' : 'on'}.${input.kind}`;
}
