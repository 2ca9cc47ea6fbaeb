// Is there a maximal path on which a property never holds? Only the part of the graph matters that is reachable through
// states without it: a cycle among such states that is entered only after the property held is no violation.
import { cyclicComponents } from './components.ts';
import type { Graph } from './graph.ts';
import { BOUNDED, EXPANDED, ROOT, type StateTable, TERMINAL } from './state-table.ts';

/** States by number. `stem`: from an initial state. `cycle`: what follows the stem's end, up to that state again. */
export type Avoidance = { readonly stem: readonly number[]; readonly cycle: readonly number[] };

export type Avoided = {
  /** A shortest path to a state without transitions if there is one, else to the nearest cycle. */
  readonly avoidance: Avoidance | undefined;
  /** All states that can be reached without the property were expanded, and no bound of the model cut them short: what was not found does not exist. */
  readonly isExhaustive: boolean;
};

/** `bit`: which of the properties in `graph.met`. The initial states are those without a parent. */
export function avoid(table: StateTable, graph: Graph, bit: number): Avoided {
  const { starts, ends, targets, met } = graph;
  const isUnmet = (number: number) => ((met[number]! >>> bit) & 1) === 0;
  const parents = new Int32Array(table.size).fill(UNREACHED);
  const reached: number[] = [];
  const reach = (number: number, parent: number): void => {
    if (parents[number] !== UNREACHED || !isUnmet(number)) return;
    parents[number] = parent;
    reached.push(number);
  };
  for (let number = 0; number < table.size; number++) if (table.parents[number] === ROOT) reach(number, ROOT);
  let isExhaustive = true;
  for (let i = 0; i < reached.length; i++) {
    const number = reached[i]!;
    const isBounded = table.has(number, BOUNDED);
    if (table.has(number, TERMINAL) && !isBounded)
      return { avoidance: { stem: back(parents, number), cycle: [] }, isExhaustive };
    if (isBounded || !table.has(number, EXPANDED)) isExhaustive = false;
    for (let e = starts[number]!; e < ends[number]!; e++) reach(targets[e]!, number);
  }
  const component = cyclicComponents(graph, reached, table.size, (number) => parents[number] !== UNREACHED);
  const entry = reached.find((number) => component[number]! >= 0);
  if (entry === undefined) return { avoidance: undefined, isExhaustive };
  return { avoidance: { stem: back(parents, entry), cycle: shortestCycle(graph, entry, component) }, isExhaustive };
}

const UNREACHED = -2;

/** From the root to `number`. */
function back(parents: Int32Array, number: number): readonly number[] {
  const line: number[] = [];
  for (let at = number; at !== ROOT; at = parents[at]!) line.push(at);
  return line.reverse();
}

/** Without `entry` at its start, with it at its end. */
function shortestCycle({ starts, ends, targets }: Graph, entry: number, component: Int32Array): readonly number[] {
  const parents = new Map<number, number>([[entry, ROOT]]);
  const queue = [entry];
  for (const number of queue) {
    for (let e = starts[number]!; e < ends[number]!; e++) {
      const target = targets[e]!;
      if (target === entry) return [...lineIn(parents, number).slice(1), entry];
      if (component[target] !== component[entry] || parents.has(target)) continue;
      parents.set(target, number);
      queue.push(target);
    }
  }
  return [];
}

function lineIn(parents: ReadonlyMap<number, number>, number: number): readonly number[] {
  const line: number[] = [];
  for (let at = number; at !== ROOT; at = parents.get(at)!) line.push(at);
  return line.reverse();
}
