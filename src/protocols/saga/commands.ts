// What a service does when an orchestrator tells it to, and for customers who pay in.
import type { NodeId } from '../../contract/ids.ts';
import { type Deposit, keyed, keyOf, noted, paidIn, rowOf, type Store } from '../shop/index.ts';
import type { Do, Look, Query, Undo, Unlock } from './messages.ts';
import type { Settings } from './options.ts';
import { commit, type ServiceContext, type ServiceState, withStore } from './service.ts';
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
  // What comes too late must not lock again.
  const isLocked = locks && ((holder !== undefined && holder !== saga) || keyOf(store, lockKey(saga)) !== undefined);
  const row = rowOf(store.rows, change.row, settings);
  const free = isLocked ? null : (row?.free ?? null);
  const message = { kind: 'Looked', saga, step, free, isLocked } as const;
  if (isLocked) return commit(state, state, [{ to: from, message }], ctx);
  const read = noted(store, { deal: saga, step, kind: 'look', change });
  const isTaken = locks && holder === undefined && row !== undefined;
  const after = isTaken ? { ...read, locks: { ...read.locks, [change.row]: saga } } : read;
  return commit(state, withStore(state, after), [{ to: from, message }], ctx);
};

export const onDo: Handler<Do> = (state, work, from, ctx, settings) => {
  const { store, ok } = doStep(state.store, work, settings);
  const message = { kind: 'Did', saga: work.saga, step: work.step, ok } as const;
  return commit(state, withStore(state, store), [{ to: from, message }], ctx);
};

export const onUndo: Handler<Undo> = (state, work, from, ctx, settings) => {
  const store = undoStep(state.store, work, settings);
  const message = { kind: 'Undid', saga: work.saga, step: work.step } as const;
  return commit(state, withStore(state, store), [{ to: from, message }], ctx);
};

export const onQuery: Handler<Query> = (state, { saga, step }, from, ctx, settings) => {
  const { store, ok } = queryStep(state.store, { saga, step }, settings);
  return commit(state, withStore(state, store), [{ to: from, message: { kind: 'Did', saga, step, ok } }], ctx);
};

export const onUnlock: Handler<Unlock> = (state, { saga, step }, from, ctx) => {
  const { store } = state;
  const isFree = keyOf(store, lockKey(saga)) !== undefined;
  const after = isFree ? store : keyed(withoutLocks(store, saga), lockKey(saga), 'released');
  return commit(state, withStore(state, after), [{ to: from, message: { kind: 'Unlocked', saga, step } }], ctx);
};

export const onDeposit: Handler<Deposit> = (state, deposit, from, ctx, settings) => {
  const { store, ok } = paidIn(state.store, deposit, settings);
  return commit(
    state,
    withStore(state, store),
    [{ to: from, message: { kind: 'Deposited', id: deposit.id, ok } }],
    ctx,
  );
};

function lockKey(saga: string): string {
  return `${saga}/lock`;
}

function withoutLocks(store: Store, saga: string): Store {
  return { ...store, locks: Object.fromEntries(Object.entries(store.locks).filter(([, holder]) => holder !== saga)) };
}
