// What each part keeps. All four are servers of one group, n1 to n4, so that the books see both ends.
import { emptyList, type PagedList } from '../../base/paged-list.ts';
import type { Context } from '../../contract/context.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Ended, Place } from '../shop/index.ts';
import type { Event, Message } from './messages.ts';

export const parts = ['shop', 'relay', 'broker', 'consumer'] as const;
export type Part = (typeof parts)[number];

type Closing = { readonly isClosed: boolean };

/** A committed order. `id` of its row: given at the insert, so not in the order of commits. */
export type Committed = { readonly row: number; readonly order: string; readonly isOk: boolean };
export type ShopDurable = { readonly committed: PagedList<Committed> };
export type Open = { readonly order: string; readonly client: NodeId; readonly isOk: boolean };
export type Shop = ShopDurable &
  Closing & {
    readonly part: 'shop';
    /** The next row's id. */
    readonly nextRow: number;
    /** Transactions under way, by row. */
    readonly open: { readonly [row: string]: Open };
    /** Two writes one after the other: what is still to be published. In memory only, that is the trouble with it. */
    readonly unpublished: readonly Event[];
  };

export type RelayDurable = { readonly position: number };
export type Relay = RelayDurable &
  Closing & {
    readonly part: 'relay';
    /** Rows that the broker has not confirmed, and the position up to which they go. */
    readonly pending: readonly Event[];
    readonly upTo: number;
  };

export type BrokerDurable = {
  readonly next: number;
  /** By offset: what has not been acknowledged. */
  readonly events: { readonly [offset: string]: Event };
};
export type Broker = BrokerDurable & Closing & { readonly part: 'broker' };

export type ConsumerDurable = {
  /** The ids of the orders whose effect was brought about, each time that it was. */
  readonly effects: PagedList<string>;
  /** Ids that were worked on, and when, by this node's clock. */
  readonly marks: { readonly [id: string]: number };
};
export type Consumer = ConsumerDurable &
  Closing & {
    readonly part: 'consumer';
    readonly deliveries: number;
    /** Deliveries being worked on, by number. */
    readonly working: { readonly [delivery: string]: Working };
  };
export type Working = { readonly from: NodeId; readonly offset: number; readonly id: string };

export type State = Shop | Relay | Broker | Consumer;
export type Durable = {
  readonly shop: ShopDurable;
  readonly relay: RelayDurable;
  readonly broker: BrokerDurable;
  /** One record: a torn write must not part an effect from its id. */
  readonly consumer: ConsumerDurable;
};
export type Timer =
  | { readonly kind: 'closing' }
  | { readonly kind: 'commit'; readonly key: string }
  | { readonly kind: 'publish'; readonly key: string }
  | { readonly kind: 'republish' }
  | { readonly kind: 'poll' }
  | { readonly kind: 'redeliver' }
  | { readonly kind: 'work'; readonly key: string }
  | { readonly kind: 'mark'; readonly key: string };
export type Received = Message | Place | Committing;
/** The shop to itself: what it has committed is on its disk. */
export type Committing = { readonly kind: 'Committing'; readonly id: string };
export type Sends = Message | Ended | Committing;
export type Ctx = Context<Sends, Timer, Durable>;

export const DURABLE = { durable: true } as const;
export const noCommitted: ShopDurable = { committed: emptyList() };

/** Which part a node is: by its number; a fifth one would be a consumer too. */
export function partOf(ctx: Pick<Ctx, 'self' | 'group'>): Part {
  return parts[Math.min(3, Math.max(0, ctx.group('server').indexOf(ctx.self)))]!;
}

export function nodeOf(part: Part, ctx: Pick<Ctx, 'group' | 'self'>): NodeId {
  return ctx.group('server')[parts.indexOf(part)] ?? ctx.self;
}
