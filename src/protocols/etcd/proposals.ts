// How what a client asks comes into the log, whichever member it asked: the leader appends it, any other member passes it on.
import { sortedKeys } from '../../base/sorted.ts';
import type { Request, RequestId } from '../kv/index.ts';
import { complete, withCall } from './answers.ts';
import { renewed } from './leading.ts';
import type { Propose } from './messages.ts';
import { receiveInRaft } from './raft-steps.ts';
import { type Ctx, clientOf, type Member, type Settings } from './state.ts';
import type { Mutation } from './store/requests.ts';

/** Who knows no leader lets it go (etcd/raft: MsgProp). */
export function propose(state: Member, id: RequestId, mutation: Mutation, ctx: Ctx, settings: Settings): Member {
  const { role, leader } = state.raft;
  if (role === 'leader') return receiveInRaft(state, raftRequest(id, mutation), ctx.self, ctx, settings);
  if (leader !== null) ctx.send(leader, { kind: 'Propose', id, mutation });
  return state;
}

export function onPropose(state: Member, { id, mutation }: Propose, ctx: Ctx, settings: Settings): Member {
  return propose(state, id, mutation, ctx, settings);
}

/** Raft asks of an operation only whether it is a `read`; the rest is the state machine's. */
function raftRequest(id: RequestId, operation: Mutation | { readonly f: 'read'; readonly key: string }): Request {
  return { kind: 'Request', id, attempt: 0, operation: operation as unknown as Request['operation'] };
}

/** What can be done for a client's call now. What is proposed once is not proposed again: it may have been taken. */
export function pursue(state: Member, key: string, ctx: Ctx, settings: Settings): Member {
  const call = state.calls[key]!;
  const { asked, number } = call;
  const client = clientOf(key);
  const id = { client, number };
  if (asked.f === 'read') return receiveInRaft(state, raftRequest(id, { f: 'read', key: '' }), client, ctx, settings);
  const { leader, role } = state.raft;
  if (leader === null) return state;
  const sent = withCall(state, key, { ...call, isProposed: true });
  if (asked.f !== 'keep-alive') return propose(sent, id, asked, ctx, settings);
  if (role === 'leader') {
    const { state: next, answer } = renewed(sent, asked.lease, ctx);
    return complete(next, key, answer, ctx);
  }
  ctx.send(leader, { kind: 'Renew', id, lease: asked.lease });
  return sent;
}

/** A leader is known again: what waited for one is proposed. */
export function proposeWaiting(before: Member, state: Member, ctx: Ctx, settings: Settings): Member {
  const { leader } = state.raft;
  if (leader === null || leader === before.raft.leader) return state;
  let next = state;
  for (const key of sortedKeys(state.calls)) {
    const { asked, isProposed } = state.calls[key]!;
    if (asked.f !== 'read' && !isProposed) next = pursue(next, key, ctx, settings);
  }
  return next;
}
