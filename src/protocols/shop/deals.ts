// The business: an order of goods, and a bank transfer, and which services they are about.
import type { NodeId } from '../../contract/ids.ts';

export type Order = {
  readonly kind: 'order';
  readonly item: string;
  readonly account: string;
  readonly quantity: number;
  readonly price: number;
};
/** `source` and `target` are positions among the services: each keeps accounts. */
export type Transfer = {
  readonly kind: 'transfer';
  readonly source: number;
  readonly target: number;
  readonly from: string;
  readonly to: string;
  readonly amount: number;
};
export type Deal = Order | Transfer;

/** Services by position: orders are kept by the first, goods by the second, payments by the third. */
export const ORDERS = 0;
export const GOODS = 1;
export const PAYMENTS = 2;

/** Fewer nodes than services: some keep several. */
export function serviceAt(position: number, servers: readonly NodeId[]): NodeId {
  return servers[position % servers.length]!;
}

export function depositAt(deal: Deal): number {
  return deal.kind === 'transfer' ? deal.source : PAYMENTS;
}
