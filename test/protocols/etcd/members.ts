// Members in chosen states, with the store that some mutations have led to, and short ways to run their handlers.
import type { Kind } from '../../../src/contract/context.ts';
import type { NodeId } from '../../../src/contract/ids.ts';
import { defaultsOf, type Options } from '../../../src/contract/system.ts';
import { seconds } from '../../../src/contract/time.ts';
import { etcdSystem } from '../../../src/protocols/etcd/index.ts';
import { etcd } from '../../../src/protocols/etcd/protocol.ts';
import { settingsOf } from '../../../src/protocols/etcd/settings.ts';
import type { Member } from '../../../src/protocols/etcd/state.ts';
import { evaluate } from '../../../src/protocols/etcd/store/evaluate.ts';
import type { Asked, Mutation } from '../../../src/protocols/etcd/store/requests.ts';
import { emptyStore, type Store } from '../../../src/protocols/etcd/store/store.ts';
import { emptyMachine } from '../../../src/protocols/kv/index.ts';
import { logOf, follower as raftFollower, leader as raftLeader, three } from '../raft/servers.ts';
import { type Outcome, receive, type Setup, sent } from '../recording-context.ts';
import { fire as fireTimer } from './timers.ts';

export const protocolWith = (options: Options = {}) => etcd(settingsOf({ ...defaultsOf(etcdSystem), ...options }));
export const protocol = protocolWith();

export function storeAfter(...mutations: readonly Mutation[]): Store {
  return mutations.reduce((store, mutation) => evaluate(store, mutation, seconds(2)).store, emptyStore);
}

const idle = { calls: {}, expiries: {}, watchers: {}, ownRequests: 0 };

/** A term's no-op is applied, and then what led to the store. */
const settled = (store: Store) => ({
  log: logOf(1),
  commitIndex: 1,
  lastApplied: 1,
  machine: { ...emptyMachine, values: store },
});

/** n1, which follows n2. */
export function follower(store: Store = emptyStore, fields: Partial<Member> = {}): Member {
  return { raft: raftFollower({ leader: 'n2', ...settled(store) }), ...idle, ...fields };
}

/** n1 of three, which leads. */
export function leader(store: Store = emptyStore, fields: Partial<Member> = {}): Member {
  return { raft: raftLeader({ ...settled(store), termStart: 1 }), ...idle, ...fields };
}

export const call = (asked: Asked, number = 1): Kind => ({ kind: 'Call', id: { client: 'c1', number }, asked });
export const put = (key: string, value: number, lease = 0): Mutation => ({ f: 'put', key, value, lease });
export const read = (key: string, serializable = false): Asked => ({
  f: 'read',
  key,
  end: null,
  revision: 0,
  serializable,
});

export const deliver = (state: Member, from: NodeId, message: Kind, setup: Setup = three): Outcome<Member> =>
  receive(protocol, state, message, from, setup);

export const fire = (state: Member, kind: string, key?: string, setup: Setup = three): Outcome<Member> =>
  fireTimer(protocol, state, key === undefined ? { kind } : { kind, key }, setup);

/** What n1's client was answered. */
export const answers = (outcome: Outcome<unknown>): readonly unknown[] =>
  sent(outcome, 'c1').map((message) => message['answer']);
