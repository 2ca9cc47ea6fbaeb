// A customer: one deal or deposit at a time, asked again under the same id until it has ended or its time is up.
import type { ClientContext } from '../../contract/context.ts';
import type { NodeId } from '../../contract/ids.ts';
import { type AnyProtocol, clientProtocol } from '../../contract/protocol.ts';
import type { Workload } from '../../contract/system.ts';
import { ms } from '../../contract/time.ts';
import { firstNumber, firstOperation, isChosen, isOverAlready, tableOf } from '../kv/index.ts';
import { type Deal, depositAt, serviceAt } from './deals.ts';
import type { ClientMessage, ServiceAnswer } from './messages.ts';

/** What one piece of goods costs, and what a deposit or a transfer of one unit moves. */
export const UNIT_PRICE = 10;
/** Wait before a deposit to a locked row is asked again. */
const LOCKED_RETRY = ms(20);

type Asked = { readonly to: NodeId; readonly message: ClientMessage };
export type CustomerState = { readonly number: number; readonly open: Asked | null; readonly isDue: boolean };
type Timer = { readonly kind: 'next' } | { readonly kind: 'attempt' } | { readonly kind: 'deadline' };
type Ctx = ClientContext<ClientMessage, Timer>;

/** `office`: the group whose first node takes deals. `takesDeposits` false: nobody does, and `cas:` counts for nothing. */
export type CustomerSettings = {
  readonly deals: Deal['kind'];
  readonly office: string;
  readonly takesDeposits?: boolean;
};

export function customer(workload: Workload, { deals, office, takesDeposits = true }: CustomerSettings): AnyProtocol {
  const deposits = tableOf(workload.cas);
  const strangers = tableOf(workload.fresh);
  const names = (what: string) => Array.from({ length: workload.keys }, (_, index) => `${what}${index}`);
  const [items, accounts] = [names('item'), names('account')];
  const sizes = Array.from({ length: Math.max(1, workload.values) }, (_, index) => index + 1);

  function chosen<A>(label: string, all: readonly A[], ctx: Ctx): A {
    return all.length === 1 ? all[0]! : ctx.choose(label, all);
  }

  function deal(ctx: Ctx): Deal {
    const quantity = chosen('quantity', sizes, ctx);
    const isStranger = isChosen('stranger', strangers, ctx);
    const account = chosen('account', accounts, ctx);
    const known = isStranger ? 'nobody' : account;
    if (deals === 'order') {
      const item = chosen('item', items, ctx);
      return { kind: 'order', item, account: known, quantity, price: quantity * UNIT_PRICE };
    }
    const services = ctx.group('server').length;
    const source = chosen('source', positions(services), ctx);
    const target = (source + chosen('distance', positions(Math.max(1, services - 1)), ctx) + 1) % services;
    const amount = quantity * UNIT_PRICE;
    // Nobody pays himself: with one service it is the next account there.
    const other =
      source === target ? `account${(accounts.indexOf(account) + 1) % Math.max(2, accounts.length)}` : account;
    return { kind: 'transfer', source, target, from: account, to: isStranger ? 'nobody' : other, amount };
  }

  function asked(number: number, ctx: Ctx): Asked {
    const id = `${ctx.self}-${number}`;
    const next = deal(ctx);
    const servers = ctx.group('server');
    if (takesDeposits && isChosen('deposit', deposits, ctx)) {
      const account = next.kind === 'order' ? chosen('account', accounts, ctx) : next.from;
      const to = serviceAt(depositAt(next), servers);
      return { to, message: { kind: 'Deposit', id, account, amount: UNIT_PRICE } };
    }
    const taker = office === 'server' && next.kind === 'transfer' ? next.source : 0;
    return { to: serviceAt(taker, ctx.group(office)), message: { kind: 'Place', id, deal: next } };
  }

  function begin(state: CustomerState, ctx: Ctx): CustomerState {
    const number = state.number + 1;
    const open = asked(number, ctx);
    const { message } = open;
    if (message.kind === 'Deposit') ctx.invoke({ f: 'deposit', key: message.account, value: message.amount });
    else ctx.invoke({ f: message.deal.kind, value: message.deal });
    ctx.setTimer({ kind: 'deadline' }, workload.deadline);
    ask(open, ctx);
    return { number, open, isDue: false };
  }

  function ask({ to, message }: Asked, ctx: Ctx): void {
    ctx.send(to, message);
    ctx.setTimer({ kind: 'attempt' }, workload.attempt);
  }

  function goOn(state: CustomerState, ctx: Ctx): CustomerState {
    ctx.cancelTimer('attempt');
    ctx.cancelTimer('deadline');
    const idle = { ...state, open: null };
    if (idle.isDue) return begin(idle, ctx);
    if (workload.interval === 0) ctx.setTimer({ kind: 'next' }, workload.think);
    return idle;
  }

  return clientProtocol<CustomerState, ServiceAnswer, Timer, ClientMessage>({
    name: 'customer',
    start(ctx) {
      if (!isOverAlready(workload, ctx)) ctx.setTimer({ kind: 'next' }, firstOperation(workload, ctx));
      return { number: firstNumber(ctx), open: null, isDue: false };
    },
    on: {
      Ended(state, { id, outcome }, _from, ctx) {
        if (state.open?.message.kind !== 'Place' || state.open.message.id !== id) return state;
        if (outcome === 'done') ctx.ok(state.open.message.deal);
        else ctx.fail('aborted');
        return goOn(state, ctx);
      },
      Deposited(state, { id, ok }, _from, ctx) {
        if (state.open?.message.kind !== 'Deposit' || state.open.message.id !== id) return state;
        if (!ok) {
          ctx.setTimer({ kind: 'attempt' }, LOCKED_RETRY);
          return state;
        }
        ctx.ok(state.open.message.amount);
        return goOn(state, ctx);
      },
    },
    timer: {
      next(state, _timer, ctx) {
        if (ctx.now > workload.to) return state;
        if (workload.interval > 0) ctx.setTimer({ kind: 'next' }, workload.interval);
        return state.open === null ? begin(state, ctx) : { ...state, isDue: true };
      },
      attempt(state, _timer, ctx) {
        if (state.open !== null) ask(state.open, ctx);
        return state;
      },
      deadline(state, _timer, ctx) {
        if (state.open === null) return state;
        ctx.info('timeout');
        return goOn(state, ctx);
      },
    },
  });
}

function positions(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
