// What the four parts say to each other: the shop, its relay, the broker, the consumer.

/** Tells that an order was placed. `id` is the order's. */
export type Event = { readonly id: string };
/** A row of the outbox: where it stands in the order that the relay goes by. */
export type OutboxRow = { readonly position: number; readonly event: Event };

/** What has been written to the outbox since this position? */
export type Poll = { readonly kind: 'Poll'; readonly after: number };
export type Rows = { readonly kind: 'Rows'; readonly after: number; readonly rows: readonly OutboxRow[] };

export type Publish = { readonly kind: 'Publish'; readonly event: Event };
/** The broker has it on its disk. */
export type Published = { readonly kind: 'Published'; readonly id: string };

export type Deliver = { readonly kind: 'Deliver'; readonly offset: number; readonly event: Event };
/** It is done with; it need not be delivered again. */
export type Ack = { readonly kind: 'Ack'; readonly offset: number };

export type Message = Poll | Rows | Publish | Published | Deliver | Ack;
