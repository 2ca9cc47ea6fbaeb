// The edges between transactions that appends and reads of lists give.
import { type EdgeList, kindOf, NOTHING, RW, WR, WW } from '../graph/edges.ts';
import { NOBODY } from './elements.ts';
import { type Context, lastWriter, type Reading } from './readings.ts';

/**
 * What comes next in the order of each key. `next[key][i]`: the first step of a committed transaction at position i or
 * later, else `NOBODY`. `unseen[key]`: committed appends that nobody read, which come after all that was read.
 */
export type Followers = {
  readonly next: readonly (readonly number[])[];
  readonly unseen: readonly (readonly number[])[];
};

export function followers({ transactions, orders, committed, isSeen }: Context): Followers {
  const { all, transactionOfStep } = transactions;
  const unseen: number[][] = orders.map(() => []);
  for (const { index, steps, firstStep } of all) {
    if (committed[index] !== 1) continue;
    steps.forEach(({ isRead, key }, i) => {
      if (!isRead && isSeen[firstStep + i] !== 1) unseen[key]!.push(firstStep + i);
    });
  }
  const next = orders.map(({ writers }) => {
    const list: number[] = new Array(writers.length + 1).fill(NOBODY);
    for (let i = writers.length - 1; i >= 0; i--) {
      const step = writers[i]!;
      const isCommitted = step !== NOBODY && committed[transactionOfStep[step]!] === 1;
      list[i] = isCommitted ? step : list[i + 1]!;
    }
    return list;
  });
  return { next, unseen };
}

/** Whether the order of a key says which append came before which: an element that comes twice has no place. */
function isOrdered({ orders }: Context, key: number): boolean {
  return orders[key]!.repeatedAt === orders[key]!.order.length;
}

export function addWriteEdges(context: Context, { next, unseen }: Followers, edges: EdgeList): void {
  const { transactions, orders } = context;
  const { transactionOfStep } = transactions;
  const ww = kindOf(WW, NOTHING);
  orders.forEach(({ order }, key) => {
    if (!isOrdered(context, key)) return;
    let step = next[key]![0]!;
    for (let i = 0; i < order.length && step !== NOBODY; i++) {
      const later = next[key]![i + 1]!;
      if (later === step) continue;
      const targets = later === NOBODY ? unseen[key]! : [later];
      for (const target of targets) edges.add(transactionOfStep[step]!, transactionOfStep[target]!, ww, step, target);
      step = later;
    }
  });
}

export function addReadEdges(
  context: Context,
  { next, unseen }: Followers,
  reads: readonly Reading[],
  edges: EdgeList,
): void {
  const { transactions, orders, committed } = context;
  const { transactionOfStep } = transactions;
  for (const read of reads) {
    const { transaction, step, key, length, strange } = read;
    const writer = lastWriter(read, orders);
    if (writer !== NOBODY && committed[transactionOfStep[writer]!] === 1) {
      edges.add(transactionOfStep[writer]!, transaction, kindOf(WR, NOTHING), writer, step);
    }
    if (strange !== undefined || !isOrdered(context, key)) continue;
    const later = next[key]![length]!;
    const targets = later === NOBODY ? unseen[key]! : [later];
    for (const target of targets) edges.add(transaction, transactionOfStep[target]!, kindOf(RW, NOTHING), step, target);
  }
}
