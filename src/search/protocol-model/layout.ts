// A state of the model: a list of small integers, so that a million of them fit.
//
//   low  high  node …  memory  violations  budget …  message …
//
// `low` and `high` are the hash, which is the sum of its parts' hashes. Nodes, memory and violations are numbers of what
// is interned, budgets are what is left, messages are the numbers of those in flight, sorted; in a bag one may stand
// there several times.
import type { Budgets } from './bounds.ts';
import { mix, tags } from './interned.ts';

export type ModelState = readonly number[];

export const LOW = 0;
export const HIGH = 1;
export const NODES = 2;

export class Layout {
  readonly nodes: number;
  readonly memory: number;
  readonly violations: number;
  readonly budgets: number;
  readonly messages: number;
  private readonly lows: readonly Int32Array[];
  private readonly highs: readonly Int32Array[];

  constructor(nodes: number, { initial }: Budgets) {
    this.nodes = nodes;
    this.memory = NODES + nodes;
    this.violations = this.memory + 1;
    this.budgets = this.violations + 1;
    this.messages = this.budgets + initial.length;
    this.lows = initial.map((amount, at) => Int32Array.from({ length: amount + 1 }, (_, left) => lane(at, left, 1)));
    this.highs = initial.map((amount, at) => Int32Array.from({ length: amount + 1 }, (_, left) => lane(at, left, 2)));
  }

  /** What a budget of which so much is left adds to the hash. */
  lowOf(budget: number, left: number): number {
    return this.lows[budget]![left]!;
  }

  highOf(budget: number, left: number): number {
    return this.highs[budget]![left]!;
  }
}

function lane(budget: number, left: number, seed: number): number {
  return mix(mix(mix(seed ^ (tags.budget << 8)) ^ budget) ^ left);
}
