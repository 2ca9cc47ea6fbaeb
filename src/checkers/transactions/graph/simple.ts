// Where the shortest walk of a class goes through a transaction twice: a cycle that does not, depth first, shortest first.
import type { CycleClass } from './classes.ts';
import { KINDS } from './edges.ts';
import type { Subgraph } from './subgraph.ts';

/** Trying all ways round is exponential: beyond this the class is not reported, as a worse one is. */
const TRIES_MAX = 300_000;

/** A cycle with at least `length` edges, as few as possible. */
export function simpleCycle(
  graph: Subgraph,
  of: CycleClass,
  firsts: readonly number[],
  length: number,
  purse: { left: number },
): readonly number[] | undefined {
  let tries = Math.min(TRIES_MAX, purse.left);
  const isOn = new Uint8Array(graph.nodes);
  const way: number[] = [];
  const go = (node: number, state: number, ending: number, left: number): boolean => {
    for (let edge = graph.starts[node]!; edge < graph.starts[node + 1]! && tries > 0; edge++) {
      tries--;
      purse.left--;
      const after = of.next[state * KINDS + graph.kinds[edge]!]!;
      const target = graph.targets[edge]!;
      if (after === -1 || isOn[target] === 1) continue;
      way.push(edge);
      if (target === ending && left === 1 && of.accepts(after)) return true;
      if (target !== ending && left > 1) {
        isOn[target] = 1;
        if (go(target, after, ending, left - 1)) return true;
        isOn[target] = 0;
      }
      way.pop();
    }
    return false;
  };
  for (let edges = length; edges <= graph.nodes && tries > 0; edges++) {
    for (const first of firsts) {
      const begun = graph.targets[first]!;
      way.length = 0;
      way.push(first);
      isOn.fill(0);
      isOn[begun] = 1;
      if (go(begun, of.start(graph.kinds[first]!), graph.sources[first]!, edges - 1)) return way;
    }
  }
  return undefined;
}
