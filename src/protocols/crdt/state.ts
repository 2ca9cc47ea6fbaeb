// What a replica is made of.
import type { Context } from '../../contract/context.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { ClientMessage } from '../kv/index.ts';
import type { Entries } from './entry.ts';
import type { Answer, Heard, State, Updates } from './messages.ts';
import type { Update } from './updates.ts';

export type Replica = {
  readonly entries: Entries;
  /** Counts the changes of this replica, and says of each key which was its last: what a delta is cut from. */
  readonly version: number;
  readonly changed: { readonly [key: string]: number };
  /** With `replication: updates` what was done here, all of it: the one at index k has the number k + 1. */
  readonly done: readonly Update[];
  /** How far each peer has said that it heard. Kept in memory: after a restart all is sent again. */
  readonly heard: { readonly [peer: NodeId]: number };
  /** How many updates of each origin were applied. */
  readonly applied: { readonly [origin: NodeId]: number };
};

/** A write that is one record: what was joined and how far that was stands or falls together. */
export type Durable = Pick<Replica, 'entries' | 'version' | 'changed' | 'done' | 'applied'>;

export type Sends = ClientMessage | Answer | State | Updates | Heard;
export type Timer = { readonly kind: 'sync' };
export type Ctx = Context<Sends, Timer, { readonly replica: Durable }>;

export const blank: Durable = { entries: {}, version: 0, changed: {}, done: [], applied: {} };

/** The replica with other entries, those of `keys` changed; on its disk too. */
export function withEntries(
  replica: Replica,
  entries: Entries,
  keys: readonly string[],
  ctx: Ctx,
  more: Partial<Replica> = {},
): Replica {
  const version = replica.version + 1;
  const changed = { ...replica.changed };
  for (const key of keys) changed[key] = version;
  const next = { ...replica, entries, version, changed, ...more };
  const { heard: _, ...durable } = next;
  ctx.persist({ replica: durable }, { kind: 'entries' });
  return next;
}
