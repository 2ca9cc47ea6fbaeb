// What a member remembers: Raft's state, in which the store is the state machine, and what it has in memory only. What is
// on disk is Raft's too: term, vote, log, snapshot.
import type { Context } from '../../contract/context.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { AnyProtocol } from '../../contract/protocol.ts';
import type { Duration, LocalTime } from '../../contract/time.ts';
import type { Durable, State as RaftState, Timer as RaftTimer } from '../raft/index.ts';
import type { Sends } from './messages.ts';
import type { Keys } from './store/keys.ts';
import type { Asked } from './store/requests.ts';
import type { Store } from './store/store.ts';

export type Member = {
  readonly raft: RaftState;
  /** What clients wait for here, by client: each has one call open at a time, and beside it one keep-alive (`callKey`). */
  readonly calls: { readonly [key: string]: OpenCall };
  /** Only a leader's: when its leases expire. */
  readonly expiries: { readonly [lease: string]: LocalTime };
  readonly watchers: { readonly [name: string]: Watcher };
  /** The number of its latest own request: it revokes and compacts without being asked. */
  readonly ownRequests: number;
};

/** `triesLeft`: how often the timer may still fire until the call is given up. */
export type OpenCall = {
  readonly number: number;
  readonly asked: Asked;
  readonly isProposed: boolean;
  readonly triesLeft: number;
};

/** Keep-alives are a stream of their own in etcd: one that is late holds up no other request of its client. */
export function callKey(client: NodeId, asked: Asked): string {
  return asked.f === 'keep-alive' ? `${client}/keep-alive` : client;
}

export function clientOf(key: string): NodeId {
  return key.replace(/\/.*$/, '');
}

/** `next`: the first revision it was not told of. `told`: the revision after its latest message. */
export type Watcher = Keys & {
  readonly client: NodeId;
  readonly watch: number;
  readonly next: number;
  readonly told: number;
};

export type Timer =
  | RaftTimer
  | { readonly kind: 'call'; readonly key: string }
  | { readonly kind: 'leases' }
  | { readonly kind: 'compaction' };
export type Ctx = Context<Sends, Timer, Durable>;

/** The options, as this folder uses them: `options.ts` says what each means. */
export type Settings = {
  /** Raft's protocol, over this store. */
  readonly raft: AnyProtocol;
  readonly requestTimeout: Duration;
  readonly readIndexRetry: Duration;
  readonly electionTimeout: Duration;
  readonly leaseScan: Duration;
  readonly compactionRetention: number;
  readonly compactionInterval: Duration;
};

/** The store as far as this member has applied the log. */
export function storeOf({ machine }: RaftState): Store {
  return machine.values as unknown as Store;
}
