// One step of Raft inside a server, and what follows from it: sessions came or ended, queries may be answered, a change was
// made, this server has come to lead or leads no more. The only place where a server's Raft state is replaced.
import { ownItem } from '../../base/plain.ts';
import { sortedKeys } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { RequestId } from '../kv/index.ts';
import { firedWithin, receivedWithin, type Stepped } from '../raft/index.ts';
import { complete } from './answers.ts';
import { answerOrPark, notifyQueries } from './queries.ts';
import type { Answer } from './requests.ts';
import { followDelays, followTimers, startTimers, stopTimers } from './session-times.ts';
import { type Ctx, type Server, type Settings, storeOf } from './state.ts';

/** A message of Raft's, or a request handed to it. */
export function receiveInRaft(
  state: Server,
  message: { readonly kind: string },
  from: NodeId,
  ctx: Ctx,
  settings: Settings,
): Server {
  return goOn(state, receivedWithin(settings.raft, state.raft, message, from, ctx), ctx);
}

export function fireInRaft(state: Server, timer: { readonly kind: string }, ctx: Ctx, settings: Settings): Server {
  return goOn(state, firedWithin(settings.raft, state.raft, timer, ctx), ctx);
}

function goOn(before: Server, { raft, answered }: Stepped, ctx: Ctx): Server {
  let next: Server = raft === before.raft ? before : { ...before, raft };
  const leads = raft.role === 'leader';
  if (raft.machine !== before.raft.machine) {
    const old = storeOf(before.raft);
    next = followDelays(next, old, ctx);
    if (leads) followTimers(next, old, ctx);
    next = notifyQueries(next, ctx);
  }
  next = answered.reduce((state, id) => answerFor(state, id, ctx), next);
  const led = before.raft.role === 'leader';
  if (leads && !led) startTimers(next, ctx);
  return led && !leads ? stopLeading(next, ctx) : next;
}

/** Raft would have answered: a change is made, or a quorum still follows the leader, which may answer a query. */
function answerFor(state: Server, { client, number }: RequestId, ctx: Ctx): Server {
  const query = `${client}/get`;
  if (state.calls[query]?.number === number) return answerOrPark(state, query, ctx);
  const call = state.calls[client];
  const session = ownItem(state.raft.machine.sessions, client);
  if (call?.number !== number || session?.number !== number || !session.result.ok) return state;
  return complete(state, client, session.result.value as unknown as Answer, ctx);
}

/** ErrLeadershipLost: what was proposed may be carried out or not. */
function stopLeading(state: Server, ctx: Ctx): Server {
  stopTimers(state, ctx);
  const { index } = storeOf(state.raft);
  const answer = { f: 'error', code: 'no-leader', index } as const;
  return sortedKeys(state.calls).reduce((next, key) => complete(next, key, answer, ctx), state);
}
