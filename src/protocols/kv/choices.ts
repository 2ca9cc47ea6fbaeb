// What a client asks next: the workload's shares as small tables to choose from. `ctx.choose` is the only randomness.
import type { Plain } from '../../base/plain.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Ratio, Workload } from '../../contract/system.ts';
import type { Operation } from './operations.ts';

/** The value a client saw last, for each key it has seen. */
export type Seen = { readonly [key: string]: Plain };

export type Choices = {
  next(number: number, seen: Seen, ctx: ChoosingContext): Exclude<Operation, { readonly f: 'register' }>;
};

type ChoosingContext = {
  readonly self: NodeId;
  readonly peers: readonly NodeId[];
  choose<A>(label: string, options: readonly A[]): A;
};

/** `deletes`: half of the writes write null. `takesTurns`: a write, a read of the same key, and so on, whatever the shares. */
export type Manner = { readonly deletes?: boolean; readonly takesTurns?: boolean };

const EVERY_OTHER: readonly boolean[] = [false, true];

/** The operations of a workload. Built once: the tables may be long. */
export function choicesOf(workload: Workload, { deletes = false, takesTurns = false }: Manner = {}): Choices {
  const reads = tableOf(workload.reads);
  const cas = tableOf(workload.cas);
  const fresh = tableOf(workload.fresh);
  const keys = Array.from({ length: workload.keys }, (_, index) => `k${index}`);
  const values = Array.from({ length: workload.values }, (_, index) => index);
  return {
    next(number, seen, ctx) {
      if (takesTurns) return turn(number, keys);
      const key = keys.length === 1 ? keys[0]! : ctx.choose('key', keys);
      if (isChosen('read', reads, ctx)) return { f: 'read', key };
      if (isChosen('fresh', fresh, ctx)) return { f: 'write', key: freshKey(ctx.self, number), value: number };
      const isCas = isChosen('cas', cas, ctx);
      if (deletes && !isCas && isChosen('delete', EVERY_OTHER, ctx)) return { f: 'write', key, value: null };
      const value = values.length === 0 ? uniqueValue(number, ctx) : ctx.choose('value', values);
      return isCas ? { f: 'cas', key, from: seen[key] ?? null, to: value } : { f: 'write', key, value };
    },
  };
}

/** Odd numbers write and even ones read what was written, key after key. */
function turn(number: number, keys: readonly string[]): ReturnType<Choices['next']> {
  const key = keys[((number - 1) >> 1) % keys.length]!;
  return number % 2 === 0 ? { f: 'read', key } : { f: 'write', key, value: number };
}

/** As many yes and no as the ratio says, in lowest terms: 50 of 100 is one of each. */
export function tableOf({ numerator, denominator }: Ratio): readonly boolean[] {
  const divisor = gcd(numerator, denominator);
  return Array.from({ length: denominator / divisor }, (_, index) => index < numerator / divisor);
}

export function isChosen(label: string, table: readonly boolean[], ctx: ChoosingContext): boolean {
  return table.length === 1 ? table[0]! : ctx.choose(label, table);
}

/** Short, and unique across all clients: 2003 is the second operation of c3. */
function uniqueValue(number: number, ctx: ChoosingContext): number {
  return number * Math.max(1000, ctx.peers.length + 2) + numberOf(ctx.self);
}

function freshKey(client: NodeId, number: number): string {
  return `${client}-${number}`;
}

/** Whether a key is a client's own, of a write that is the only one to it. */
export function isFresh(key: string, client: NodeId): boolean {
  return key.startsWith(`${client}-`);
}

/** The number in a node's name. */
export function numberOf(node: NodeId): number {
  return Number.parseInt(node.replace(/^\D+/, ''), 10);
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
