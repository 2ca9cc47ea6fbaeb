// Clients at a server: connecting, reading here, and writing through the leader.

import { withItem } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import { appliedZxid, detach, forget } from './apply.ts';
import { onSyncAsked, propose } from './broadcast.ts';
import type { ClientPing, Connect, Request } from './client-messages.ts';
import { answerRevalidated } from './following.ts';
import type { Origin } from './log.ts';
import { allowedTimeout, touched } from './sessions.ts';
import { type Ctx, type Following, isServing, type Leading, type Settings, type State } from './state.ts';
import { type Command, isOpen, nodeAt, type SessionId } from './tree.ts';
import { type Read, readTree } from './tree-reads.ts';
import { withWatch } from './watches.ts';

type Serving = Following | Leading;

/** A server that has seen less than the client has would take it back in time: it refuses, and the client goes on. */
export function onConnect(state: State, message: Connect, from: NodeId, ctx: Ctx, settings: Settings): State {
  const { connection, session, lastZxidSeen } = message;
  const isBehind = settings.zxidCheck && lastZxidSeen > appliedZxid(state);
  if (!isServing(state) || isBehind) {
    ctx.send(from, { kind: 'Closed', connection });
    return state;
  }
  const known = state.clients[from];
  if (known !== undefined && known.connection >= connection) return state;
  const clients = { ...state.clients, [from]: { connection, session: null } };
  const next: Serving = { ...forget(state, from), clients };
  const origin = { server: ctx.self, client: from, connection, xid: 0, session };
  if (session !== null) return revalidate(next, origin, session, ctx, settings);
  const command = { op: 'createSession', timeout: allowedTimeout(message.timeout, settings) } as const;
  return submit(next, command, origin, ctx, settings);
}

function revalidate(state: Serving, origin: Origin, session: SessionId, ctx: Ctx, settings: Settings): State {
  if (state.role === 'following') {
    ctx.send(state.leader, { kind: 'Revalidate', connection: state.connection, origin });
    return state;
  }
  const { client, connection } = origin;
  const next = touched(state, [session], ctx, settings);
  return answerRevalidated(next, { client, connection, session }, isOpen(state.tree, session), ctx);
}

export function onRequest(state: State, message: Request, from: NodeId, ctx: Ctx, settings: Settings): State {
  const session = sessionOf(state, message.connection, from);
  if (!isServing(state) || session === null) {
    ctx.send(from, { kind: 'Closed', connection: message.connection });
    return state;
  }
  const { connection, xid, operation } = message;
  const next = alive(state, session, ctx, settings);
  const origin = { server: ctx.self, client: from, connection, xid, session };
  switch (operation.op) {
    case 'getData':
    case 'exists':
    case 'getChildren':
      return onRead(next, operation, origin, ctx);
    case 'sync':
      if (next.role === 'leading') return onSyncAsked(next, origin, ctx);
      ctx.send(next.leader, { kind: 'Sync', connection: next.connection, origin });
      return next;
    default:
      return submit(next, operation, origin, ctx, settings);
  }
}

/** From what it has applied, which may be less than others have: that is the price of reading here. */
function onRead(state: Serving, read: Read, { client, connection, xid }: Origin, ctx: Ctx): State {
  const result = readTree(state.tree, read);
  ctx.send(client, { kind: 'Reply', connection, xid, zxid: appliedZxid(state), result });
  const watches = withWatch(state.watches, client, read, nodeAt(state.tree, read.path) !== undefined);
  return watches === state.watches ? state : { ...state, watches };
}

function submit(state: Serving, command: Command, origin: Origin, ctx: Ctx, settings: Settings): State {
  if (state.role === 'leading') return propose(state, command, origin, ctx, settings);
  ctx.send(state.leader, { kind: 'ForwardedWrite', connection: state.connection, command, origin });
  return state;
}

export function onClientPing(
  state: State,
  { connection }: ClientPing,
  from: NodeId,
  ctx: Ctx,
  settings: Settings,
): State {
  const session = sessionOf(state, connection, from);
  if (!isServing(state) || session === null) {
    ctx.send(from, { kind: 'Closed', connection });
    return state;
  }
  ctx.send(from, { kind: 'ClientPong', connection });
  return alive(state, session, ctx, settings);
}

/** The leader counts the time of a session anew; a follower tells it with the next ping. */
function alive(state: Serving, session: SessionId, ctx: Ctx, settings: Settings): Serving {
  if (state.role === 'leading') return touched(state, [session], ctx, settings);
  const sessions = withItem(state.touched, session);
  return sessions === state.touched ? state : { ...state, touched: sessions };
}

function sessionOf({ clients }: State, connection: number, client: NodeId): SessionId | null {
  const attached = clients[client];
  return attached?.connection === connection ? attached.session : null;
}

/** The client has let its connection go. */
export function onClientClosed(state: State, connection: number, from: NodeId): State {
  return state.clients[from]?.connection === connection ? forget(state, from) : state;
}

/** A client that is known to be gone, as its connection broke. */
export function onClientReset(state: State, client: NodeId, ctx: Ctx): State {
  return detach(state, client, ctx);
}
