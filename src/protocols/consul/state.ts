// What a server remembers: Raft's state, in which the store is the state machine, and what it has in memory only.
import type { Context } from '../../contract/context.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { AnyProtocol } from '../../contract/protocol.ts';
import type { Duration, LocalTime } from '../../contract/time.ts';
import type { Durable, State as RaftState, Timer as RaftTimer } from '../raft/index.ts';
import type { Pool, PoolTimer } from './members/pool.ts';
import type { Sends } from './messages.ts';
import type { Asked } from './requests.ts';
import type { Store } from './store.ts';

/** `via`: the server that handed it on, null where the client asked here. `isParked`: a blocking query that waits. */
export type OpenCall = {
  readonly number: number;
  readonly asked: Asked;
  readonly via: NodeId | null;
  readonly isParked: boolean;
};

export type Server = {
  readonly raft: RaftState;
  /** Only a leader's, by `callKey`: what is proposed, read with a quorum, or parked as a blocking query. */
  readonly calls: { readonly [key: string]: OpenCall };
  /** Requests that wait until a leader is known. */
  readonly held: { readonly [key: string]: OpenCall };
  /** Until when each key may not be acquired: by this server's own clock, from when it applied that a session ended. */
  readonly delays: { readonly [key: string]: LocalTime };
  readonly pool: Pool;
  /** The number of its latest own request: it destroys sessions without being asked. */
  readonly ownRequests: number;
};

export type Timer =
  | RaftTimer
  | PoolTimer
  /** A session's TTL is over twice; only while it leads. */
  | { readonly kind: 'session'; readonly key: string }
  /** A blocking query has waited long enough. */
  | { readonly kind: 'query'; readonly key: string }
  /** A request has waited for a leader for long enough. */
  | { readonly kind: 'hold'; readonly key: string };
export type Ctx = Context<Sends, Timer, Durable>;

export type Settings = {
  /** Raft's protocol, over this store. */
  readonly raft: AnyProtocol;
  readonly holdTimeout: Duration;
  /** Whether there is a pool of members (`members/pool.ts`): without one no node is ever found to have failed. */
  readonly hasPool: boolean;
};

/** The store as far as this server has applied the log. */
export function storeOf({ machine }: RaftState): Store {
  return machine.values as unknown as Store;
}

/** Renewals and queries are calls beside the others: a session must not end because a blocking query waits. */
export function callKey(client: NodeId, { f }: Asked): string {
  return f === 'session-renew' || f === 'get' ? `${client}/${f}` : client;
}

export function clientOf(key: string): NodeId {
  return key.replace(/\/.*$/, '');
}
