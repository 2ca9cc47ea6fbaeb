// The cycles of a graph, class by class from worst to mildest: one shortest witness for each. Forms with the order of
// processes or of real time are looked for where they rule out a level that still stands.
import { type AnomalyName, CYCLES, type CycleAnomaly, FORMS, rulesOutMore } from './anomalies.ts';
import { type CycleClass, cycleClass } from './graph/classes.ts';
import { type Edges, KINDS } from './graph/edges.ts';
import { type Purse, shortestCycle } from './graph/search.ts';
import { cyclicPart, onlyCyclic, roundsApart, type Subgraph } from './graph/subgraph.ts';

export type Cycle = {
  readonly anomaly: CycleAnomaly;
  readonly edges: readonly CycleEdge[];
  readonly isShortest: boolean;
};

export type CycleEdge = {
  readonly from: number;
  readonly to: number;
  readonly kind: number;
  readonly fromStep: number;
  readonly toStep: number;
};

export type Cycles = {
  readonly found: readonly Cycle[];
  /** Classes of which it is not known whether there is one: the budget was spent. */
  readonly unsearched: readonly CycleAnomaly[];
  /** Of these it is known that there is a cycle of the class or of a worse one, and the budget did not suffice to show it. */
  readonly unshown: readonly CycleAnomaly[];
};

/** `known`: the anomalies found already. */
export function cyclesOf(nodes: number, all: Edges, known: readonly AnomalyName[], purse: Purse): Cycles {
  const edges = onlyCyclic(nodes, all);
  const found: Cycle[] = [];
  const unsearched: CycleAnomaly[] = [];
  const unshown: CycleAnomaly[] = [];
  if (edges.count === 0) return { found, unsearched, unshown };
  const parts = new Map<string, Subgraph>();
  for (const form of FORMS) {
    for (const name of CYCLES) {
      const of = cycleClass(name, form);
      const standing = [...known, ...found.map(({ anomaly }) => anomaly), ...unshown];
      if (form !== '' && !rulesOutMore(of.anomaly, standing)) continue;
      const part = partOf(of, nodes, edges, parts);
      // Half of what is left, so that one class does not leave the others without a search.
      const share = { left: Math.ceil(purse.left / 2) };
      const given = share.left;
      const search = shortestCycle(part, of, share);
      purse.left -= given - share.left;
      if (search.found !== undefined) {
        found.push({
          anomaly: of.anomaly,
          edges: search.found.map((edge) => edgeAt(edges, part.edges[edge]!)),
          isShortest: search.isShortest,
        });
      } else if (!search.isComplete) {
        unsearched.push(of.anomaly);
        if (part.nodes > 0) unshown.push(name === 'G-single' ? `G-nonadjacent${form}` : of.anomaly);
      }
    }
  }
  return { found, unsearched, unshown };
}

/** The edges that can be in a cycle of the class. */
function partOf(of: CycleClass, nodes: number, edges: Edges, parts: Map<string, Subgraph>): Subgraph {
  const isApart = /^G-(single|nonadjacent)/.test(of.anomaly);
  const kinds = Array.from({ length: KINDS }, (_, kind) => (of.isMeant(kind) ? '1' : '0')).join('');
  const name = `${kinds} ${isApart}`;
  const known = parts.get(name);
  if (known !== undefined) return known;
  const isRound = isApart ? roundsApart(nodes, edges, of.isMeant) : undefined;
  const isMeant = (edge: number): boolean => of.isMeant(edges.kind[edge]!) && isRound?.[edge] !== 0;
  const part = cyclicPart(nodes, edges, isMeant);
  parts.set(name, part);
  return part;
}

function edgeAt({ from, to, kind, fromStep, toStep }: Edges, edge: number): CycleEdge {
  return {
    ...{ from: from[edge]!, to: to[edge]!, kind: kind[edge]! },
    ...{ fromStep: fromStep[edge]!, toStep: toStep[edge]! },
  };
}
