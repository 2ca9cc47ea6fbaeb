// The business: an order of goods, and a bank transfer. What each consists of, step by step, at which service.
import type { NodeId } from '../../contract/ids.ts';
import type { Change } from './rows.ts';

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
const ORDERS = 0;
const GOODS = 1;
const PAYMENTS = 2;

export type StepName = 'create' | 'reserve' | 'charge' | 'ship' | 'debit' | 'credit';
/**
 * Compensatable: can be undone. Pivot: once it is known to be done there is no way back. Retriable: cannot be refused,
 * so it is tried until it is done.
 */
export type StepKind = 'compensatable' | 'pivot' | 'retriable';
export type Step = {
  readonly name: StepName;
  readonly kind: StepKind;
  /** Whether its effect can be taken back. A pivot that can is, as long as nobody knows that it was done. */
  readonly isUndoable: boolean;
  /** Position of its service. */
  readonly at: number;
  readonly change: Change | null;
};

/** In order. Also what the monitors know of a saga: nobody else names its first and its last step. */
export const stepNames = {
  order: ['create', 'reserve', 'charge', 'ship'],
  transfer: ['debit', 'credit'],
} as const satisfies { readonly [K in Deal['kind']]: readonly StepName[] };

export function stepsOf(deal: Deal): readonly Step[] {
  if (deal.kind === 'transfer') {
    const { source, target, from, to, amount } = deal;
    const debit: Change = { row: from, from: 'free', to: null, amount };
    const credit: Change = { row: to, from: null, to: 'free', amount };
    return [
      { name: 'debit', kind: 'compensatable', isUndoable: true, at: source, change: debit },
      // What is on an account may be spent at once, and then there is nothing to take back.
      { name: 'credit', kind: 'pivot', isUndoable: false, at: target, change: credit },
    ];
  }
  const { item, account, quantity, price } = deal;
  const reserve: Change = { row: item, from: 'free', to: 'held', amount: quantity };
  const charge: Change = { row: account, from: 'free', to: 'gone', amount: price };
  const ship: Change = { row: item, from: 'held', to: 'gone', amount: quantity };
  return [
    { name: 'create', kind: 'compensatable', isUndoable: true, at: ORDERS, change: null },
    { name: 'reserve', kind: 'compensatable', isUndoable: true, at: GOODS, change: reserve },
    // The last step that can be refused: after it only what cannot fail is left. So it is the pivot.
    { name: 'charge', kind: 'pivot', isUndoable: true, at: PAYMENTS, change: charge },
    { name: 'ship', kind: 'retriable', isUndoable: false, at: GOODS, change: ship },
  ];
}

export function kindOfStep(name: string): Deal['kind'] {
  return name === 'debit' || name === 'credit' ? 'transfer' : 'order';
}

/** Fewer nodes than services: some keep several. */
export function serviceAt(position: number, servers: readonly NodeId[]): NodeId {
  return servers[position % servers.length]!;
}

export function depositAt(deal: Deal): number {
  return deal.kind === 'transfer' ? deal.source : PAYMENTS;
}
