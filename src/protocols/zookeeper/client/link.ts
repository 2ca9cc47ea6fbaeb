// A client's connection and session: it finds a server, keeps its session alive, and goes to the next server when the one
// it has falls silent (ClientCnxn). What it asks for is not here: see `register.ts` and `ephemeral.ts`.
//
//   connecting ──Connected──▶ connected ──Closed, reset, silence──▶ away ──a while──▶ connecting (next server)
import type { NodeId } from '../../../contract/ids.ts';
import type { Duration } from '../../../contract/time.ts';
import { nextServer } from '../../kv/index.ts';
import type { ClientPing, Connect, Connected, Request } from '../client-messages.ts';
import type { SessionId } from '../tree.ts';
import type { Zxid } from '../zxid.ts';

export type ClientSettings = {
  readonly sessionTimeout: Duration;
  readonly reconnectWait: Duration;
  readonly isSynced: boolean;
};

export type Link = {
  readonly phase: 'connecting' | 'connected' | 'away';
  readonly connection: number;
  readonly server: NodeId;
  readonly session: SessionId | null;
  /** As the servers allowed it; until then as it was asked for. */
  readonly timeout: Duration;
  /** The latest state that it has seen anything of: it accepts no older one. */
  readonly lastZxidSeen: Zxid;
};

export type LinkTimer = { readonly kind: 'reconnect' } | { readonly kind: 'silence' } | { readonly kind: 'ping' };

export type LinkContext = {
  readonly self: NodeId;
  readonly servers: readonly NodeId[];
  send(to: NodeId, message: Connect | Request | ClientPing): void;
  setTimer(timer: LinkTimer, min: Duration, max?: Duration): void;
  cancelTimer(kind: LinkTimer['kind']): void;
};

/** Room for the connections of one life of a client. */
const CONNECTIONS_PER_LIFE = 1_000_000;

/** It comes when it has something to ask: servers that have no leader yet would only send it on. */
export function firstLink(incarnation: number, at: Duration, ctx: LinkContext, settings: ClientSettings): Link {
  ctx.setTimer({ kind: 'reconnect' }, at);
  return {
    phase: 'away',
    connection: (incarnation - 1) * CONNECTIONS_PER_LIFE,
    server: ctx.servers[0] ?? ctx.self,
    session: null,
    timeout: settings.sessionTimeout,
    lastZxidSeen: 0,
  };
}

/** Opens a connection, to go on with its session if it has one. */
function connect(link: Link, ctx: LinkContext): Link {
  const connection = link.connection + 1;
  const { session, timeout, lastZxidSeen, server } = link;
  ctx.send(server, { kind: 'Connect', connection, session, timeout, lastZxidSeen });
  ctx.setTimer({ kind: 'silence' }, Math.floor(timeout / ctx.servers.length));
  return { ...link, connection, phase: 'connecting' };
}

export function onConnected(link: Link, { session, timeout }: Connected, ctx: LinkContext): Link {
  const next: Link = {
    ...link,
    phase: 'connected',
    session,
    timeout,
    // The session is named by the transaction that opened it.
    lastZxidSeen: Math.max(link.lastZxidSeen, session),
  };
  wasHeard(next, ctx);
  ctx.setTimer({ kind: 'ping' }, Math.floor(timeout / 3));
  return next;
}

/** After two thirds of the timeout in silence there is just time to find another server. */
export function wasHeard({ timeout }: Link, ctx: LinkContext): void {
  ctx.setTimer({ kind: 'silence' }, Math.floor((2 * timeout) / 3));
}

export function hasSeen(link: Link, zxid: Zxid): Link {
  return zxid > link.lastZxidSeen ? { ...link, lastZxidSeen: zxid } : link;
}

export function request(link: Link, message: Omit<Request, 'kind' | 'connection'>, ctx: LinkContext): void {
  ctx.send(link.server, { kind: 'Request', connection: link.connection, ...message });
  ctx.setTimer({ kind: 'ping' }, Math.floor(link.timeout / 3));
}

export function onPing(link: Link, ctx: LinkContext): void {
  if (link.phase !== 'connected') return;
  ctx.send(link.server, { kind: 'ClientPing', connection: link.connection });
  ctx.setTimer({ kind: 'ping' }, Math.floor(link.timeout / 3));
}

/** The server is given up; the next one is tried after a while, lest all clients come at once. */
export function onLost(link: Link, ctx: LinkContext, { reconnectWait }: ClientSettings): Link {
  ctx.cancelTimer('silence');
  ctx.cancelTimer('ping');
  ctx.setTimer({ kind: 'reconnect' }, 0, reconnectWait);
  return { ...link, phase: 'away', server: nextServer(link.server, ctx) };
}

/** The session has ended: a new one is opened at once, with the same server. */
export function onExpired(link: Link, ctx: LinkContext): Link {
  return connect({ ...link, session: null }, ctx);
}

export function onReconnect(link: Link, ctx: LinkContext): Link {
  return link.phase === 'away' ? connect(link, ctx) : link;
}
