// What clients and servers say to one another. A client has one connection at a time, with a number that it chose.
import type { Duration } from '../../contract/time.ts';
import type { Command, NodeChange, Result, SessionId } from './tree.ts';
import type { Read } from './tree-reads.ts';
import type { Zxid } from './zxid.ts';

/** `session` null: to open one. A server that has not come as far as `lastZxidSeen` closes the connection. */
export type Connect = {
  readonly kind: 'Connect';
  readonly connection: number;
  readonly session: SessionId | null;
  readonly timeout: Duration;
  readonly lastZxidSeen: Zxid;
};

export type Operation = Read | Exclude<Command, { readonly op: 'createSession' }> | { readonly op: 'sync' };

export type Request = {
  readonly kind: 'Request';
  readonly connection: number;
  /** Counts the requests of the client. */
  readonly xid: number;
  readonly operation: Operation;
};

/** Sent when idle, so that the session lasts. */
export type ClientPing = { readonly kind: 'ClientPing'; readonly connection: number };

export type ClientRequest = Connect | Request | ClientPing;

/** The session is open, with the timeout that the servers allow. */
export type Connected = {
  readonly kind: 'Connected';
  readonly connection: number;
  readonly session: SessionId;
  readonly timeout: Duration;
};

/** The session has ended: its ephemeral nodes are gone. */
export type Expired = { readonly kind: 'Expired'; readonly connection: number };

/** `zxid`: how far the server had got. */
export type Reply = {
  readonly kind: 'Reply';
  readonly connection: number;
  readonly xid: number;
  readonly zxid: Zxid;
  readonly result: Result;
};

export type ClientPong = { readonly kind: 'ClientPong'; readonly connection: number };

/** What was watched has changed; not how, which a read tells. */
export type WatchEvent = {
  readonly kind: 'WatchEvent';
  readonly connection: number;
  readonly change: NodeChange;
  readonly zxid: Zxid;
};

/** A connection is closed, or was not accepted. By whoever held an end of it. */
export type Closed = { readonly kind: 'Closed'; readonly connection: number };

export type ClientMessage = Connected | Expired | Reply | ClientPong | WatchEvent | Closed;
