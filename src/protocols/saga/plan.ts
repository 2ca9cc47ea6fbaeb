// What a deal consists of as a saga, step by step, at which service.
import {
  type Books,
  type Change,
  type Deal,
  GOODS,
  netOf,
  ORDERS,
  PAYMENTS,
  type Plot,
  tallyOf,
} from '../shop/index.ts';

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

/** In order. */
const stepNames: { readonly [K in Deal['kind']]: readonly StepName[] } = {
  order: ['create', 'reserve', 'charge', 'ship'],
  transfer: ['debit', 'credit'],
};

/** The steps of the kind of deal that a step is of. */
export function stepsBeside(step: string): readonly string[] {
  return Object.values(stepNames).find((names: readonly string[]) => names.includes(step)) ?? [];
}

/** How the books tell what became of a saga. */
export const sagaPlot: Plot = {
  leftBy(books, deal, step) {
    const steps = stepsBeside(step);
    const standing = steps.filter((name) => netOf(tallyOf(books, deal, name)) > 0);
    return standing.length === 0 || standing.length === steps.length ? undefined : standing;
  },
  tornBy(books: Books, deal, step) {
    const steps = stepsBeside(step);
    const [first, last] = [steps[0]!, steps[steps.length - 1]!];
    const isTorn = tallyOf(books, deal, first).undone > 0 && netOf(tallyOf(books, deal, last)) > 0;
    return isTorn ? `its ${last} done and its ${first} taken back` : undefined;
  },
};
