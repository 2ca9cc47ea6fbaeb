// From what a search found to its answer: verdicts with their paths.
import { type Completeness, collisionOf, type SearchAnswer, type SearchVerdict } from './answer.ts';
import { avoid } from './eventually.ts';
import type { Graph } from './graph.ts';
import type { SearchProperty } from './model.ts';
import type { Reading } from './reading.ts';
import { retrace, retraceLasso } from './retrace.ts';
import type { StateTable } from './state-table.ts';

export type Findings<S> = {
  readonly table: StateTable;
  /** There if a property is `eventually`. */
  readonly graph: Graph | undefined;
  readonly properties: readonly SearchProperty<S>[];
  /** Of each property the number of the state that decides it, or −1. */
  readonly found: readonly number[];
  readonly transitions: number;
  readonly terminals: number;
  /** Why it is not complete; undefined if it is. */
  readonly why: (Completeness & { readonly complete: false })['why'] | undefined;
};

export function conclude<S, A>(reading: Reading<S, A>, findings: Findings<S>): SearchAnswer<S, A> {
  const { table, properties, transitions, terminals, why } = findings;
  let bit = 0;
  return {
    states: table.size,
    transitions,
    depth: deepest(table),
    terminals,
    completeness: why === undefined ? { complete: true } : { complete: false, why },
    verdicts: properties.map((property, i) =>
      property.kind === 'eventually'
        ? eventuallyVerdict(reading, findings, property.name, bit++)
        : stateVerdict(reading, findings, property, i),
    ),
    collision: collisionOf(table.size),
  };
}

function deepest({ depths, size }: StateTable): number {
  let depth = 0;
  for (let number = 0; number < size; number++) depth = Math.max(depth, depths[number]!);
  return depth;
}

function stateVerdict<S, A>(
  reading: Reading<S, A>,
  { table, found, why }: Findings<S>,
  { kind, name }: SearchProperty<S>,
  index: number,
): SearchVerdict<S, A> {
  const number = found[index]!;
  const isComplete = why === undefined;
  if (kind === 'always') {
    if (number < 0) return { name, kind, verdict: isComplete ? 'holds' : 'no violation within the bound' };
    return { name, kind, verdict: 'violated', path: retrace(reading, table, table.lineOf(number)) };
  }
  if (number < 0) {
    return { name, kind: 'sometimes', verdict: isComplete ? 'never reached' : 'not reached within the bound' };
  }
  return { name, kind: 'sometimes', verdict: 'reached', path: retrace(reading, table, table.lineOf(number)) };
}

/** A violation inside the bound is a violation; that there is none is known if no path without the property was cut. */
function eventuallyVerdict<S, A>(
  reading: Reading<S, A>,
  { table, graph }: Findings<S>,
  name: string,
  bit: number,
): SearchVerdict<S, A> {
  if (graph === undefined) return { name, kind: 'eventually', verdict: 'unknown' };
  const { avoidance, isExhaustive } = avoid(table, graph, bit);
  if (avoidance === undefined) return { name, kind: 'eventually', verdict: isExhaustive ? 'holds' : 'unknown' };
  return { name, kind: 'eventually', verdict: 'violated', path: retraceLasso(reading, table, avoidance) };
}
