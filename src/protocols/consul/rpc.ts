// What clients ask of a server. The leader serves; any other server hands the request on to it, and the answer back. Without
// a leader a request is held for a while, not refused (rpc_hold_timeout).
//
//   Rpc ──▶ leader ─────────▶ served (`serving.ts`) ──▶ RpcReply
//       ──▶ follower ──Forward──▶ leader ──Forwarded──▶ follower ──▶ RpcReply
//       ──▶ no leader known: held, then one of the above, or refused
import { sortedKeys } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { RequestId } from '../kv/index.ts';
import type { Forward, Forwarded, Rpc } from './messages.ts';
import type { Answer } from './requests.ts';
import { serve } from './serving.ts';
import { type Ctx, callKey, clientOf, type Server, type Settings, storeOf } from './state.ts';

export function onRpc(state: Server, { id, asked }: Rpc, ctx: Ctx, settings: Settings): Server {
  const { role, leader } = state.raft;
  if (role === 'leader') return serve(state, id, asked, null, ctx, settings);
  if (leader !== null) {
    ctx.send(leader, { kind: 'Forward', id, asked });
    return state;
  }
  const key = callKey(id.client, asked);
  if ((state.held[key]?.number ?? -1) >= id.number) return state;
  ctx.setTimer({ kind: 'hold', key }, settings.holdTimeout);
  const call = { number: id.number, asked, via: null, isParked: false };
  return { ...state, held: { ...state.held, [key]: call } };
}

export function onForward(state: Server, { id, asked }: Forward, from: NodeId, ctx: Ctx, settings: Settings): Server {
  if (state.raft.role === 'leader') return serve(state, id, asked, from, ctx, settings);
  ctx.send(from, { kind: 'Forwarded', id, answer: noLeader(state) });
  return state;
}

export function onForwarded(state: Server, { id, answer }: Forwarded, ctx: Ctx): Server {
  ctx.send(id.client, { kind: 'RpcReply', id, answer });
  return state;
}

export function onHoldTimer(state: Server, key: string, ctx: Ctx): Server {
  const { [key]: call, ...held } = state.held;
  if (call === undefined) return state;
  tellClient({ client: clientOf(key), number: call.number }, noLeader(state), ctx);
  return { ...state, held };
}

/** A leader is known again: what was held goes on. */
export function releaseHeld(before: Server, state: Server, ctx: Ctx, settings: Settings): Server {
  const { leader } = state.raft;
  if (leader === null || leader === before.raft.leader || Object.keys(state.held).length === 0) return state;
  let next: Server = { ...state, held: {} };
  for (const key of sortedKeys(state.held)) {
    const { number, asked } = state.held[key]!;
    ctx.cancelTimer('hold', key);
    next = onRpc(next, { kind: 'Rpc', id: { client: clientOf(key), number }, asked }, ctx, settings);
  }
  return next;
}

export function noLeader({ raft }: Pick<Server, 'raft'>): Answer {
  return { f: 'error', code: 'no-leader', index: storeOf(raft).index };
}

function tellClient(id: RequestId, answer: Answer, ctx: Ctx): void {
  ctx.send(id.client, { kind: 'RpcReply', id, answer });
}
