// Publish and subscribe: to whoever is subscribed now, once, and without asking whether it arrives.
import { ownItem } from '../../../base/plain.ts';
import { withItem, withoutItem } from '../../../base/sorted.ts';
import type { NodeId } from '../../../contract/ids.ts';
import type { Published } from '../commands/index.ts';
import type { Ctx, ServerState } from './state.ts';

export function publish(state: ServerState, published: readonly Published[], ctx: Ctx): void {
  for (const { channel, message } of published) {
    for (const node of subscribersOf(state, channel)) ctx.send(node, { kind: 'Message', channel, message });
  }
}

export function onSubscribe(state: ServerState, channel: string, from: NodeId, ctx: Ctx): ServerState {
  ctx.send(from, { kind: 'Subscribed', channel });
  return changed(state, channel, withItem(subscribersOf(state, channel), from));
}

export function onUnsubscribe(state: ServerState, channel: string, from: NodeId): ServerState {
  return changed(state, channel, withoutItem(subscribersOf(state, channel), from));
}

function subscribersOf({ subscribers }: ServerState, channel: string): readonly NodeId[] {
  return ownItem(subscribers, channel) ?? [];
}

function changed(state: ServerState, channel: string, nodes: readonly NodeId[]): ServerState {
  return nodes === subscribersOf(state, channel) ||
    (nodes.length === 0 && ownItem(state.subscribers, channel) === undefined)
    ? state
    : { ...state, subscribers: { ...state.subscribers, [channel]: nodes } };
}
