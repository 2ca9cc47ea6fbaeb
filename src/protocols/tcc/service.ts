// A service: reserves, uses what is reserved or gives it free, as it is told; and by itself, where reservations run out.
import type { Context } from '../../contract/context.ts';
import type { NodeId } from '../../contract/ids.ts';
import { type AnyProtocol, protocol } from '../../contract/protocol.ts';
import { type Change, type Deposit, type Deposited, emptyStore, paidIn, type Store } from '../shop/index.ts';
import { cancelled, confirmed, fenceKey, tried } from './branches.ts';
import type { Answer, Command } from './messages.ts';
import type { Settings } from './options.ts';

/** What is reserved, so that it can run out. */
type Reservation = { readonly transaction: string; readonly branch: string; readonly reserve: Change };
type Durable = {
  readonly store: Store;
  readonly reservations: { readonly [key: string]: Reservation };
};
export type ServiceState = Durable & { readonly isClosed: boolean };
type Timer = { readonly kind: 'closing' } | { readonly kind: 'expire'; readonly key: string };
type Sends = Answer | Deposited;
type Ctx = Context<Sends, Timer, { readonly service: Durable }>;

export function service(settings: Settings): AnyProtocol {
  /** The transaction is on its way to the disk before anybody is told of it. */
  function commit(before: ServiceState, after: ServiceState, ctx: Ctx, to?: NodeId, message?: Sends): ServiceState {
    if (before !== after) {
      const { store, reservations } = after;
      ctx.persist({ service: { store, reservations } }, { kind: 'transaction' });
    }
    if (to !== undefined && message !== undefined) ctx.send(to, message, { durable: true });
    return after;
  }

  function withStore(state: ServiceState, store: Store): ServiceState {
    return store === state.store ? state : { ...state, store };
  }

  function reserved(state: ServiceState, key: string, reservation: Reservation, ctx: Ctx): ServiceState {
    if (settings.ttl > 0) ctx.setTimer({ kind: 'expire', key }, settings.ttl);
    return { ...state, reservations: { ...state.reservations, [key]: reservation } };
  }

  function over(state: ServiceState, key: string, ctx: Ctx): ServiceState {
    if (state.reservations[key] === undefined) return state;
    ctx.cancelTimer('expire', key);
    const left = Object.entries(state.reservations).filter(([other]) => other !== key);
    return { ...state, reservations: Object.fromEntries(left) };
  }

  return protocol<ServiceState, Command | Deposit, Timer, { readonly service: Durable }, Sends>({
    name: 'tcc-service',
    start(ctx, { service: durable = { store: emptyStore, reservations: {} } }) {
      if (settings.closing > 0) ctx.setTimer({ kind: 'closing' }, Math.max(0, settings.closing - ctx.monotonic));
      if (settings.ttl > 0) {
        for (const key of Object.keys(durable.reservations).sort()) ctx.setTimer({ kind: 'expire', key }, settings.ttl);
      }
      return { ...durable, isClosed: false };
    },
    on: {
      Try(state, { transaction, branch, reserve, confirm }, from, ctx) {
        const { store, ok } = tried(state.store, transaction, branch, reserve, confirm, settings);
        const after = withStore(state, store);
        const isNew = ok && after !== state && reserve !== null;
        const key = fenceKey(transaction, branch);
        const next = isNew ? reserved(after, key, { transaction, branch, reserve }, ctx) : after;
        return commit(state, next, ctx, from, { kind: 'Tried', transaction, branch, ok });
      },
      Confirm(state, { transaction, branch, confirm }, from, ctx) {
        const { store, ok } = confirmed(state.store, transaction, branch, confirm, settings);
        const next = over(withStore(state, store), fenceKey(transaction, branch), ctx);
        return commit(state, next, ctx, from, { kind: 'Confirmed', transaction, branch, ok });
      },
      Cancel(state, { transaction, branch, reserve }, from, ctx) {
        const store = cancelled(state.store, transaction, branch, reserve, settings);
        const next = over(withStore(state, store), fenceKey(transaction, branch), ctx);
        return commit(state, next, ctx, from, { kind: 'Cancelled', transaction, branch });
      },
      Deposit(state, deposit, from, ctx) {
        const { store, ok } = paidIn(state.store, deposit, settings);
        return commit(state, withStore(state, store), ctx, from, { kind: 'Deposited', id: deposit.id, ok });
      },
    },
    timer: {
      closing: (state) => ({ ...state, isClosed: true }),
      expire(state, { key }, ctx) {
        const found = state.reservations[key];
        if (found === undefined) return state;
        const store = cancelled(state.store, found.transaction, found.branch, found.reserve, settings);
        return commit(state, over(withStore(state, store), key, ctx), ctx);
      },
    },
  });
}
