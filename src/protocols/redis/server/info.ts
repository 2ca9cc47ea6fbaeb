// INFO replication: what Sentinels judge a server by.
import type { NodeId } from '../../../contract/ids.ts';
import { type Ctx, isPrimary, type ServerSettings, type ServerState } from './state.ts';

export function onInfo(state: ServerState, from: NodeId, ctx: Ctx, { priorityOf }: ServerSettings): ServerState {
  const { link, offset, primary } = state;
  ctx.send(from, {
    kind: 'Info',
    role: isPrimary(state) ? 'primary' : 'replica',
    primary,
    linkDownFor: link === null || link.isUp ? 0 : ctx.now - link.since,
    offset,
    priority: priorityOf(ctx.self),
  });
  return state;
}
