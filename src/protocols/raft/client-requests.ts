// What clients ask: a leader appends it to its log, reads included (§8 allows faster ones); all others refuse.
import type { NodeId } from '../../contract/ids.ts';
import type { Request } from '../kv/index.ts';
import { appendOwn, sendNewEntry } from './leading.ts';
import type { Ctx, Settings, State } from './state.ts';

export function onRequest(state: State, message: Request, from: NodeId, ctx: Ctx, settings: Settings): State {
  const { id, attempt, operation } = message;
  if (state.role !== 'leader') {
    ctx.send(from, { kind: 'NotLeader', id, attempt, leader: state.leader });
    return state;
  }
  const next = appendOwn(state, { id, operation }, ctx, settings);
  sendNewEntry(next, ctx, settings);
  return next;
}
