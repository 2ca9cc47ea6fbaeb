// Strongly connected components (Tarjan 1972), without recursion: histories are long.

export type Components = {
  /** By node: the number of its component. */
  readonly of: Int32Array;
  /** By component: how many nodes it has. */
  readonly sizes: readonly number[];
};

/** Outgoing edges by node: those of n are `edges[starts[n]]` to `edges[starts[n + 1] - 1]`, as indexes of edges. */
export type Outgoing = { readonly starts: Int32Array; readonly targets: Int32Array; readonly edges: Int32Array };

/** Edges for which `isMeant` holds, sorted by source. */
export function outgoingOf(
  nodes: number,
  count: number,
  from: Int32Array,
  to: Int32Array,
  isMeant: (edge: number) => boolean,
): Outgoing {
  const starts = new Int32Array(nodes + 1);
  let kept = 0;
  for (let i = 0; i < count; i++) {
    if (!isMeant(i)) continue;
    starts[from[i]! + 1]!++;
    kept++;
  }
  for (let n = 0; n < nodes; n++) starts[n + 1]! += starts[n]!;
  const targets = new Int32Array(kept);
  const edges = new Int32Array(kept);
  const at = starts.slice(0, nodes);
  for (let i = 0; i < count; i++) {
    if (!isMeant(i)) continue;
    const place = at[from[i]!]!++;
    targets[place] = to[i]!;
    edges[place] = i;
  }
  return { starts, targets, edges };
}

export function componentsOf(
  nodes: number,
  edges: readonly { readonly from: number; readonly to: number }[],
): Components {
  const from = Int32Array.from(edges, (edge) => edge.from);
  const to = Int32Array.from(edges, (edge) => edge.to);
  return tarjan(
    nodes,
    outgoingOf(nodes, edges.length, from, to, () => true),
  );
}

export function tarjan(nodes: number, { starts, targets }: Outgoing): Components {
  const of = new Int32Array(nodes).fill(-1);
  const order = new Int32Array(nodes).fill(-1);
  const low = new Int32Array(nodes);
  const next = starts.slice(0, nodes);
  const stack = new Int32Array(nodes);
  const path = new Int32Array(nodes);
  const sizes: number[] = [];
  let [stacked, visited] = [0, 0];
  for (let root = 0; root < nodes; root++) {
    if (order[root] !== -1) continue;
    let depth = 0;
    path[0] = root;
    order[root] = low[root] = visited++;
    stack[stacked++] = root;
    while (depth >= 0) {
      const node = path[depth]!;
      if (next[node]! < starts[node + 1]!) {
        const target = targets[next[node]!++]!;
        if (order[target] === -1) {
          path[++depth] = target;
          order[target] = low[target] = visited++;
          stack[stacked++] = target;
        } else if (of[target] === -1 && order[target]! < low[node]!) low[node] = order[target]!;
        continue;
      }
      if (low[node] === order[node]) {
        let size = 0;
        for (let member = -1; member !== node; size++) {
          member = stack[--stacked]!;
          of[member] = sizes.length;
        }
        sizes.push(size);
      }
      depth--;
      if (depth >= 0 && low[node]! < low[path[depth]!]!) low[path[depth]!] = low[node]!;
    }
  }
  return { of, sizes };
}
