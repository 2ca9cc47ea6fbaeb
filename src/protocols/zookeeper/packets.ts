// What a follower hears from its leader, in the order in which it was said. Over streams packets come in order; over
// datagrams an early one waits for those before it, and one that was lost ends the connection.
import type { NodeId } from '../../contract/ids.ts';
import { hear } from './following.ts';
import type { Packet } from './messages.ts';
import { becomeLooking } from './roles.ts';
import type { Ctx, Following, Settings, State } from './state.ts';

export function onPacket(state: State, packet: Packet, from: NodeId, ctx: Ctx, settings: Settings): State {
  if (state.role !== 'following' || from !== state.leader || packet.connection !== state.connection) return state;
  if (packet.number < state.expected || state.early[packet.number] !== undefined) return state;
  if (packet.number === state.expected) return inOrder(state, packet, ctx, settings);
  if (Object.keys(state.early).length === 0) ctx.setTimer({ kind: 'gap' }, settings.tickTime / 2);
  return { ...state, early: { ...state.early, [packet.number]: packet } };
}

function inOrder(state: Following, first: Packet, ctx: Ctx, settings: Settings): State {
  const hadEarly = Object.keys(state.early).length > 0;
  const limit = state.phase === 'serving' ? settings.syncLimit : settings.initLimit;
  ctx.setTimer({ kind: 'silence' }, limit * settings.tickTime);
  let next: State = state;
  let packet: Packet | undefined = first;
  while (packet !== undefined && next.role === 'following') {
    const { [packet.number]: _taken, ...early } = next.early;
    const step: Following = { ...next, expected: next.expected + 1, early };
    next = hear(step, packet, ctx, settings);
    packet = next.role === 'following' ? next.early[next.expected] : undefined;
  }
  if (hadEarly && next.role === 'following' && Object.keys(next.early).length === 0) ctx.cancelTimer('gap');
  return next;
}

/** What is missing has not come: it is lost, and with it the connection. */
export function onGap(state: State, ctx: Ctx, settings: Settings): State {
  if (state.role !== 'following' || Object.keys(state.early).length === 0) return state;
  return becomeLooking(state, ctx, settings);
}
