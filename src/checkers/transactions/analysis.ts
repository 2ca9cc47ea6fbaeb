// What the analysis of a model gives: which transactions count as committed, what is wrong at first sight, and the graph.
import type { Finding } from './findings.ts';
import type { Edges } from './graph/edges.ts';
import type { Transactions } from './reading.ts';

export type Analysis = {
  readonly findings: readonly Finding[];
  readonly edges: Edges;
};

/** Why a history cannot be analysed. */
export type NotAnalysed = { readonly reason: string };

/** Which transactions count as committed: those answered, and unknown ones of which a write was read. */
export function committedOf({ all }: Transactions): Uint8Array {
  const committed = new Uint8Array(all.length);
  for (const { index, operation } of all) if (operation.outcome === 'ok') committed[index] = 1;
  return committed;
}

/** By number of step, whether the transaction writes the same key again after it. */
export function intermediateWrites({ all, stepCount }: Transactions): Uint8Array {
  const isIntermediate = new Uint8Array(stepCount);
  for (const { steps, firstStep } of all) {
    if (steps.length === 1) continue;
    const later: number[] = [];
    for (let i = steps.length - 1; i >= 0; i--) {
      const { isRead, key } = steps[i]!;
      if (isRead) continue;
      if (later.includes(key)) isIntermediate[firstStep + i] = 1;
      else later.push(key);
    }
  }
  return isIntermediate;
}
