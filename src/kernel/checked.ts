// Checked mode: runs every handler twice and compares, so that what would make a run irreproducible is named where it
// happens: a changed input, hidden state, key order, ambient time or randomness, promises, state that is not plain.
import { equalPlain, type Plain, type PlainRecord } from '../base/plain.ts';
import type { Kind } from '../contract/context.ts';
import type { Effect } from '../contract/effects.ts';
import type { Choice } from './context.ts';
import { admit, ReversedCopies } from './copies.ts';
import { HandlerError, handle, handlerName } from './handle.ts';
import type { Node } from './node.ts';
import { START } from './pending.ts';
import type { HandlerRunner, World } from './world.ts';

/** Watches a handler's use of what lies outside the simulation. Made by `campaign/`, which may name such things. */
export interface AmbientGuard {
  enter(): void;
  /** What was touched since `enter`, as the author wrote it (`Math.random`); undefined if nothing. */
  leave(): string | undefined;
}

/** A rule of the contract that a handler broke, in words. */
export class ImpureError extends Error {
  override readonly name = 'ImpureError';
  readonly node: string;

  constructor(node: string, message: string) {
    super(message);
    this.node = node;
  }
}

/** What V8 says of an attempt to change what is frozen. */
const FROZEN =
  /^Cannot (assign to read only property|add property|delete property|define property|redefine property)|object is not extensible$/;

type Outcome = { readonly after: Plain; readonly effects: readonly Effect[] };

export class CheckedMode {
  private readonly guard: AmbientGuard;
  private readonly copies = new ReversedCopies();

  constructor(guard: AmbientGuard) {
    this.guard = guard;
  }

  /** As `handle`: the state after the event, with the effects left in `world.effects`. */
  readonly run: HandlerRunner = (world, node, kind, input, from) => {
    const name = `${node.id}'s handler ${handlerName(kind, input)}`;
    admit(node.state ?? null, 'state');
    admit(input, 'input');
    admit(node.disk.durable, 'durable');
    const tape: Choice[] = [];
    const first = this.attempt(world, node, name, tape, false, () => handle(world, node, kind, input, from));
    this.mustBePlain(node, name, first);
    const onCopies = () => this.onReversed(world, node, kind, input, from);
    const second = this.again(world, node, name, tape, onCopies);
    if (typeof second === 'string' || !this.isSame(first, second)) {
      const third = this.again(world, node, name, tape, () => handle(world, node, kind, input, from));
      throw new ImpureError(
        node.id,
        typeof third !== 'string' && this.isSame(first, third)
          ? `${name} depends on the order of a record's keys: with them reversed it ${difference(first, second)}`
          : `${name} gives different results for the same input (state outside the node?): run again it ${difference(first, third)}`,
      );
    }
    world.effects = [...first.effects];
    world.effectCount = first.effects.length;
    return first.after;
  };

  /** Runs the handler once more with the same choices; in words, if it throws where it did not before. */
  private again(world: World, node: Node, name: string, tape: Choice[], run: () => Plain): Outcome | string {
    try {
      return this.attempt(world, node, name, tape, true, run);
    } catch (error) {
      if (error instanceof ImpureError) throw error;
      return `threw: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  private attempt(world: World, node: Node, name: string, tape: Choice[], isAgain: boolean, run: () => Plain): Outcome {
    const ctx = world.contexts[node.index]!;
    ctx.tape = tape;
    ctx.used = 0;
    ctx.replaying = isAgain;
    world.effectCount = 0;
    let touched: string | undefined;
    try {
      this.guard.enter();
      let after: Plain;
      try {
        after = run();
      } finally {
        touched = this.guard.leave();
        ctx.tape = undefined;
        ctx.replaying = false;
      }
      if (touched !== undefined) throw new ImpureError(node.id, `${name} used ${touched}`);
      return { after, effects: world.effects.slice(0, world.effectCount) };
    } catch (error) {
      if (touched !== undefined) throw new ImpureError(node.id, `${name} used ${touched}`);
      const cause = error instanceof HandlerError ? error.cause : error;
      if (cause instanceof TypeError && FROZEN.test(cause.message)) {
        throw new ImpureError(node.id, `${name} changes what it was given or has sent: ${cause.message}`);
      }
      throw error;
    }
  }

  private onReversed(world: World, node: Node, kind: number, input: Kind | null, from: number): Plain {
    const state = node.state === undefined ? undefined : this.copies.of(node.state);
    if (kind !== START) return handle(world, node, kind, this.copies.of(input) as Kind | null, from, state);
    const { disk } = node;
    node.disk = { ...disk, durable: this.copies.of(disk.durable) as PlainRecord };
    try {
      return handle(world, node, kind, input, from);
    } finally {
      node.disk = disk;
    }
  }

  private mustBePlain(node: Node, name: string, outcome: Outcome): void {
    const { after, effects } = outcome;
    const stateProblem = admit(after, 'the state');
    if (stateProblem !== undefined)
      throw new ImpureError(node.id, `${name} returned what is not plain data: ${stateProblem}`);
    for (const effect of effects) {
      const problem = admit(effect, effect.effect);
      if (problem !== undefined) throw new ImpureError(node.id, `${name} asked for what is not plain data: ${problem}`);
    }
  }

  private isSame(a: Outcome, b: Outcome): boolean {
    if (a.effects.length !== b.effects.length || !this.copies.isCopy(a.after, b.after)) return false;
    return a.effects.every((effect, i) => this.copies.isCopy(effect as Plain, b.effects[i] as Plain));
  }
}

function difference(a: Outcome, b: Outcome | string): string {
  if (typeof b === 'string') return b;
  if (!equalPlain(a.after, b.after)) return 'returned another state';
  if (a.effects.length !== b.effects.length)
    return `asked for ${b.effects.length} effects instead of ${a.effects.length}`;
  const at = a.effects.findIndex((effect, i) => !equalPlain(effect as Plain, b.effects[i] as Plain));
  return `asked for ${b.effects[at]?.effect ?? 'something'} differently`;
}
