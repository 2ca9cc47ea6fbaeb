// What etcd can be asked and what it answers, after the v3 API: Range, Put, DeleteRange, Txn, leases, Compact. Not how it
// is sent: see `../messages.ts`. Watches are no requests but streams: see `../watches.ts`.
import type { Plain } from '../../../base/plain.ts';
import type { Duration } from '../../../contract/time.ts';
import type { Found, Keys } from './keys.ts';

export type Range = Keys & { readonly f: 'range'; readonly revision: number };
export type Put = { readonly f: 'put'; readonly key: string; readonly value: Plain; readonly lease: number };
export type Delete = Keys & { readonly f: 'delete' };

export type Comparison = {
  readonly key: string;
  readonly target: 'value' | 'createRevision' | 'modRevision' | 'version';
  readonly is: 'equal' | 'greater' | 'less' | 'not-equal';
  readonly to: Plain;
};

/** If all comparisons hold, `success`, else `failure`: at one revision. */
export type Txn = {
  readonly f: 'txn';
  readonly compare: readonly Comparison[];
  readonly success: readonly Step[];
  readonly failure: readonly Step[];
};
export type Step = Range | Put | Delete;

export type Grant = { readonly f: 'grant'; readonly lease: number; readonly ttl: Duration };
export type Revoke = { readonly f: 'revoke'; readonly lease: number };
export type Compact = { readonly f: 'compact'; readonly revision: number };

/** What goes into the log. */
export type Mutation = Put | Delete | Txn | Grant | Revoke | Compact;

/** `serializable`: answered by the member that is asked from what it holds, however old that is. */
export type Read = Keys & { readonly f: 'read'; readonly revision: number; readonly serializable: boolean };
/** Not in the log: only the leader knows when leases expire. */
export type KeepAlive = { readonly f: 'keep-alive'; readonly lease: number };

export type Asked = Mutation | Read | KeepAlive;

/** `revision` is the store's after the request, as in the header of every answer of etcd. */
export type Answer = { readonly revision: number } & (
  | { readonly f: 'range'; readonly found: readonly Found[] }
  | { readonly f: 'put' | 'compact' | 'revoke' }
  | { readonly f: 'delete'; readonly deleted: number }
  | { readonly f: 'txn'; readonly succeeded: boolean; readonly steps: readonly Answer[] }
  | { readonly f: 'grant' | 'keep-alive'; readonly lease: number; readonly ttl: Duration }
  | Refusal
);

export type Refusal = { readonly f: 'error'; readonly code: RefusalCode };

/** etcd's rpctypes: ErrCompacted, ErrFutureRev, ErrLeaseNotFound, ErrLeaseExist, ErrTimeout. */
export type RefusalCode = 'compacted' | 'future-revision' | 'lease-not-found' | 'lease-exists' | 'timeout';
