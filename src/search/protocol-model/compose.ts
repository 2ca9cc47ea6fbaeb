// A state from its parts, with its hash from the beginning.
import type { Numbered } from './interned.ts';
import type { Layout, ModelState } from './layout.ts';

export type Parts = {
  readonly nodes: readonly Numbered[];
  readonly memory: Numbered;
  readonly violations: Numbered;
  /** What is left of each budget. */
  readonly left: readonly number[];
  readonly messages: readonly Numbered[];
};

export function composed(layout: Layout, { nodes, memory, violations, left, messages }: Parts): ModelState {
  const sorted = messages.length < 2 ? messages : [...messages].sort((a, b) => a.id - b.id);
  const state = [0, 0];
  let [low, high] = [0, 0];
  const add = (part: Numbered) => {
    low = (low + part.low) | 0;
    high = (high + part.high) | 0;
    state.push(part.id);
  };
  for (const node of nodes) add(node);
  add(memory);
  add(violations);
  for (let at = 0; at < left.length; at++)
    add({ id: left[at]!, low: layout.lowOf(at, left[at]!), high: layout.highOf(at, left[at]!) });
  for (const message of sorted) add(message);
  state[0] = low;
  state[1] = high;
  return state;
}
