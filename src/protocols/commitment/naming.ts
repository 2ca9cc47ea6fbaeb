// Names of transactions: who began it, in which life, and its number in it. So no name is used twice, whatever a crash forgets.
import type { NodeId } from '../../contract/ids.ts';
import type { TransactionId } from '../local-store/index.ts';

/** `k1.2.7`: the seventh of k1's second life. */
export function nameOf(node: NodeId, incarnation: number, number: number): TransactionId {
  return `${node}.${incarnation}.${number}`;
}

/** The life in which it began. */
export function lifeOf(transaction: TransactionId): number {
  return Number(transaction.split('.')[1]);
}
