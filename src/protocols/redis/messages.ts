// What clients, servers and Sentinels say to each other. Redis speaks over TCP; here each message goes by itself, so some
// carry a number that stands for what a connection would have kept apart (`attempt`).
import type { Plain } from '../../base/plain.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Duration } from '../../contract/time.ts';
import type { Command, Keyspace, Write } from './commands/index.ts';

// Clients and servers.

/**
 * A command, and WAIT behind it where `wait` is given (a pipeline of the two). `asks` is whom the client takes the server
 * for: it has checked the role when it connected, and a server that is demoted closes its clients' connections (sentinel.c,
 * sentinelSendSlaveOf: CLIENT KILL TYPE normal).
 */
export type Execute = {
  readonly kind: 'Execute';
  readonly attempt: number;
  readonly command: Command;
  readonly asks: 'primary' | 'any';
  readonly wait: Wait | null;
};

/** `connected`: as many as the primary has, which the client would have asked for with INFO. */
export type Wait = { readonly replicas: number | 'connected'; readonly timeout: Duration };

/** `replicated`: the reply of WAIT; `wanted`: how many were waited for. */
export type Answer = {
  readonly kind: 'Answer';
  readonly attempt: number;
  readonly value: Plain;
  readonly replicated: number | null;
  readonly wanted: number | null;
};

/**
 * Nothing was executed. READONLY also stands for a connection that is no more one to a primary; LOADING for a server that
 * is back and not yet to be used.
 */
export type Refused = {
  readonly kind: 'Refused';
  readonly attempt: number;
  readonly error: 'READONLY' | 'NOREPLICAS' | 'LOADING';
};

/** SUBSCRIBE, and UNSUBSCRIBE. What is published meanwhile to whoever is not subscribed, or not there, is lost to it. */
export type Subscribe = { readonly kind: 'Subscribe'; readonly channel: string };
export type Unsubscribe = { readonly kind: 'Unsubscribe'; readonly channel: string };
export type Subscribed = { readonly kind: 'Subscribed'; readonly channel: string };
export type Message = { readonly kind: 'Message'; readonly channel: string; readonly message: Plain };

// Servers among themselves.

/** PSYNC: `offset` is how far the replica has got in the history `replid`. */
export type Psync = {
  readonly kind: 'Psync';
  readonly attempt: number;
  readonly replid: string;
  readonly offset: number;
};

export type FullResync = {
  readonly kind: 'FullResync';
  readonly attempt: number;
  readonly replid: string;
  readonly promotions: number;
  readonly offset: number;
  readonly keyspace: Keyspace;
};

/** The partial resynchronisation: what the replica lacks. `replid` may be a new name of the same history. */
export type Continue = {
  readonly kind: 'Continue';
  readonly attempt: number;
  readonly replid: string;
  readonly promotions: number;
  readonly from: number;
  readonly writes: readonly Write[];
};

/** Writes behind the offset `from`; none: a PING. `getAck`: REPLCONF GETACK behind them. */
export type Stream = {
  readonly kind: 'Stream';
  readonly replid: string;
  readonly from: number;
  readonly writes: readonly Write[];
  readonly getAck: boolean;
};

/** REPLCONF ACK. */
export type Ack = { readonly kind: 'Ack'; readonly replid: string; readonly offset: number };

/** There is no such replication connection: the reset that TCP would send. */
export type Closed = { readonly kind: 'Closed' };

// Sentinels and servers.

export type Ping = { readonly kind: 'Ping' };
export type Pong = { readonly kind: 'Pong' };
export type AskInfo = { readonly kind: 'AskInfo' };

/** INFO replication. `linkDownFor`: since when a replica has lost its primary, 0 while it has not. */
export type Info = {
  readonly kind: 'Info';
  readonly role: 'primary' | 'replica';
  readonly primary: NodeId;
  readonly linkDownFor: Duration;
  readonly offset: number;
  readonly priority: number;
};

/** REPLICAOF, CONFIG REWRITE and CLIENT KILL in one transaction; of the server itself: REPLICAOF NO ONE. */
export type ReplicaOf = { readonly kind: 'ReplicaOf'; readonly primary: NodeId };

// Sentinels among themselves, and with clients.

/** SENTINEL IS-MASTER-DOWN-BY-ADDR. `candidate`: who asks for a vote besides, or null. */
export type IsPrimaryDown = {
  readonly kind: 'IsPrimaryDown';
  readonly primary: NodeId;
  readonly epoch: number;
  readonly candidate: NodeId | null;
};

/** `leader`: whom the one that answers has voted for in `leaderEpoch`; null where it was not asked for a vote. */
export type PrimaryIsDown = {
  readonly kind: 'PrimaryIsDown';
  readonly primary: NodeId;
  readonly isDown: boolean;
  readonly leader: NodeId | null;
  readonly leaderEpoch: number;
};

export type Hello = {
  readonly kind: 'Hello';
  readonly epoch: number;
  readonly primary: NodeId;
  readonly configEpoch: number;
};

/** SENTINEL GET-MASTER-ADDR-BY-NAME and SENTINEL REPLICAS. */
export type WhoIsPrimary = { readonly kind: 'WhoIsPrimary'; readonly attempt: number };
export type PrimaryIs = {
  readonly kind: 'PrimaryIs';
  readonly attempt: number;
  readonly primary: NodeId;
  readonly replicas: readonly NodeId[];
};

export type ServerMessage =
  | Execute
  | Psync
  | FullResync
  | Continue
  | Stream
  | Ack
  | Closed
  | Ping
  | AskInfo
  | ReplicaOf
  | Subscribe
  | Unsubscribe;
export type ServerSends =
  | Answer
  | Refused
  | Psync
  | FullResync
  | Continue
  | Stream
  | Ack
  | Closed
  | Pong
  | Info
  | Subscribed
  | Message;

export type SentinelMessage = Pong | Info | IsPrimaryDown | PrimaryIsDown | Hello | WhoIsPrimary;
export type SentinelSends = Ping | AskInfo | ReplicaOf | IsPrimaryDown | PrimaryIsDown | Hello | PrimaryIs;

export type ClientMessage = Answer | Refused | PrimaryIs;
export type ClientSends = Execute | WhoIsPrimary;
