// What a deal consists of as a TCC transaction: two branches, each with what it reserves and what it does with that.
import { type Change, type Deal, GOODS, netOf, PAYMENTS, type Plot, tallyOf } from '../shop/index.ts';

export type Branch = {
  readonly name: string;
  /** Position of its service. */
  readonly at: number;
  /** Null: there is nothing to reserve. */
  readonly reserve: Change | null;
  readonly confirm: Change;
};

const branchNames: { readonly [K in Deal['kind']]: readonly string[] } = {
  order: ['goods', 'money'],
  transfer: ['source', 'target'],
};

export function branchesOf(deal: Deal): readonly Branch[] {
  if (deal.kind === 'order') {
    const { item, account, quantity, price } = deal;
    return [
      { name: 'goods', at: GOODS, ...reserving(item, quantity, 'gone') },
      { name: 'money', at: PAYMENTS, ...reserving(account, price, 'gone') },
    ];
  }
  const { source, target, from, to, amount } = deal;
  return [
    { name: 'source', at: source, ...reserving(from, amount, null) },
    { name: 'target', at: target, reserve: null, confirm: { row: to, from: null, to: 'free', amount } },
  ];
}

function reserving(row: string, amount: number, to: 'gone' | null): Pick<Branch, 'reserve' | 'confirm'> {
  return { reserve: { row, from: 'free', to: 'held', amount }, confirm: { row, from: 'held', to, amount } };
}

export const tryOf = (branch: string): string => `try-${branch}`;
export const confirmOf = (branch: string): string => `confirm-${branch}`;

function branchesBeside(step: string): readonly string[] {
  const branch = step.slice(step.indexOf('-') + 1);
  return Object.values(branchNames).find((names) => names.includes(branch)) ?? [];
}

/** How the books tell what became of a transaction. */
export const tccPlot: Plot = {
  leftBy(books, deal, step) {
    const branches = branchesBeside(step);
    const isConfirmed = (branch: string) => netOf(tallyOf(books, deal, confirmOf(branch))) > 0;
    if (branches.every(isConfirmed)) return undefined;
    const standing = branches.filter((branch) => netOf(tallyOf(books, deal, tryOf(branch))) > 0 || isConfirmed(branch));
    return standing.length === 0 ? undefined : standing;
  },
  tornBy(books, deal, step) {
    const branches = branchesBeside(step);
    const confirmed = branches.find((branch) => netOf(tallyOf(books, deal, confirmOf(branch))) > 0);
    const cancelled = branches.find((branch) => tallyOf(books, deal, tryOf(branch)).undone > 0);
    if (confirmed === undefined || cancelled === undefined) return undefined;
    return `its ${confirmed} confirmed and its ${cancelled} cancelled`;
  },
};
