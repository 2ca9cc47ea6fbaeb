// What clients ask. A leader appends it to its log; reads may go another way (`read-index.ts`), and then followers take
// them too. All others refuse.
import type { NodeId } from '../../contract/ids.ts';
import type { Command, Request } from '../kv/index.ts';
import { appendOwn, sendNewEntry } from './leading.ts';
import { onFollowerRead, onLeaderRead } from './read-index.ts';
import type { Ctx, Settings, State } from './state.ts';

export function onRequest(state: State, message: Request, from: NodeId, ctx: Ctx, settings: Settings): State {
  const { id, attempt, operation } = message;
  const read = operation.f === 'read' && settings.reads !== 'log' ? { id, attempt, key: operation.key } : undefined;
  // Who is about to hand over takes nothing: it could not be committed by the one that comes next (thesis §3.10).
  if (state.role === 'leader' && state.duties.transferee === null) {
    if (read !== undefined) return onLeaderRead(state, read, ctx, settings);
    return sendNewEntry(appendOwn(state, commandOf(message, ctx, settings), ctx, settings), ctx, settings);
  }
  if (read !== undefined && settings.followerReads && state.role === 'follower' && state.leader !== null) {
    return onFollowerRead(state, read, state.leader, ctx);
  }
  refuse(state, message, from, ctx);
  return state;
}

function refuse(state: State, { id, attempt }: Request, from: NodeId, ctx: Ctx): void {
  const leader = state.role === 'leader' ? state.duties.transferee : state.leader;
  ctx.send(from, { kind: 'NotLeader', id, attempt, leader });
}

/** Sessions that can end need the time of each command, and the leader's, so that all end them alike (thesis §6.3). */
function commandOf({ id, operation, session }: Request, ctx: Ctx, { sessionTimeout }: Settings): Command {
  if (sessionTimeout === 0) return { id, operation };
  const command = { id, operation, at: ctx.now };
  return session === undefined ? command : { ...command, session };
}
