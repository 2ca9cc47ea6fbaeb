// The table of all four parts. What is sent to the wrong one is dropped.
import { type AnyProtocol, protocol } from '../../contract/protocol.ts';
import { onAck, onPublish, onRedeliver, startBroker } from './broker.ts';
import { onDeliver, onMark, onWork, startConsumer } from './consumer.ts';
import type { Settings } from './options.ts';
import { onPollTimer, onRelayPublished, onRows, startRelay } from './relay.ts';
import {
  onCommit,
  onCommitting,
  onPlace,
  onPoll,
  onPublishTimer,
  onRepublish,
  onShopPublished,
  startShop,
} from './shop.ts';
import { type Ctx, type Durable, partOf, type Received, type Sends, type State, type Timer } from './state.ts';

export function outboxParts(settings: Settings): AnyProtocol {
  return protocol<State, Received, Timer, Durable, Sends>({
    name: 'outbox-part',
    start(ctx, durable) {
      if (settings.closing > 0) ctx.setTimer({ kind: 'closing' }, Math.max(0, settings.closing - ctx.monotonic));
      return started(ctx, durable, settings);
    },
    on: {
      Place: (state, message, from, ctx) =>
        state.part === 'shop' ? onPlace(state, message, from, ctx, settings) : state,
      Committing: (state, { id }, from, ctx) =>
        state.part === 'shop' && from === ctx.self ? onCommitting(state, id, ctx, settings) : state,
      Poll: (state, message, from, ctx) =>
        state.part === 'shop' ? onPoll(state, message, from, ctx, settings) : state,
      Rows: (state, message, _from, ctx) => (state.part === 'relay' ? onRows(state, message, ctx) : state),
      Publish: (state, message, from, ctx) => (state.part === 'broker' ? onPublish(state, message, from, ctx) : state),
      Published(state, { id }, _from, ctx) {
        if (state.part === 'shop') return onShopPublished(state, id);
        return state.part === 'relay' ? onRelayPublished(state, id, ctx) : state;
      },
      Deliver: (state, message, from, ctx) =>
        state.part === 'consumer' ? onDeliver(state, message, from, ctx, settings) : state,
      Ack: (state, { offset }, _from, ctx) => (state.part === 'broker' ? onAck(state, offset, ctx) : state),
    },
    timer: {
      closing: (state) => ({ ...state, isClosed: true }),
      commit: (state, { key }, ctx) => (state.part === 'shop' ? onCommit(state, key, ctx, settings) : state),
      publish: (state, { key }, ctx) => (state.part === 'shop' ? onPublishTimer(state, key, ctx, settings) : state),
      republish: (state, _timer, ctx) => (state.part === 'shop' ? onRepublish(state, ctx, settings) : state),
      poll: (state, _timer, ctx) => (state.part === 'relay' ? onPollTimer(state, ctx, settings) : state),
      redeliver: (state, _timer, ctx) => (state.part === 'broker' ? onRedeliver(state, ctx, settings) : state),
      work: (state, { key }, ctx) => (state.part === 'consumer' ? onWork(state, key, ctx, settings) : state),
      mark: (state, { key }, ctx) => (state.part === 'consumer' ? onMark(state, key, ctx) : state),
    },
  });
}

function started(ctx: Ctx, durable: Readonly<Partial<Durable>>, settings: Settings): State {
  switch (partOf(ctx)) {
    case 'shop':
      return startShop(durable.shop);
    case 'relay':
      return settings.publish === 'outbox'
        ? startRelay(durable.relay, ctx, settings)
        : { part: 'relay', position: 0, pending: [], upTo: 0, isClosed: false };
    case 'broker':
      return startBroker(durable.broker, ctx, settings);
    default:
      return startConsumer(durable.consumer);
  }
}
