// What Consul's servers can be asked and what they answer: sessions, and the key-value store as locks use it. After the HTTP
// endpoints /v1/session and /v1/kv. How it is sent is in `messages.ts`.
import type { Plain } from '../../base/plain.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Duration } from '../../contract/time.ts';

/**
 * `ttl` 0: none. `node`: the session ends with this node where `isChecked` (the check `serfHealth`), as soon as the pool of
 * members calls it failed. Its owner chooses the number; Consul's servers do.
 */
export type SessionCreate = {
  readonly f: 'session-create';
  readonly session: number;
  readonly node: NodeId;
  readonly isChecked: boolean;
  readonly ttl: Duration;
  readonly lockDelay: Duration;
};
export type SessionDestroy = { readonly f: 'session-destroy'; readonly session: number };

export type Acquire = { readonly f: 'acquire'; readonly key: string; readonly value: Plain; readonly session: number };
export type Release = { readonly f: 'release'; readonly key: string; readonly session: number };

/** What goes into the log. */
export type Mutation = SessionCreate | SessionDestroy | Acquire | Release;

/** Not in the log: only the leader knows when a session ends. */
export type SessionRenew = { readonly f: 'session-renew'; readonly session: number };

/**
 * With `index` a blocking query: it is answered once the key was changed after it, or when `wait` is over. `isConsistent`:
 * the leader makes sure with a quorum that it still leads.
 */
export type Get = {
  readonly f: 'get';
  readonly key: string;
  readonly index: number;
  readonly wait: Duration;
  readonly isConsistent: boolean;
};

export type Asked = Mutation | SessionRenew | Get;

/** `lockIndex` counts the acquisitions of a key, and never falls. `session` 0: nobody holds it. */
export type Entry = {
  readonly value: Plain;
  readonly session: number;
  readonly createIndex: number;
  readonly modifyIndex: number;
  readonly lockIndex: number;
};

/** `index`: the store's after the request, as in the header X-Consul-Index. */
export type Answer = { readonly index: number } & (
  | { readonly f: 'session-create' | 'session-destroy' | 'session-renew' }
  /** `isDone` false: another session holds the key, or its lock-delay lasts; or it is not the session that holds it. */
  | { readonly f: 'acquire' | 'release'; readonly isDone: boolean }
  | { readonly f: 'get'; readonly entry: Entry | null }
  | Refusal
);
export type Refusal = { readonly f: 'error'; readonly code: 'no-session' | 'no-leader' };
