// What clients ask of a member. Any member takes any request: what changes the store goes to the leader and is answered
// here once it is applied here; a read waits until the leader has said how far to have applied (ReadIndex), and is answered
// from this member's store. A serializable read does not wait, and may be old.
//
//   Call ──▶ read, serializable ──────────────────────────────▶ answered at once
//        ──▶ read ────────▶ ReadIndex, again every 500 ms ────▶ answered, or given up after 7 s
//        ──▶ all else ────▶ proposed once a leader is known ──▶ answered when applied, or given up after 7 s
import type { Duration } from '../../contract/time.ts';
import { complete, readHere, tell, withCall } from './answers.ts';
import { renewed } from './leading.ts';
import type { Call } from './messages.ts';
import { pursue } from './proposals.ts';
import { type Ctx, callKey, type Member, type Settings, storeOf } from './state.ts';
import type { Answer, Asked } from './store/requests.ts';

export function onCall(state: Member, { id, asked }: Call, ctx: Ctx, settings: Settings): Member {
  if (asked.f === 'read' && asked.serializable) {
    tell(id, readHere(state, asked), ctx);
    return state;
  }
  if (asked.f === 'keep-alive' && state.raft.role === 'leader') {
    const { state: next, answer } = renewed(state, asked.lease, ctx);
    tell(id, answer, ctx);
    return next;
  }
  const { client, number } = id;
  const key = callKey(client, asked);
  const known = state.calls[key];
  // A copy of the call that is open, or of one that its client has given up.
  if (known !== undefined && number <= known.number) return state;
  const each = patience(asked, settings);
  const call = { number, asked, isProposed: false, triesLeft: Math.ceil(settings.requestTimeout / each) };
  ctx.setTimer({ kind: 'call', key }, each);
  return pursue(withCall(state, key, call), key, ctx, settings);
}

/** A ReadIndex may be lost and is asked for again; a proposal is not. */
function patience(asked: Asked, { readIndexRetry, requestTimeout }: Settings): Duration {
  return asked.f === 'read' ? readIndexRetry : requestTimeout;
}

export function onCallTimer(state: Member, key: string, ctx: Ctx, settings: Settings): Member {
  const call = state.calls[key];
  if (call === undefined) return state;
  const triesLeft = call.triesLeft - 1;
  if (triesLeft <= 0) return complete(state, key, timedOut(state), ctx);
  ctx.setTimer({ kind: 'call', key }, patience(call.asked, settings));
  return pursue(withCall(state, key, { ...call, triesLeft }), key, ctx, settings);
}

function timedOut({ raft }: Member): Answer {
  return { f: 'error', code: 'timeout', revision: storeOf(raft).revision };
}
