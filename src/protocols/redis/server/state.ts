// What a server remembers, and what of it is on disk. Read `replicas.ts` (the primary's side of replication) and
// `replication.ts` (the replica's) next.
import type { PagedList } from '../../../base/paged-list.ts';
import type { Plain } from '../../../base/plain.ts';
import type { Context } from '../../../contract/context.ts';
import type { NodeId } from '../../../contract/ids.ts';
import type { Duration, LocalTime } from '../../../contract/time.ts';
import type { Keyspace, Write } from '../commands/index.ts';
import type { ServerSends } from '../messages.ts';

/** How a primary sees one replica that is connected to it. */
export type Replica = {
  /** What it has acknowledged, and when it last did. */
  readonly offset: number;
  readonly ackedAt: LocalTime;
  /** How far the stream had been sent when it last acknowledged anything. */
  readonly sent: number;
};

/** A replica's connection to its primary. */
export type Link = {
  readonly isUp: boolean;
  /** When the primary was last heard; while the link is down: since when it is. */
  readonly since: LocalTime;
};

/** A client that is blocked in WAIT. */
export type Waiting = {
  readonly client: NodeId;
  readonly attempt: number;
  readonly value: Plain;
  readonly offset: number;
  readonly replicas: number;
};

/**
 * Which history the data is of. It gets a new id where it may part from others' (a restart, a promotion); `before` is
 * the id that it had up to an offset, so that whoever is no further can go on (replication.c, shiftReplicationId).
 */
export type History = {
  readonly id: string;
  readonly before: { readonly id: string; readonly offset: number } | null;
};

export type ServerState = {
  /** Itself, where it is one. */
  readonly primary: NodeId;
  /** How often a replica was promoted in the history of the data, as far as this server knows. */
  readonly promotions: number;
  readonly keyspace: Keyspace;
  readonly history: History;
  /** How many writes the data has seen. Redis counts bytes, and PINGs too. */
  readonly offset: number;
  /** The last writes: those behind the offset `backlogFrom`. */
  readonly backlog: PagedList<Write>;
  readonly backlogFrom: number;
  /** Of a replica; null on a primary. */
  readonly link: Link | null;
  /** Counts its PSYNCs over all its lives: only the answer to the last one counts. */
  readonly handshakes: number;
  /** Of a primary, by name: those that are connected. */
  readonly replicas: { readonly [node: NodeId]: Replica };
  /** Of a primary: how many replicas lagged by no more than minReplicasMaxLag when last looked. */
  readonly goodReplicas: number;
  readonly waiting: readonly Waiting[];
  /** By channel: who is told of what is published on it. */
  readonly subscribers: { readonly [channel: string]: readonly NodeId[] };
  /** Until then it refuses clients: see `outAfterRestart`. */
  readonly closedUntil: LocalTime;
  /** The last attempt of each client: TCP delivers nothing twice, and nothing after what was sent later. */
  readonly attempts: { readonly [client: NodeId]: number };
  /** When the replicas were last sent a PING. */
  readonly pingedAt: LocalTime;
  /** The append-only file lacks something. */
  readonly isDirty: boolean;
};

/** `config`: redis.conf, which Sentinels have rewritten; `keyspace`: the append-only file. */
export type Durable = {
  readonly config: { readonly primary: NodeId; readonly promotions: number };
  readonly keyspace: Keyspace;
};

export type Timer =
  | { readonly kind: 'cron' }
  | { readonly kind: 'expire' }
  | { readonly kind: 'wait'; readonly key: string };

export type Ctx = Context<ServerSends, Timer, Durable>;

export type ServerSettings = {
  readonly persistence: 'off' | 'everysec' | 'always';
  readonly minReplicas: number;
  readonly minReplicasMaxLag: Duration;
  readonly backlog: number;
  readonly replTimeout: Duration;
  readonly pingPeriod: Duration;
  readonly priorityOf: (node: NodeId) => number;
  /** Keys that have expired are deleted when they do, and not only when they are looked at. */
  readonly expiresActively: boolean;
  /** Every server is a primary of its own, without replicas. */
  readonly isAlone: boolean;
  /** How long a server that was restarted stays out of use. */
  readonly outAfterRestart: Duration;
};

export function isPrimary({ link }: Pick<ServerState, 'link'>): boolean {
  return link === null;
}
