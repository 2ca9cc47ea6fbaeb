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

/** What a transaction lets a service tell others, once it is durable. */
export type Saying = { readonly to: NodeId; readonly message: ServiceSends };

/**
 * Writes a transaction to the disk, where it changed anything, and then tells of it: what leaves waits for all writes issued
 * before it, so the order of the two matters.
 */
export function commit(
  before: ServiceState,
  after: ServiceState,
  says: readonly Saying[],
  ctx: ServiceContext,
): ServiceState {
  if (before !== after) {
    const { isClosed: _, ...service } = after;
    ctx.persist({ service }, { kind: 'transaction' });
  }
  for (const { to, message } of says) ctx.send(to, message, { durable: true });
  return after;
}

export function withStore(state: ServiceState, store: Store): ServiceState {
  return store === state.store ? state : { ...state, store };
}
