// What a service does when an orchestrator tells it to, and for customers who pay in.
import type { NodeId } from '../../contract/ids.ts';
import { type Deposit, keyed, keyOf, moved, noted, rowOf, type Store } from '../shop/index.ts';
import type { Do, Look, Query, Undo, Unlock } from './messages.ts';
import type { Settings } from './options.ts';
import { committed, ONCE_DURABLE, type ServiceContext, type ServiceState, withStore } from './service.ts';
import { doStep, queryStep, undoStep } from './steps.ts';

type Handler<M> = (
  state: ServiceState,
  message: M,
  from: NodeId,
  ctx: ServiceContext,
  settings: Settings,
) => ServiceState;

export const onLook: Handler<Look> = (state, { saga, step, change }, from, ctx, settings) => {
  const locks = settings.countermeasure === 'semantic-lock';
  const { store } = state;
  const holder = store.locks[change.row];
  const isLocked = locks && ((holder !== undefined && holder !== saga) || keyOf(store, lockKey(saga)) === 'released');
  const read = isLocked ? store : noted(store, { deal: saga, step, kind: 'look', change });
  const row = rowOf(store.rows, change.row, settings);
  const isTaken = locks && !isLocked && holder === undefined && row !== undefined;
  const after = isTaken ? { ...read, locks: { ...read.locks, [change.row]: saga } } : read;
  const free = isLocked ? null : (row?.free ?? null);
  ctx.send(from, { kind: 'Looked', saga, step, free, isLocked }, ONCE_DURABLE);
  return committed(state, withStore(state, after), ctx);
};

export const onDo: Handler<Do> = (state, message, from, ctx, settings) => {
  const { store, ok } = doStep(state.store, message, settings);
  ctx.send(from, { kind: 'Did', saga: message.saga, step: message.step, ok }, ONCE_DURABLE);
  return committed(state, withStore(state, store), ctx);
};

export const onUndo: Handler<Undo> = (state, message, from, ctx, settings) => {
  const store = undoStep(state.store, message, settings);
  ctx.send(from, { kind: 'Undid', saga: message.saga, step: message.step }, ONCE_DURABLE);
  return committed(state, withStore(state, store), ctx);
};

export const onQuery: Handler<Query> = (state, { saga, step }, from, ctx, settings) => {
  const { store, ok } = queryStep(state.store, { saga, step }, settings);
  ctx.send(from, { kind: 'Did', saga, step, ok }, ONCE_DURABLE);
  return committed(state, withStore(state, store), ctx);
};

/** What comes too late must not lock again. */
export const onUnlock: Handler<Unlock> = (state, { saga, step }, from, ctx) => {
  const { store } = state;
  ctx.send(from, { kind: 'Unlocked', saga, step }, ONCE_DURABLE);
  if (keyOf(store, lockKey(saga)) === 'released') return state;
  return committed(state, withStore(state, keyed(withoutLocks(store, saga), lockKey(saga), 'released')), ctx);
};

export const onDeposit: Handler<Deposit> = (state, { id, account, amount }, from, ctx, settings) => {
  const { store } = state;
  const key = `${id}/deposit`;
  const isLocked = store.locks[account] !== undefined && keyOf(store, key) === undefined;
  ctx.send(from, { kind: 'Deposited', id, ok: !isLocked }, ONCE_DURABLE);
  if (isLocked || keyOf(store, key) !== undefined) return state;
  const change = { row: account, from: null, to: 'free', amount } as const;
  const after = moved(store, change, settings) ?? store;
  const paid = noted(keyed(after, key, 'done'), { deal: id, step: 'deposit', kind: 'do', change });
  return committed(state, withStore(state, paid), ctx);
};

function lockKey(saga: string): string {
  return `${saga}/lock`;
}

function withoutLocks(store: Store, saga: string): Store {
  return { ...store, locks: Object.fromEntries(Object.entries(store.locks).filter(([, holder]) => holder !== saga)) };
}
