// The smallest model: a graph.
import type { Model } from '../../../src/search/explore/index.ts';

/** A graph by the targets of each node, from node 0. */
export const graph = (...targets: readonly (readonly number[])[]): Model<number, number> => ({
  init: [0],
  actions: (node) => targets[node] ?? [],
  next: (_, target) => target,
  describe: (target) => `to ${target}`,
});
