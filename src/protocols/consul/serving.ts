// What the leader does for a request: a change goes into the log, a renewal is its own business, a read is answered from
// what it holds, at once or when the key changes (a blocking query). `consistent` reads ask a quorum first.
import type { NodeId } from '../../contract/ids.ts';
import type { Request, RequestId } from '../kv/index.ts';
import { tell, withCall } from './answers.ts';
import { answerOrPark, found, isNews } from './queries.ts';
import { receiveInRaft } from './raft-steps.ts';
import type { Acquire, Asked, Mutation } from './requests.ts';
import { renewed } from './session-times.ts';
import { type Ctx, callKey, type Server, type Settings, storeOf } from './state.ts';

export function serve(
  state: Server,
  id: RequestId,
  asked: Asked,
  via: NodeId | null,
  ctx: Ctx,
  settings: Settings,
): Server {
  if (asked.f === 'session-renew') {
    tell(id, via, renewed(state, asked.session, ctx), ctx);
    return state;
  }
  const key = callKey(id.client, asked);
  const known = state.calls[key];
  // A copy of the call that is open, or of one that its client has given up.
  if (known !== undefined && id.number <= known.number) return state;
  if (asked.f === 'acquire' && isDelayed(state, asked, ctx)) {
    tell(id, via, { f: 'acquire', isDone: false, index: storeOf(state.raft).index }, ctx);
    return state;
  }
  const store = storeOf(state.raft);
  if (asked.f === 'get' && !asked.isConsistent && isNews(store, asked)) {
    tell(id, via, found(store, asked), ctx);
    return state;
  }
  const next = withCall(state, key, { number: id.number, asked, via, isParked: false });
  if (asked.f !== 'get') return propose(next, id, asked, ctx, settings);
  if (!asked.isConsistent) return answerOrPark(next, key, ctx);
  return receiveInRaft(next, raftRequest(id, { f: 'read', key: '' }), ctx.self, ctx, settings);
}

/** kvs_endpoint.go, kvsPreApply: the leader refuses by its own clock; an entry of the log is not spent on it. */
function isDelayed({ delays }: Server, { key }: Acquire, ctx: Ctx): boolean {
  return (delays[key] ?? 0) > ctx.monotonic;
}

export function propose(state: Server, id: RequestId, mutation: Mutation, ctx: Ctx, settings: Settings): Server {
  return receiveInRaft(state, raftRequest(id, mutation), ctx.self, ctx, settings);
}

/** Raft asks of an operation only whether it is a `read`; the rest is the state machine's. */
function raftRequest(id: RequestId, operation: Mutation | { readonly f: 'read'; readonly key: string }): Request {
  return { kind: 'Request', id, attempt: 0, operation: operation as unknown as Request['operation'] };
}
