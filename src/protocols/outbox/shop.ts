// The shop: takes orders, each in a transaction of its database, and sees to it that they are announced.
import { append, at } from '../../base/paged-list.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Place } from '../shop/index.ts';
import type { OutboxRow, Poll } from './messages.ts';
import type { Settings } from './options.ts';
import { type Committed, type Ctx, DURABLE, noCommitted, nodeOf, type Shop, type ShopDurable } from './state.ts';

export function startShop(durable: ShopDurable | undefined): Shop {
  const { committed } = durable ?? noCommitted;
  const rows = committedOf(committed).map(({ row }) => row);
  return { part: 'shop', committed, nextRow: Math.max(0, ...rows) + 1, open: {}, unpublished: [], isClosed: false };
}

export function committedOf(committed: ShopDurable['committed']): readonly Committed[] {
  return Array.from({ length: committed.length }, (_, index) => at(committed, index)!);
}

/** The transaction begins: its row is inserted, and has its id. */
export function onPlace(shop: Shop, { id, deal }: Place, client: NodeId, ctx: Ctx, settings: Settings): Shop {
  const known = committedOf(shop.committed).find(({ order }) => order === id);
  if (known !== undefined) {
    ctx.send(client, { kind: 'Ended', id, outcome: known.isOk ? 'done' : 'undone' }, DURABLE);
    return shop;
  }
  if (Object.values(shop.open).some(({ order }) => order === id)) return shop;
  // What is wrong with an order shows at its commit.
  const isOk = deal.kind !== 'order' || deal.account !== 'nobody';
  const row = String(shop.nextRow);
  ctx.setTimer({ kind: 'commit', key: row }, 0, settings.transactionTime);
  const begun = { ...shop, nextRow: shop.nextRow + 1, open: { ...shop.open, [row]: { order: id, client, isOk } } };
  return settings.publish === 'publish-first' ? publish(begun, id, ctx, settings) : begun;
}

/** Order and outbox row become durable together: they are one record. One that is rolled back leaves only that it was. */
export function onCommit(shop: Shop, row: string, ctx: Ctx, settings: Settings): Shop {
  const transaction = shop.open[row];
  if (transaction === undefined) return shop;
  const { order, client, isOk } = transaction;
  const open = Object.fromEntries(Object.entries(shop.open).filter(([key]) => key !== row));
  const committed = append(shop.committed, { row: Number(row), order, isOk });
  ctx.persist({ shop: { committed } }, { kind: 'transaction' });
  ctx.send(client, { kind: 'Ended', id: order, outcome: isOk ? 'done' : 'undone' }, DURABLE);
  if (isOk && settings.publish === 'commit-first') ctx.send(ctx.self, { kind: 'Committing', id: order }, DURABLE);
  return { ...shop, open, committed };
}

/** Committed; now the second of the two writes is due. */
export function onCommitting(shop: Shop, id: string, ctx: Ctx, settings: Settings): Shop {
  if (settings.publish === 'commit-first') ctx.setTimer({ kind: 'publish', key: id }, 0, settings.gap);
  return shop;
}

/** The second write. */
export function onPublishTimer(shop: Shop, id: string, ctx: Ctx, settings: Settings): Shop {
  const isCommitted = committedOf(shop.committed).some(({ order }) => order === id);
  return isCommitted ? publish(shop, id, ctx, settings) : shop;
}

function publish(shop: Shop, id: string, ctx: Ctx, settings: Settings): Shop {
  if (shop.unpublished.some((event) => event.id === id)) return shop;
  ctx.send(nodeOf('broker', ctx), { kind: 'Publish', event: { id } });
  ctx.setTimer({ kind: 'republish' }, settings.redeliver);
  return { ...shop, unpublished: [...shop.unpublished, { id }] };
}

export function onRepublish(shop: Shop, ctx: Ctx, settings: Settings): Shop {
  for (const event of shop.unpublished) ctx.send(nodeOf('broker', ctx), { kind: 'Publish', event });
  if (shop.unpublished.length > 0) ctx.setTimer({ kind: 'republish' }, settings.redeliver);
  return shop;
}

export function onShopPublished(shop: Shop, id: string): Shop {
  const unpublished = shop.unpublished.filter((event) => event.id !== id);
  return unpublished.length === shop.unpublished.length ? shop : { ...shop, unpublished };
}

/** What a query of the outbox table sees: rows that are committed. */
export function onPoll(shop: Shop, { after }: Poll, from: NodeId, ctx: Ctx, { relayBy }: Settings): Shop {
  const rows: OutboxRow[] = committedOf(shop.committed)
    .map(({ row, order, isOk }, index) => ({
      position: relayBy === 'id' ? row : index + 1,
      event: { id: order },
      isOk,
    }))
    .filter(({ position, isOk }) => isOk && position > after)
    .map(({ position, event }) => ({ position, event }));
  ctx.send(from, { kind: 'Rows', after, rows }, DURABLE);
  return shop;
}
