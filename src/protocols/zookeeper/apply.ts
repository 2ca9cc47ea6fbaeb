// What a server does with committed transactions: it applies them in order, tells those who watch, and answers the clients
// whose requests they were. The same on leaders and followers.
import { sortedKeys } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import { type Entry, entryAt, type Origin, zxidAt } from './log.ts';
import type { Common, Ctx } from './state.ts';
import { applied, type NodeChange, type Result, type SessionId } from './tree.ts';
import { fired, withoutClient } from './watches.ts';
import type { Zxid } from './zxid.ts';

/** Applies the log up to a position. */
export function advance<S extends Common>(state: S, to: number, ctx: Ctx): S {
  let next = state;
  while (next.applied < to) {
    const entry = entryAt(next.log, next.applied + 1);
    if (entry === undefined) return next;
    next = applyEntry(next, entry, ctx);
  }
  return next;
}

/** How far its clients see. */
export function appliedZxid({ log, applied: position }: Common): Zxid {
  return zxidAt(log, position) ?? log.baseZxid;
}

function applyEntry<S extends Common>(state: S, entry: Entry, ctx: Ctx): S {
  const { zxid, command, origin } = entry;
  const { tree, result, changes } = applied(state.tree, command, zxid, origin?.session ?? null);
  let next: S = { ...state, tree, applied: state.applied + 1 };
  // Before the answer: who reads the new state has heard of it (ZooKeeper's promise on watches).
  for (const change of changes) next = tellWatchers(next, change, zxid, ctx);
  if (origin?.server === ctx.self) next = answerOrigin(next, origin, result, ctx);
  return command.op === 'closeSession' && result.ok ? dropSession(next, command.session, ctx) : next;
}

function tellWatchers<S extends Common>(state: S, change: NodeChange, zxid: Zxid, ctx: Ctx): S {
  const { fired: due, kept } = fired(state.watches, change);
  if (due.length === 0) return state;
  for (const client of new Set(due.map((watch) => watch.client))) {
    const { connection } = state.clients[client]!;
    ctx.send(client, { kind: 'WatchEvent', connection, change, zxid });
  }
  return { ...state, watches: kept };
}

function answerOrigin<S extends Common>(state: S, origin: Origin, result: Result, ctx: Ctx): S {
  const { client, connection, xid } = origin;
  const attached = state.clients[client];
  if (attached?.connection !== connection) return state;
  if (origin.session === null && result.ok) return attach(state, client, Number(result.value), ctx);
  ctx.send(client, { kind: 'Reply', connection, xid, zxid: appliedZxid(state), result });
  return state;
}

/** The session is known to last: the client is told, and served from now on. */
export function attach<S extends Common>(state: S, client: NodeId, session: SessionId, ctx: Ctx): S {
  const { connection } = state.clients[client]!;
  const timeout = state.tree.sessions[session];
  if (timeout === undefined) return state;
  ctx.send(client, { kind: 'Connected', connection, session, timeout });
  return { ...state, clients: { ...state.clients, [client]: { connection, session } } };
}

/** Whoever is still connected with a session that ended is let go: it learns why when it comes back. */
function dropSession<S extends Common>(state: S, session: SessionId, ctx: Ctx): S {
  let next = state;
  for (const client of sortedKeys(state.clients)) {
    if (state.clients[client]!.session === session) next = detach(next, client, ctx);
  }
  return next;
}

/** Closes a client's connection. Its session goes on. */
export function detach<S extends Common>(state: S, client: NodeId, ctx: Ctx): S {
  const attached = state.clients[client];
  if (attached === undefined) return state;
  ctx.send(client, { kind: 'Closed', connection: attached.connection });
  return forget(state, client);
}

/** Its connection is gone. */
export function forget<S extends Common>(state: S, client: NodeId): S {
  if (!Object.hasOwn(state.clients, client)) return state;
  const { [client]: _gone, ...clients } = state.clients;
  return { ...state, clients, watches: withoutClient(state.watches, client) };
}
