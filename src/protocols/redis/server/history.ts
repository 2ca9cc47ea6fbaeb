// Histories and the backlog: what a server has seen, and whether it can tell a replica what that one lacks.
import { appendAll, emptyList, listOf, slice } from '../../../base/paged-list.ts';
import { applyAll, type Keyspace, type Write } from '../commands/index.ts';
import type { Ctx, History, ServerSettings, ServerState } from './state.ts';

/** Redis draws 160 random bits. This names no other history either: a server's promotions only grow in one life of it. */
export function historyId(promotions: number, ctx: Ctx): string {
  return `${ctx.self}.${ctx.boot.incarnation}.${promotions}`;
}

/** Takes writes: a primary those it has made, a replica those it was sent. */
export function recorded(
  state: ServerState,
  writes: readonly Write[],
  keyspace: Keyspace,
  settings: ServerSettings,
): ServerState {
  const offset = state.offset + writes.length;
  const backlog = appendAll(state.backlog, writes);
  const next = { ...state, keyspace, offset, backlog, isDirty: true };
  // Cut in the half, so that keeping the last so many costs nothing per write.
  if (backlog.length < 2 * settings.backlog) return next;
  const kept = slice(backlog, backlog.length - settings.backlog);
  return { ...next, backlog: listOf(kept), backlogFrom: offset - kept.length };
}

export function replayed(state: ServerState, writes: readonly Write[], settings: ServerSettings): ServerState {
  return writes.length === 0 ? state : recorded(state, writes, applyAll(state.keyspace, writes), settings);
}

/**
 * What whoever got to `offset` of history `replid` lacks; undefined where that cannot be told, and a full
 * resynchronisation is needed: another history, further in the one before than this server was when it became primary
 * (so it holds writes that are in no other data), or too far back.
 */
export function missing(
  { history, offset, backlog, backlogFrom }: ServerState,
  replid: string,
  from: number,
): readonly Write[] | undefined {
  const until = replid === history.id ? offset : replid === history.before?.id ? history.before.offset : -1;
  if (from > until || from < backlogFrom) return undefined;
  return slice(backlog, from - backlogFrom);
}

/** A replica becomes primary: the same data under a new name, and the old name up to here (shiftReplicationId). */
export function shifted({ history, offset }: ServerState, id: string): History {
  return { id, before: { id: history.id, offset } };
}

/** Somebody else's data in the place of one's own. */
export function replaced(state: ServerState, keyspace: Keyspace, replid: string, offset: number): ServerState {
  const history = { id: replid, before: null };
  return { ...state, keyspace, history, offset, backlog: emptyList(), backlogFrom: offset, isDirty: true };
}
