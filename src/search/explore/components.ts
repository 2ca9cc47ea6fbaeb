// Strongly connected components of a part of the graph (Tarjan 1972, "Depth-first search and linear graph algorithms"),
// with an explicit stack: a path may have a million states.
import type { Graph } from './graph.ts';

/**
 * For each state, the number of its component if that has a cycle (a transition of a state to itself is one), else −1.
 * Only `nodes` and the transitions among them count; `isInside` says of a state whether it is one of them.
 */
export function cyclicComponents(
  graph: Graph,
  nodes: readonly number[],
  size: number,
  isInside: (node: number) => boolean,
): Int32Array {
  const { starts, ends, targets } = graph;
  const component = new Int32Array(size).fill(-1);
  const order = new Int32Array(size); // 0: not yet visited; −1: its component is known
  const lowest = new Int32Array(size);
  const at = new Int32Array(size); // the next transition to look at
  const open: number[] = []; // visited, component not yet known
  const path: number[] = [];
  let visited = 0;
  let components = 0;

  const enter = (node: number): void => {
    visited++;
    order[node] = visited;
    lowest[node] = visited;
    at[node] = starts[node]!;
    open.push(node);
    path.push(node);
  };

  /** All transitions of `node` were looked at. */
  const leave = (node: number): void => {
    path.pop();
    const parent = path[path.length - 1];
    if (parent !== undefined) lowest[parent] = Math.min(lowest[parent]!, lowest[node]!);
    if (lowest[node] !== order[node]) return;
    const isCyclic = open[open.length - 1] !== node || hasLoop(graph, node);
    for (let member = -1; member !== node; ) {
      member = open.pop()!;
      order[member] = -1;
      if (isCyclic) component[member] = components;
    }
    components++;
  };

  for (const root of nodes) {
    if (order[root] !== 0) continue;
    enter(root);
    while (path.length > 0) {
      const node = path[path.length - 1]!;
      if (at[node]! >= ends[node]!) {
        leave(node);
        continue;
      }
      const target = targets[at[node]!++]!;
      if (!isInside(target)) continue;
      if (order[target] === 0) enter(target);
      else if (order[target]! > 0) lowest[node] = Math.min(lowest[node]!, order[target]!);
    }
  }
  return component;
}

function hasLoop({ starts, ends, targets }: Graph, node: number): boolean {
  for (let i = starts[node]!; i < ends[node]!; i++) if (targets[i] === node) return true;
  return false;
}
