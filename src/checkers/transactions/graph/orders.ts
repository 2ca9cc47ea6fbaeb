// Edges of the order of processes and of real time between committed transactions, and no more of them than are needed:
// what follows from others is left out.
import type { Transaction } from '../reading.ts';
import { type EdgeList, kindOf, ORDER, PROCESS, REALTIME } from './edges.ts';

/** `of`: in the order of invocation. Nothing comes after an unknown transaction, which may take effect at any time. */
export function addOrders(of: readonly Transaction[], edges: EdgeList): void {
  const process = kindOf(ORDER, PROCESS);
  const realtime = kindOf(ORDER, REALTIME);
  eachAfter(of, (earlier, later) => edges.add(earlier.index, later.index, realtime, -1, -1));
  eachOfProcess(of, (earlier, later) => edges.add(earlier.index, later.index, process, -1, -1));
}

type Pair = (earlier: Transaction, later: Transaction) => void;

export function eachOfProcess(of: readonly Transaction[], pair: Pair): void {
  const last = new Map<number, Transaction>();
  for (const transaction of of) {
    const { process } = transaction.operation;
    const before = last.get(process);
    if (before !== undefined) pair(before, transaction);
    last.set(process, transaction);
  }
}

/**
 * Pairs of which the earlier was over when the later began; others follow from these. `front` holds those completed
 * transactions that no other one of them comes after: as many as were open at once, at most.
 */
export function eachAfter(of: readonly Transaction[], pair: Pair): void {
  const completed = of.filter(({ operation }) => operation.completed !== undefined).sort(byCompletion);
  let front: Transaction[] = [];
  let next = 0;
  for (const transaction of of) {
    const { invoked } = transaction.operation;
    for (; next < completed.length && completed[next]!.operation.completed! < invoked; next++) {
      const over = completed[next]!;
      front = front.filter(({ operation }) => operation.completed! >= over.operation.invoked);
      front.push(over);
    }
    for (const earlier of front) pair(earlier, transaction);
  }
}

function byCompletion(a: Transaction, b: Transaction): number {
  return a.operation.completed! - b.operation.completed!;
}
