// What Consul's log leads to: sessions, and keys that sessions hold (agent/consul/state: session.go, kvs.go). Pure. When a
// session ends is not decided here, nor how long its lock-delay lasts: both are times, and the leader's (`sessions.ts`).
//
//   session ──acquire──▶ holds the key ──release──▶ free at once
//                              └──the session is destroyed or invalidated──▶ free, after the lock-delay
import { ownItem } from '../../base/plain.ts';
import { sortedKeys } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Duration } from '../../contract/time.ts';
import { type StateMachine, stateMachine } from '../kv/index.ts';
import type { Acquire, Answer, Entry, Mutation, Release, SessionCreate } from './requests.ts';

export type Session = {
  readonly node: NodeId;
  readonly isChecked: boolean;
  readonly ttl: Duration;
  readonly lockDelay: Duration;
};

export type Store = {
  /** +1 for each entry; Consul's is the index in Raft's log. */
  readonly index: number;
  readonly sessions: { readonly [session: string]: Session };
  readonly keys: { readonly [key: string]: Entry };
  /** Keys that were freed because a session ended, with the index of that, until they are acquired again. */
  readonly freed: { readonly [key: string]: { readonly index: number; readonly lockDelay: Duration } };
};

export const emptyStore: Store = { index: 0, sessions: {}, keys: {}, freed: {} };

export function consulMachine(): StateMachine {
  return stateMachine<Store, Mutation>({
    empty: emptyStore,
    evaluate(before, mutation) {
      const { store, answer } = evaluate(before, mutation);
      return { values: store, result: { ok: true, value: answer } };
    },
    read: () => ({ ok: true, value: null }),
  });
}

type Evaluated = { readonly store: Store; readonly answer: Answer };

export function evaluate(before: Store, mutation: Mutation): Evaluated {
  const index = before.index + 1;
  const store = { ...before, index };
  switch (mutation.f) {
    case 'session-create':
      return { store: withSession(store, mutation), answer: { f: 'session-create', index } };
    case 'session-destroy':
      return { store: withoutSession(store, mutation.session), answer: { f: 'session-destroy', index } };
    case 'acquire':
      return acquired(store, mutation);
    case 'release':
      return released(store, mutation);
  }
}

export function entryOf({ keys }: Store, key: string): Entry | null {
  return ownItem(keys, key) ?? null;
}

function withSession(store: Store, { session, node, isChecked, ttl, lockDelay }: SessionCreate): Store {
  return { ...store, sessions: { ...store.sessions, [session]: { node, isChecked, ttl, lockDelay } } };
}

/** Behaviour `release`: the keys that it held stay, and nobody holds them. */
function withoutSession(store: Store, session: number): Store {
  const { [String(session)]: ended, ...sessions } = store.sessions;
  if (ended === undefined) return store;
  const { index } = store;
  const { lockDelay } = ended;
  let { keys, freed } = store;
  for (const key of sortedKeys(store.keys)) {
    const entry = store.keys[key]!;
    if (entry.session !== session) continue;
    keys = { ...keys, [key]: { ...entry, session: 0, modifyIndex: index } };
    freed = { ...freed, [key]: { index, lockDelay } };
  }
  return { ...store, sessions, keys, freed };
}

/** kvsLockTxn. Who holds it already is told so; its lockIndex stays. */
function acquired(store: Store, { key, value, session }: Acquire): Evaluated {
  const { index } = store;
  if (!Object.hasOwn(store.sessions, session)) return { store, answer: { f: 'error', code: 'no-session', index } };
  const entry = entryOf(store, key);
  const isHeld = entry !== null && entry.session !== 0;
  if (isHeld && entry.session !== session) return { store, answer: { f: 'acquire', isDone: false, index } };
  const { [key]: _freed, ...freed } = store.freed;
  const next: Entry = {
    value,
    session,
    createIndex: entry?.createIndex ?? index,
    modifyIndex: index,
    lockIndex: (entry?.lockIndex ?? 0) + (isHeld ? 0 : 1),
  };
  return {
    store: { ...store, freed, keys: { ...store.keys, [key]: next } },
    answer: { f: 'acquire', isDone: true, index },
  };
}

/** kvsUnlockTxn: only the session that holds it can. No lock-delay: it was let go in order. */
function released(store: Store, { key, session }: Release): Evaluated {
  const { index } = store;
  const entry = entryOf(store, key);
  if (entry === null || entry.session !== session) return { store, answer: { f: 'release', isDone: false, index } };
  const keys = { ...store.keys, [key]: { ...entry, session: 0, modifyIndex: index } };
  return { store: { ...store, keys }, answer: { f: 'release', isDone: true, index } };
}
