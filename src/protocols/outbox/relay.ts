// The relay: reads the outbox, publishes what is new, and then notes how far it has come. In this order, so that nothing is
// lost; a crash in between has the same published again.
import type { Rows } from './messages.ts';
import type { Settings } from './options.ts';
import { type Ctx, nodeOf, type Relay, type RelayDurable } from './state.ts';

export function startRelay(durable: RelayDurable | undefined, ctx: Ctx, settings: Settings): Relay {
  ctx.setTimer({ kind: 'poll' }, settings.poll);
  const position = durable?.position ?? 0;
  return { part: 'relay', position, pending: [], upTo: position, isClosed: false };
}

/** Asks for what is new; or, while the broker has not confirmed all, sends that again. */
export function onPollTimer(relay: Relay, ctx: Ctx, settings: Settings): Relay {
  ctx.setTimer({ kind: 'poll' }, settings.poll);
  if (relay.pending.length === 0) ctx.send(nodeOf('shop', ctx), { kind: 'Poll', after: relay.position });
  for (const event of relay.pending) ctx.send(nodeOf('broker', ctx), { kind: 'Publish', event });
  return relay;
}

export function onRows(relay: Relay, { after, rows }: Rows, ctx: Ctx): Relay {
  // The answer to a question that was asked again, or before a crash.
  if (after !== relay.position || relay.pending.length > 0 || rows.length === 0) return relay;
  for (const { event } of rows) ctx.send(nodeOf('broker', ctx), { kind: 'Publish', event });
  const upTo = rows.reduce((most, { position }) => Math.max(most, position), relay.position);
  return { ...relay, pending: rows.map(({ event }) => event), upTo };
}

export function onRelayPublished(relay: Relay, id: string, ctx: Ctx): Relay {
  const pending = relay.pending.filter((event) => event.id !== id);
  if (pending.length === relay.pending.length) return relay;
  if (pending.length > 0) return { ...relay, pending };
  ctx.persist({ relay: { position: relay.upTo } }, { kind: 'position' });
  return { ...relay, pending, position: relay.upTo };
}
