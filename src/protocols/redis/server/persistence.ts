// The append-only file. `everysec` writes once a second, so a crash takes what was acknowledged since; `always` answers
// only when the write is on disk; `off` keeps nothing, not even of a server that is restarted at once.
//
// What is written is the whole keyspace as one durable key, shared by reference: a write that is torn cannot part it.
import type { NodeId } from '../../../contract/ids.ts';
import type { ServerSends } from '../messages.ts';
import type { Ctx, ServerSettings, ServerState } from './state.ts';

/** After each command (aof.c, flushAppendOnlyFile). */
export function afterWrite(state: ServerState, ctx: Ctx, { persistence }: ServerSettings): ServerState {
  return persistence === 'always' ? saved(state, ctx) : state;
}

/**
 * Once a second. Redis hands each write to the kernel at once, so that a process that dies alone loses nothing. Here it
 * does: what is modelled is a machine that loses power.
 */
export function everySecond(state: ServerState, ctx: Ctx, { persistence }: ServerSettings): ServerState {
  return persistence === 'everysec' ? saved(state, ctx) : state;
}

function saved(state: ServerState, ctx: Ctx): ServerState {
  if (!state.isDirty) return state;
  ctx.persist({ keyspace: state.keyspace }, { kind: 'aof' });
  return { ...state, isDirty: false };
}

/** With `always` neither an answer nor the stream leaves before the file is on disk (server.c, beforeSleep). */
export function sendAfterDisk(to: NodeId, message: ServerSends, ctx: Ctx, { persistence }: ServerSettings): void {
  ctx.send(to, message, { durable: persistence === 'always' });
}

/** CONFIG REWRITE: what the server is, whatever becomes of its data. */
export function rewriteConfig({ primary, promotions }: ServerState, ctx: Ctx): void {
  ctx.persist({ config: { primary, promotions } }, { kind: 'config' });
}
