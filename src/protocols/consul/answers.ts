// Answers of the leader: to the client that asked it, or to the server that handed the request on.
import type { NodeId } from '../../contract/ids.ts';
import type { RequestId } from '../kv/index.ts';
import type { Answer } from './requests.ts';
import { type Ctx, clientOf, type OpenCall, type Server } from './state.ts';

export function tell(id: RequestId, via: NodeId | null, answer: Answer, ctx: Ctx): void {
  if (via === null) ctx.send(id.client, { kind: 'RpcReply', id, answer });
  else ctx.send(via, { kind: 'Forwarded', id, answer });
}

export function withCall(state: Server, key: string, call: OpenCall): Server {
  return { ...state, calls: { ...state.calls, [key]: call } };
}

/** The call under a key is over. */
export function complete(state: Server, key: string, answer: Answer, ctx: Ctx): Server {
  const { [key]: call, ...calls } = state.calls;
  if (call === undefined) return state;
  if (call.isParked) ctx.cancelTimer('query', key);
  tell({ client: clientOf(key), number: call.number }, call.via, answer, ctx);
  return { ...state, calls };
}
