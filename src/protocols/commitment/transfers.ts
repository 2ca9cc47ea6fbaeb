// What clients ask for: transfers, orders and audits over several participants. `ctx.choose` is the only randomness.
import type { NodeId } from '../../contract/ids.ts';
import { type Change, deposit, withdraw } from '../local-store/index.ts';
import type { Part } from './messages.ts';
import type { BankSettings } from './settings.ts';

export type Choosing = { choose<A>(label: string, options: readonly A[]): A };

/** From one participant's account to accounts of the others, one unit to each. All participants, or `span` of them. */
export function transfer(participants: readonly NodeId[], bank: BankSettings, ctx: Choosing): readonly Part[] {
  const chosen = drawn(participants, bank.span === 0 ? participants.length : bank.span, ctx);
  const payer = chosen.length < 2 ? chosen[0] : ctx.choose('payer', chosen);
  return chosen.map((participant) => {
    const account = rowOf('a', bank.accounts, ctx);
    const change = participant === payer ? withdraw(account, chosen.length - 1) : deposit(account, 1);
    return { participant, changes: [change] };
  });
}

/** An account of the first participant pays, the second gives a piece of its goods, the others book one unit between them. */
export function order(participants: readonly NodeId[], bank: BankSettings, ctx: Choosing): readonly Part[] {
  const [payer, warehouse, ...books] = participants;
  if (payer === undefined || warehouse === undefined) return [];
  return [
    { participant: payer, changes: [withdraw(rowOf('a', bank.accounts, ctx), Math.max(1, books.length))] },
    { participant: warehouse, changes: sold(rowOf('s', bank.accounts, ctx), books.length === 0, bank, ctx) },
    ...books.map((participant) => ({ participant, changes: [deposit(rowOf('a', bank.accounts, ctx), 1)] })),
  ];
}

/** The sum of all accounts, read at all participants. */
export function audit(participants: readonly NodeId[], { accounts }: BankSettings): readonly Part[] {
  const changes = Array.from({ length: accounts }, (_, index) => ({ row: `a${index + 1}` }));
  return participants.map((participant) => ({ participant, changes }));
}

function sold(goods: string, keepsBooks: boolean, bank: BankSettings, ctx: Choosing): readonly Change[] {
  const piece = withdraw(goods, 1);
  return keepsBooks ? [piece, deposit(rowOf('a', bank.accounts, ctx), 1)] : [piece];
}

function rowOf(prefix: string, count: number, ctx: Choosing): string {
  if (count === 1) return `${prefix}1`;
  return `${prefix}${ctx.choose(
    'row',
    Array.from({ length: count }, (_, index) => index + 1),
  )}`;
}

/** So many of them, in their order. */
function drawn(nodes: readonly NodeId[], count: number, ctx: Choosing): readonly NodeId[] {
  if (count >= nodes.length) return nodes;
  const out = ctx.choose('left out', nodes);
  return drawn(
    nodes.filter((node) => node !== out),
    count,
    ctx,
  );
}
