// What a member tells its clients, and when: a write once it is applied here, a read once Raft says that this member has
// applied enough.
import { sortedKeys } from '../../base/sorted.ts';
import type { RequestId } from '../kv/index.ts';
import { type Ctx, clientOf, type Member, type OpenCall, storeOf } from './state.ts';
import { range } from './store/evaluate.ts';
import type { Answer, Read } from './store/requests.ts';

/** Whose writes were applied just now: the state machine remembers of each client what it was told last. */
export function answerApplied(state: Member, ctx: Ctx): Member {
  let next = state;
  const { sessions } = state.raft.machine;
  for (const key of sortedKeys(state.calls)) {
    const session = sessions[key];
    const isAnswered = session?.number === state.calls[key]!.number && session.result.ok;
    if (isAnswered) next = complete(next, key, session.result.value as unknown as Answer, ctx);
  }
  return next;
}

/** Raft says that these may be answered now. Writes it says nothing new of. */
export function answerConfirmed(state: Member, confirmed: readonly RequestId[], ctx: Ctx): Member {
  let next = state;
  for (const { client, number } of confirmed) {
    const call = next.calls[client];
    if (call?.asked.f === 'read' && call.number === number) {
      next = complete(next, client, readHere(next, call.asked), ctx);
    }
  }
  return next;
}

/** The call under a key is over. */
export function complete(state: Member, key: string, told: Answer, ctx: Ctx): Member {
  const { [key]: call, ...calls } = state.calls;
  if (call === undefined) return state;
  ctx.cancelTimer('call', key);
  tell({ client: clientOf(key), number: call.number }, told, ctx);
  return { ...state, calls };
}

export function tell(id: RequestId, answer: Answer, ctx: Ctx): void {
  ctx.send(id.client, { kind: 'Answered', id, answer });
}

export function readHere({ raft }: Member, asked: Read): Answer {
  return range(storeOf(raft), asked);
}

export function withCall(state: Member, key: string, call: OpenCall): Member {
  const calls: { [key: string]: OpenCall } = { ...state.calls };
  calls[key] = call;
  return { ...state, calls };
}
