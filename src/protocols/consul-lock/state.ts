// What a client of a Consul lock remembers (consul/api: lock.go): its session, how far it has come with the lock, and its
// agent's part of the pool of members.
//
//   idle ─▶ opening ─▶ looking ──held by another: a blocking query──▶ looking
//           (session)     └──free──▶ acquiring ──done──▶ reading ─▶ held ─▶ releasing ─▶ closing ─▶ idle
//                            ▲            └──refused──▶ asking ──free all the same: the lock-delay──▶ delayed
//                            └────────────────────────────5 s────────────────────────────────────────┘

import type { NodeId } from '../../contract/ids.ts';
import type { Duration } from '../../contract/time.ts';
import type { Asked, Pool, PoolMessage, PoolTimer, Rpc, RpcReply } from '../consul/index.ts';
import type { DriverContext, Told } from '../locks/index.ts';

export type Lock = {
  /** Of the latest request. */
  readonly number: number;
  readonly server: NodeId;
  /** 0: none. */
  readonly session: number;
  /** A renewal is open. Without an answer the next one goes to another server. */
  readonly isRenewing: boolean;
  readonly claim: Claim;
  /** The request that is open, besides renewals. */
  readonly open: { readonly number: number; readonly asked: Asked } | null;
  readonly pool: Pool;
};

/** `token`: the LockIndex, which counts acquisitions. `index`: up to which it knows the key. */
export type Claim =
  | { readonly phase: 'idle' | 'opening' | 'looking' | 'acquiring' | 'asking' | 'delayed' | 'reading' }
  | { readonly phase: 'held'; readonly token: number; readonly index: number }
  | { readonly phase: 'releasing' | 'closing' };

export type Message = RpcReply | PoolMessage;
export type Sends = Rpc | PoolMessage;
export type Timer =
  | PoolTimer
  | { readonly kind: 'request' }
  | { readonly kind: 'renew' }
  /** A lock-delay lasts: it is tried again. */
  | { readonly kind: 'retry' };
export type Ctx = DriverContext<Sends, Timer>;
export type LockTold = Told<Lock>;

export type Settings = {
  /** 0: the session has no TTL, and ends with its node alone. */
  readonly sessionTtl: Duration;
  readonly isChecked: boolean;
  readonly lockDelay: Duration;
  /** Whether the application stops its work when the key is seen not to be its session's any more. */
  readonly monitors: boolean;
  readonly attempt: Duration;
};

export const KEY = 'lock';
export const idle: Claim = { phase: 'idle' };
