// The replica's side of replication. It takes what its primary sends and says once a second how far it has got. What the
// primary tells of another history replaces all that the replica holds: so the writes that a deposed primary took alone
// are discarded.
import type { NodeId } from '../../../contract/ids.ts';
import type { Continue, FullResync, Stream } from '../messages.ts';
import { replaced, replayed } from './history.ts';
import { afterWrite, sendAfterDisk } from './persistence.ts';
import { withoutReplica } from './replicas.ts';
import type { Ctx, Link, ServerSettings, ServerState } from './state.ts';

/** Begins the handshake anew (replication.c, connectWithMaster). */
export function connect(state: ServerState, ctx: Ctx): ServerState {
  const { link, history, offset, primary } = state;
  if (link === null) return state;
  const handshakes = state.handshakes + 1;
  ctx.send(primary, { kind: 'Psync', attempt: handshakes, replid: history.id, offset });
  return { ...state, handshakes, link: { isUp: false, since: link.isUp ? ctx.now : link.since } };
}

export function onFullResync(
  state: ServerState,
  message: FullResync,
  from: NodeId,
  ctx: Ctx,
  settings: ServerSettings,
): ServerState {
  const link = awaited(state, message, from);
  if (link === undefined) return state;
  const promotions = Math.max(state.promotions, message.promotions);
  const { keyspace, replid, offset } = message;
  ctx.note('full resynchronisation');
  return up(replaced({ ...state, promotions }, keyspace, replid, offset), link, ctx, settings);
}

export function onContinue(
  state: ServerState,
  message: Continue,
  from: NodeId,
  ctx: Ctx,
  settings: ServerSettings,
): ServerState {
  const link = awaited(state, message, from);
  if (link === undefined || message.from !== state.offset) return state;
  const promotions = Math.max(state.promotions, message.promotions);
  const history = { id: message.replid, before: null };
  return up(replayed({ ...state, promotions, history }, message.writes, settings), link, ctx, settings);
}

/** The link, if this is what it waits for: a late answer would put the data back to what the primary held then. */
function awaited(
  { link, primary, handshakes }: ServerState,
  { attempt }: Continue | FullResync,
  from: NodeId,
): Link | undefined {
  return link !== null && !link.isUp && attempt === handshakes && from === primary ? link : undefined;
}

function up(state: ServerState, link: Link, ctx: Ctx, settings: ServerSettings): ServerState {
  const next = afterWrite({ ...state, link: { ...link, isUp: true, since: ctx.now } }, ctx, settings);
  acknowledge(next, ctx, settings);
  return next;
}

export function onStream(
  state: ServerState,
  message: Stream,
  from: NodeId,
  ctx: Ctx,
  settings: ServerSettings,
): ServerState {
  const { link, offset } = state;
  if (link === null || from !== state.primary) {
    ctx.send(from, { kind: 'Closed' });
    return state;
  }
  if (!link.isUp) return state;
  // Something before it was lost, or the primary has another history now: TCP would have broken, or sent it again.
  if (message.replid !== state.history.id || message.from > offset) return connect(state, ctx);
  const next = replayed(state, message.writes.slice(offset - message.from), settings);
  const isNews = next !== state || link.since !== ctx.now;
  const heard = isNews ? afterWrite({ ...next, link: { ...link, since: ctx.now } }, ctx, settings) : state;
  if (message.getAck) acknowledge(heard, ctx, settings);
  return heard;
}

/** The other end knows of no connection. */
export function onClosed(state: ServerState, from: NodeId, ctx: Ctx): ServerState {
  if (state.link === null) return withoutReplica(state, from);
  return from === state.primary && state.link.isUp ? connect(state, ctx) : state;
}

/** Once a second (replicationCron). */
export function replicaCron(state: ServerState, ctx: Ctx, settings: ServerSettings): ServerState {
  const { link } = state;
  if (link === null) return state;
  if (!link.isUp || ctx.now - link.since > settings.replTimeout) return connect(state, ctx);
  acknowledge(state, ctx, settings);
  return state;
}

function acknowledge({ primary, history, offset }: ServerState, ctx: Ctx, settings: ServerSettings): void {
  sendAfterDisk(primary, { kind: 'Ack', replid: history.id, offset }, ctx, settings);
}
