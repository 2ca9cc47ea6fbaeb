// list-append: the lists that were read tell the order of all appends that anybody saw, so the graph follows from them
// alone. Appends that nobody saw come after those that were seen, in no order among each other.
import { type Analysis, committedOf, intermediateWrites, type NotAnalysed } from '../analysis.ts';
import { findings } from '../findings.ts';
import { edgeList } from '../graph/edges.ts';
import { addOrders } from '../graph/orders.ts';
import { addLostUpdates } from '../lost-updates.ts';
import type { Transactions } from '../reading.ts';
import { addReadEdges, addWriteEdges, followers } from './dependencies.ts';
import { listOrders, NOBODY, writersOf } from './elements.ts';
import { addInside } from './inside.ts';
import { addOrderFindings, addReadFindings, type Reading, readings } from './readings.ts';

export function analyseListAppend(transactions: Transactions): Analysis | NotAnalysed {
  const writers = writersOf(transactions);
  if ('reason' in writers) return writers;
  const orders = listOrders(transactions, writers);
  const reads = readings(transactions, orders, writers);
  const found = findings();
  const committed = committedOf(transactions);
  const isSeen = new Uint8Array(transactions.stepCount);
  const see = (step: number): void => {
    if (step === NOBODY) return;
    isSeen[step] = 1;
    const transaction = transactions.transactionOfStep[step]!;
    if (transactions.all[transaction]!.operation.outcome === 'info') committed[transaction] = 1;
  };
  for (const { writers: steps } of orders) steps.forEach(see);
  for (const { strange } of reads) strange?.writers.forEach(see);
  const context = { transactions, orders, committed, isSeen, isIntermediate: intermediateWrites(transactions) };
  addOrderFindings(context, found);
  addReadFindings(context, reads, found);
  addInside(transactions, found);
  addLostUpdates(transactions, firstVersions(reads), found);
  const edges = edgeList();
  const after = followers(context);
  addWriteEdges(context, after, edges);
  addReadEdges(context, after, reads, edges);
  addOrders(
    transactions.all.filter(({ index }) => committed[index] === 1),
    edges,
  );
  return { findings: found.all(), edges: edges.edges() };
}

/** By number of step: the version that a read saw; reads that fit no order have versions of their own. */
function firstVersions(reads: readonly Reading[]): ReadonlyMap<number, number | string> {
  const versionOf = ({ length, strange }: Reading): number | string =>
    strange === undefined ? length : `after ${JSON.stringify(strange.atoms.at(-1))}`;
  return new Map(reads.map((read) => [read.step, versionOf(read)]));
}
