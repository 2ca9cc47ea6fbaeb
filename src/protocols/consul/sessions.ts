// The leader ends a session: its TTL is over, or the node that it is bound to has failed.
import { sortedKeys } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import { seconds } from '../../contract/time.ts';
import { serveOwn } from './own-requests.ts';
import { type Ctx, type Server, type Settings, storeOf } from './state.ts';

/** An end that did not get into the log is proposed again. */
const AGAIN = seconds(1);

export function onSessionTimer(state: Server, session: string, ctx: Ctx, settings: Settings): Server {
  const isOpen = storeOf(state.raft).sessions[session] !== undefined;
  return state.raft.role === 'leader' && isOpen ? endSession(state, session, ctx, settings) : state;
}

/** `serfHealth` has become critical. */
export function onNodeFailed(state: Server, node: NodeId, ctx: Ctx, settings: Settings): Server {
  if (state.raft.role !== 'leader') return state;
  const { sessions } = storeOf(state.raft);
  let next = state;
  for (const session of sortedKeys(sessions)) {
    const { isChecked, node: owner } = sessions[session]!;
    if (isChecked && owner === node) next = endSession(next, session, ctx, settings);
  }
  return next;
}

function endSession(state: Server, session: string, ctx: Ctx, settings: Settings): Server {
  ctx.setTimer({ kind: 'session', key: session }, AGAIN);
  return serveOwn(state, { f: 'session-destroy', session: Number(session) }, ctx, settings);
}
