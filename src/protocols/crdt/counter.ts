// A counter that goes up and down at every replica (PN-counter: Shapiro et al. 2011, §3.1.3): for each replica how much it
// has added and how much it has taken. A replica writes its own parts alone, so the greater number is the later one.
import type { NodeId } from '../../contract/ids.ts';
import { joinParts, type Parts } from './parts.ts';

export type Counter = { readonly kind: 'counter'; readonly added: Parts; readonly taken: Parts };

export const zero: Counter = { kind: 'counter', added: {}, taken: {} };

/** `amount` below zero takes. */
export function add(counter: Counter, replica: NodeId, amount: number): Counter {
  const [part, size] = amount < 0 ? (['taken', -amount] as const) : (['added', amount] as const);
  return { ...counter, [part]: { ...counter[part], [replica]: (counter[part][replica] ?? 0) + size } };
}

export function total({ added, taken }: Counter): number {
  return sum(added) - sum(taken);
}

/**
 * What a replica may still take if the total is never to fall below zero, whatever the others do meanwhile: what it has
 * added itself (escrow: O'Neil 1986; bounded counter: Balegas et al. 2015, without transfers).
 */
export function rightsOf({ added, taken }: Counter, replica: NodeId): number {
  return (added[replica] ?? 0) - (taken[replica] ?? 0);
}

export function joinCounters(a: Counter, b: Counter): Counter {
  const added = joinParts(a.added, b.added, Math.max);
  const taken = joinParts(a.taken, b.taken, Math.max);
  return added === a.added && taken === a.taken ? a : { kind: 'counter', added, taken };
}

function sum(parts: Parts): number {
  return Object.values(parts).reduce((all, part) => all + part, 0);
}
