// A shortest cycle of a class: breadth first from 32 first edges at once, one bit each, level by level (multi-source BFS,
// Then et al. 2014). What is known of the shortest so far bounds all that follows. Work is counted in edges looked at.
import type { CycleClass } from './classes.ts';
import { KINDS } from './edges.ts';
import { simpleCycle } from './simple.ts';
import type { Subgraph } from './subgraph.ts';

/** How many edges may still be looked at; whoever looks at one takes it off. */
export type Purse = { left: number };

export type Search =
  /** Edges of the subgraph, in order. `isShortest`: it was not for want of budget that no shorter one was found. */
  | { readonly found: readonly number[]; readonly isShortest: boolean }
  | { readonly found: undefined; readonly isComplete: boolean };

/** What a batch of searches writes on, made once and cleaned after each. */
type Board = {
  readonly visited: Int32Array;
  readonly pending: Int32Array;
  readonly other: Int32Array;
  readonly touched: number[];
  /** By node: the searches that began by going there, and those that end there. */
  readonly begun: Int32Array;
  readonly ending: Int32Array;
};

export function shortestCycle(graph: Subgraph, of: CycleClass, purse: Purse): Search {
  const firsts: number[] = [];
  for (let edge = 0; edge < graph.kinds.length; edge++) if (of.start(graph.kinds[edge]!) !== -1) firsts.push(edge);
  const board = boardFor(graph, of);
  let best: { readonly edge: number; readonly length: number } | undefined;
  for (let i = 0; i < firsts.length && (best === undefined || best.length > 2) && purse.left > 0; i += 32) {
    best = batch(graph, of, firsts.slice(i, i + 32), best?.length ?? Infinity, board, purse) ?? best;
  }
  const isComplete = purse.left > 0;
  if (best === undefined) return { found: undefined, isComplete };
  const walk = walkFrom(graph, of, best.edge);
  if (isSimple(walk, graph)) return { found: walk, isShortest: isComplete };
  const simple = simpleCycle(graph, of, firsts, best.length, purse);
  if (simple !== undefined) return { found: simple, isShortest: purse.left > 0 };
  // The walk falls apart into cycles of worse classes, which rule out as much.
  return { found: undefined, isComplete: true };
}

function boardFor({ nodes }: Subgraph, { states }: CycleClass): Board {
  const column = (size: number): Int32Array => new Int32Array(size);
  return {
    visited: column(nodes * states),
    pending: column(nodes * states),
    other: column(nodes * states),
    touched: [],
    begun: column(nodes),
    ending: column(nodes),
  };
}

/** The first of these edges that lies in a cycle with fewer than `bound` edges, of the shortest that there are. */
function batch(
  graph: Subgraph,
  of: CycleClass,
  firsts: readonly number[],
  bound: number,
  board: Board,
  purse: Purse,
): { readonly edge: number; readonly length: number } | undefined {
  const { visited, touched, begun, ending } = board;
  let [pending, other] = [board.pending, board.other];
  let frontier: number[] = [];
  firsts.forEach((edge, bit) => {
    const place = graph.targets[edge]! * of.states + of.start(graph.kinds[edge]!);
    if (pending[place] === 0) frontier.push(place);
    pending[place]! |= 1 << bit;
    begun[graph.targets[edge]!]! |= 1 << bit;
    ending[graph.sources[edge]!]! |= 1 << bit;
  });
  let found = 0;
  let length = 2;
  for (; frontier.length > 0 && length < bound && found === 0 && purse.left > 0; length++) {
    const later: number[] = [];
    for (const place of frontier) {
      const mask = pending[place]!;
      pending[place] = 0;
      const node = Math.floor(place / of.states);
      const state = place - node * of.states;
      const end = graph.starts[node + 1]!;
      purse.left -= end - graph.starts[node]!;
      for (let edge = graph.starts[node]!; edge < end; edge++) {
        const after = of.next[state * KINDS + graph.kinds[edge]!]!;
        if (after === -1) continue;
        const target = graph.targets[edge]!;
        let reached = mask & ~begun[target]!;
        if (reached === 0) continue;
        if (of.accepts(after)) found |= reached & ending[target]!;
        const next = target * of.states + after;
        reached &= ~ending[target]! & ~visited[next]!;
        if (reached === 0) continue;
        if (visited[next] === 0) touched.push(next);
        visited[next]! |= reached;
        if (other[next] === 0) later.push(next);
        other[next]! |= reached;
      }
    }
    frontier = later;
    [pending, other] = [other, pending];
  }
  for (const place of frontier) pending[place] = 0;
  for (const place of touched) visited[place] = 0;
  touched.length = 0;
  for (const edge of firsts) begun[graph.targets[edge]!] = ending[graph.sources[edge]!] = 0;
  if (found === 0) return undefined;
  return { edge: firsts[31 - Math.clz32(found & -found)]!, length: length - 1 };
}

/** The shortest way round from one first edge: there is one. */
function walkFrom(graph: Subgraph, of: CycleClass, first: number): readonly number[] {
  const [begun, ending] = [graph.targets[first]!, graph.sources[first]!];
  const origin = begun * of.states + of.start(graph.kinds[first]!);
  const cameBy = new Map<number, { readonly from: number; readonly edge: number }>([
    [origin, { from: -1, edge: first }],
  ]);
  const queue = [origin];
  for (const place of queue) {
    const node = Math.floor(place / of.states);
    for (let edge = graph.starts[node]!; edge < graph.starts[node + 1]!; edge++) {
      const after = of.next[(place - node * of.states) * KINDS + graph.kinds[edge]!]!;
      const target = graph.targets[edge]!;
      if (after === -1 || target === begun) continue;
      if (target === ending) {
        if (of.accepts(after)) return [...wayTo(place, cameBy), edge];
        continue;
      }
      const next = target * of.states + after;
      if (cameBy.has(next)) continue;
      cameBy.set(next, { from: place, edge });
      queue.push(next);
    }
  }
  return [];
}

function wayTo(place: number, cameBy: ReadonlyMap<number, { readonly from: number; readonly edge: number }>): number[] {
  const way: number[] = [];
  for (let at = place; at !== -1; at = cameBy.get(at)!.from) way.push(cameBy.get(at)!.edge);
  return way.reverse();
}

function isSimple(cycle: readonly number[], { sources }: Subgraph): boolean {
  return new Set(cycle.map((edge) => sources[edge]!)).size === cycle.length;
}
