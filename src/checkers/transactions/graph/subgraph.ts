// A part of the graph: the edges of some kinds that lie in cycles of such edges, with nodes numbered anew.
import { outgoingOf, tarjan } from './components.ts';
import { dependencyOf, type Edges, RW } from './edges.ts';

export type Subgraph = {
  readonly nodes: number;
  /** The transaction that a node is. */
  readonly transactionOf: Int32Array;
  readonly starts: Int32Array;
  readonly targets: Int32Array;
  readonly kinds: Uint8Array;
  readonly sources: Int32Array;
  /** The edge of the whole graph that an edge here is. */
  readonly edges: Int32Array;
};

/** Empty if no cycle is made of such edges alone. */
export function cyclicPart(nodes: number, edges: Edges, isMeant: (edge: number) => boolean): Subgraph {
  const { count, from, to, kind } = edges;
  const { of, sizes } = tarjan(nodes, outgoingOf(nodes, count, from, to, isMeant));
  const numbers = new Int32Array(nodes).fill(-1);
  const members: number[] = [];
  for (let node = 0; node < nodes; node++) {
    if (sizes[of[node]!]! < 2) continue;
    numbers[node] = members.length;
    members.push(node);
  }
  const isInside = (edge: number): boolean => {
    const component = of[from[edge]!]!;
    return sizes[component]! > 1 && component === of[to[edge]!] && isMeant(edge);
  };
  const kept: number[] = [];
  if (members.length > 0) for (let edge = 0; edge < count; edge++) if (isInside(edge)) kept.push(edge);
  const source = Int32Array.from(kept, (edge) => numbers[from[edge]!]!);
  const target = Int32Array.from(kept, (edge) => numbers[to[edge]!]!);
  const out = outgoingOf(members.length, kept.length, source, target, () => true);
  return {
    nodes: members.length,
    transactionOf: Int32Array.from(members),
    starts: out.starts,
    targets: out.targets,
    kinds: Uint8Array.from(out.edges, (edge) => kind[kept[edge]!]!),
    sources: Int32Array.from(out.edges, (edge) => source[edge]!),
    edges: Int32Array.from(out.edges, (edge) => kept[edge]!),
  };
}

/** The whole graph's edges that are in a cycle at all, as a smaller graph of the same shape. */
export function onlyCyclic(nodes: number, edges: Edges): Edges {
  const part = cyclicPart(nodes, edges, () => true);
  const pick = (column: Int32Array): Int32Array => Int32Array.from(part.edges, (edge) => column[edge]!);
  return {
    count: part.edges.length,
    from: pick(edges.from),
    to: pick(edges.to),
    kind: part.kinds,
    fromStep: pick(edges.fromStep),
    toStep: pick(edges.toStep),
    isCut: edges.isCut,
  };
}

/**
 * By edge: 1 if it lies on a way round, of edges of some kinds, on which no two anti-dependencies are side by side. There
 * is one exactly if snapshot isolation is violated: so this is found without a search. A transaction is two nodes here, by
 * whether an anti-dependency led to it; from the second none goes on.
 */
export function roundsApart(
  nodes: number,
  { count, from, to, kind }: Edges,
  isMeant: (kind: number) => boolean,
): Uint8Array {
  const isRw = (edge: number): boolean => dependencyOf(kind[edge]!) === RW;
  const source = new Int32Array(count * 2);
  const target = new Int32Array(count * 2);
  for (let edge = 0; edge < count; edge++) {
    source[edge] = from[edge]! * 2;
    source[count + edge] = from[edge]! * 2 + 1;
    target[edge] = target[count + edge] = to[edge]! * 2 + (isRw(edge) ? 1 : 0);
  }
  const isThere = (copy: number): boolean => {
    const edge = copy < count ? copy : copy - count;
    return isMeant(kind[edge]!) && (copy < count || !isRw(edge));
  };
  const { of } = tarjan(nodes * 2, outgoingOf(nodes * 2, count * 2, source, target, isThere));
  const isRound = new Uint8Array(count);
  for (let copy = 0; copy < count * 2; copy++) {
    if (isThere(copy) && of[source[copy]!] === of[target[copy]!]) isRound[copy < count ? copy : copy - count] = 1;
  }
  return isRound;
}
