// The coordinator: Try at all services at once, then one decision, which is on its disk before any service hears of it.
//
//   trying ── all tried ──▶ confirming ──┐
//     │                                  ├── all have answered ──▶ ended
//     └── refused, or late ──▶ cancelling┘
import type { Context } from '../../contract/context.ts';
import type { NodeId } from '../../contract/ids.ts';
import { type AnyProtocol, protocol } from '../../contract/protocol.ts';
import { type Deal, type Ended, type Place, serviceAt } from '../shop/index.ts';
import type { Answer, Command } from './messages.ts';
import type { Settings } from './options.ts';
import { type Branch, branchesOf } from './plan.ts';

export type Phase = 'trying' | 'confirming' | 'cancelling' | 'ended';
export type Transaction = {
  readonly id: string;
  readonly client: NodeId;
  readonly deal: Deal;
  readonly phase: Phase;
  /** Branches that have answered in this phase. Forgotten in a crash: then all are told once more. */
  readonly answered: readonly string[];
  readonly outcome: 'done' | 'undone' | null;
};
type Transactions = { readonly [id: string]: Transaction };
export type CoordinatorState = { readonly transactions: Transactions };
type Timer = { readonly kind: 'retry'; readonly key: string } | { readonly kind: 'late'; readonly key: string };
type Ctx = Context<Command | Ended, Timer, Transactions>;

const ONCE_DURABLE = { durable: true } as const;

export function coordinator(settings: Settings): AnyProtocol {
  function put(state: CoordinatorState, transaction: Transaction): CoordinatorState {
    return { transactions: { ...state.transactions, [transaction.id]: transaction } };
  }

  /** Tells the branches that have not answered. */
  function tell(transaction: Transaction, ctx: Ctx): void {
    const servers = ctx.group('server');
    for (const branch of branchesOf(transaction.deal)) {
      if (transaction.answered.includes(branch.name)) continue;
      ctx.send(serviceAt(branch.at, servers), commandOf(transaction, branch), ONCE_DURABLE);
    }
    ctx.setTimer({ kind: 'retry', key: transaction.id }, settings.retry);
  }

  function reply({ id, client, outcome }: Transaction, ctx: Ctx): void {
    if (outcome !== null) ctx.send(client, { kind: 'Ended', id, outcome }, ONCE_DURABLE);
  }

  function decide(
    state: CoordinatorState,
    transaction: Transaction,
    phase: 'confirming' | 'cancelling',
    ctx: Ctx,
  ): CoordinatorState {
    const outcome = phase === 'confirming' ? 'done' : 'undone';
    const decided: Transaction = { ...transaction, phase, answered: [], outcome };
    ctx.persist({ [decided.id]: decided }, { kind: 'decision' });
    ctx.cancelTimer('late', decided.id);
    reply(decided, ctx);
    tell(decided, ctx);
    return put(state, decided);
  }

  function answered(state: CoordinatorState, transaction: Transaction, branch: string, ctx: Ctx): CoordinatorState {
    if (transaction.answered.includes(branch)) return state;
    const next = { ...transaction, answered: [...transaction.answered, branch] };
    if (next.answered.length < branchesOf(transaction.deal).length) return put(state, next);
    if (transaction.phase === 'trying') return decide(state, next, 'confirming', ctx);
    const ended: Transaction = { ...next, phase: 'ended' };
    ctx.persist({ [ended.id]: ended }, { kind: 'ended' });
    ctx.cancelTimer('retry', ended.id);
    return put(state, ended);
  }

  function waiting(
    state: CoordinatorState,
    { transaction: id, branch }: Answer,
    phase: Phase,
  ): Transaction | undefined {
    const found = Object.hasOwn(state.transactions, id) ? state.transactions[id] : undefined;
    if (found?.phase !== phase) return undefined;
    return branchesOf(found.deal).some(({ name }) => name === branch) ? found : undefined;
  }

  return protocol<CoordinatorState, Place | Answer, Timer, Transactions, Command | Ended>({
    name: 'tcc-coordinator',
    start(ctx, durable) {
      const all = Object.entries(durable).filter(([, transaction]) => transaction !== undefined);
      const state: CoordinatorState = { transactions: Object.fromEntries(all) as Transactions };
      return Object.keys(state.transactions)
        .sort()
        .reduce((now, id) => {
          const transaction = now.transactions[id]!;
          // Which branches had tried is not known any more: nothing is promised yet, so it is cancelled.
          if (transaction.phase === 'trying') return decide(now, transaction, 'cancelling', ctx);
          if (transaction.phase !== 'ended') tell(transaction, ctx);
          return now;
        }, state);
    },
    on: {
      Place(state, { id, deal }, client, ctx) {
        const known = Object.hasOwn(state.transactions, id) ? state.transactions[id] : undefined;
        if (known !== undefined) {
          reply(known, ctx);
          return state;
        }
        const begun: Transaction = { id, client, deal, phase: 'trying', answered: [], outcome: null };
        ctx.persist({ [id]: begun }, { kind: 'begin' });
        ctx.setTimer({ kind: 'late', key: id }, settings.tryTimeout);
        tell(begun, ctx);
        return put(state, begun);
      },
      Tried(state, answer, _from, ctx) {
        const transaction = waiting(state, answer, 'trying');
        if (transaction === undefined) return state;
        return answer.ok
          ? answered(state, transaction, answer.branch, ctx)
          : decide(state, transaction, 'cancelling', ctx);
      },
      Confirmed(state, answer, _from, ctx) {
        const transaction = waiting(state, answer, 'confirming');
        if (transaction === undefined) return state;
        // The decision stands, and the customer was told of it: what is missing is for people to settle.
        if (!answer.ok) ctx.note(`${answer.branch} of ${transaction.id} could not be confirmed`);
        return answered(state, transaction, answer.branch, ctx);
      },
      Cancelled(state, answer, _from, ctx) {
        const transaction = waiting(state, answer, 'cancelling');
        return transaction === undefined ? state : answered(state, transaction, answer.branch, ctx);
      },
    },
    timer: {
      retry(state, { key: id }, ctx) {
        const transaction = Object.hasOwn(state.transactions, id) ? state.transactions[id] : undefined;
        if (transaction !== undefined && transaction.phase !== 'ended') tell(transaction, ctx);
        return state;
      },
      late(state, { key: id }, ctx) {
        const transaction = Object.hasOwn(state.transactions, id) ? state.transactions[id] : undefined;
        return transaction?.phase === 'trying' ? decide(state, transaction, 'cancelling', ctx) : state;
      },
    },
  });
}

function commandOf({ id: transaction, phase }: Transaction, { name: branch, reserve, confirm }: Branch): Command {
  if (phase === 'trying') return { kind: 'Try', transaction, branch, reserve, confirm };
  if (phase === 'confirming') return { kind: 'Confirm', transaction, branch, confirm };
  return { kind: 'Cancel', transaction, branch, reserve };
}
