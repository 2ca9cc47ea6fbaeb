// A service: its store, and what it knows of sagas. A handler's changes are one local transaction, on the disk as one
// record; whatever it tells others leaves when that record is durable.
import type { Context } from '../../contract/context.ts';
import type { NodeId } from '../../contract/ids.ts';
import {
  type ClientMessage,
  type Deal,
  emptyStore,
  type Outcome,
  type ServiceAnswer,
  type Store,
} from '../shop/index.ts';
import type { Answer, Command, Heard, SagaEvent } from './messages.ts';

/** An event that has not been heard yet. */
export type Outgoing = { readonly to: NodeId; readonly event: SagaEvent };

export type Durable = {
  readonly store: Store;
  /** The rest is of a choreography. Events under way, and the number of the latest. */
  readonly outbox: readonly Outgoing[];
  readonly number: number;
  /** Sagas that began here, and who waits for them. */
  readonly open: { readonly [saga: string]: { readonly client: NodeId; readonly deal: Deal } };
  readonly ended: { readonly [saga: string]: Outcome };
};
export type ServiceState = Durable & { readonly isClosed: boolean };

export type ServiceMessage = Command | SagaEvent | Heard | ClientMessage;
export type ServiceSends = Answer | SagaEvent | Heard | ServiceAnswer;
export type ServiceTimer =
  | { readonly kind: 'closing' }
  | { readonly kind: 'relay' }
  | { readonly kind: 'stuck'; readonly key: string };
export type ServiceContext = Context<ServiceSends, ServiceTimer, { readonly service: Durable }>;

export const blankService: Durable = { store: emptyStore, outbox: [], number: 0, open: {}, ended: {} };

export const ONCE_DURABLE = { durable: true } as const;

/** The state after a transaction; written to the disk where it changed anything. */
export function committed(before: ServiceState, after: ServiceState, ctx: ServiceContext): ServiceState {
  if (before === after) return before;
  const { isClosed, ...service } = after;
  ctx.persist({ service }, { kind: 'transaction' });
  return after;
}

export function withStore(state: ServiceState, store: Store): ServiceState {
  return store === state.store ? state : { ...state, store };
}
