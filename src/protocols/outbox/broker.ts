// The broker: keeps what is published on its disk, and delivers it until it is acknowledged: at least once.
import type { NodeId } from '../../contract/ids.ts';
import type { Publish } from './messages.ts';
import type { Settings } from './options.ts';
import { type Broker, type BrokerDurable, type Ctx, DURABLE, nodeOf } from './state.ts';

export function startBroker(durable: BrokerDurable | undefined, ctx: Ctx, settings: Settings): Broker {
  ctx.setTimer({ kind: 'redeliver' }, settings.redeliver);
  const { next, events } = durable ?? { next: 1, events: {} };
  return { part: 'broker', next, events, isClosed: false };
}

/** It does not look into what it is given: what is published twice is two messages. */
export function onPublish(broker: Broker, { event }: Publish, from: NodeId, ctx: Ctx): Broker {
  const next = { ...broker, next: broker.next + 1, events: { ...broker.events, [broker.next]: event } };
  write(next, ctx);
  ctx.send(from, { kind: 'Published', id: event.id }, DURABLE);
  ctx.send(nodeOf('consumer', ctx), { kind: 'Deliver', offset: broker.next, event }, DURABLE);
  return next;
}

export function onAck(broker: Broker, offset: number, ctx: Ctx): Broker {
  if (broker.events[offset] === undefined) return broker;
  const events = Object.fromEntries(Object.entries(broker.events).filter(([key]) => key !== String(offset)));
  const next = { ...broker, events };
  write(next, ctx);
  return next;
}

export function onRedeliver(broker: Broker, ctx: Ctx, settings: Settings): Broker {
  ctx.setTimer({ kind: 'redeliver' }, settings.redeliver);
  for (const offset of Object.keys(broker.events)
    .map(Number)
    .sort((a, b) => a - b)) {
    ctx.send(nodeOf('consumer', ctx), { kind: 'Deliver', offset, event: broker.events[offset]! }, DURABLE);
  }
  return broker;
}

function write({ next, events }: Broker, ctx: Ctx): void {
  ctx.persist({ broker: { next, events } }, { kind: 'message' });
}
