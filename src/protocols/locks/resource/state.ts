// What the protected resource remembers, all of it on disk. It is what the lock is for: it holds a counter that everybody
// reads, changes and writes back, and knows nothing of the lock but the tokens that come with the requests.
import type { Context } from '../../../contract/context.ts';
import type { NodeId } from '../../../contract/ids.ts';
import type { ResourceSends } from './messages.ts';

/** The last write that was taken. */
export type Accepted = {
  readonly client: NodeId;
  readonly token: number | null;
  readonly from: number;
  readonly to: number;
  /** A later holder had been heard of, by then; without tokens: it overwrote what it had not read. */
  readonly isStale: boolean;
};

export type ResourceState = {
  readonly value: number;
  /** The highest token of any request, and of a write that was taken. 0: none. */
  readonly highestSeen: number;
  readonly highestWritten: number;
  /** Whose the highest token is. Two have the same where the lock has forgotten what it had given out, and no fence sees that. */
  readonly newest: NodeId | null;
  /** Of each client the last request and what it was answered: a copy is answered alike, an older one not at all. */
  readonly last: { readonly [client: NodeId]: ResourceSends };
  readonly accepted: number;
  readonly rejected: number;
  readonly lastAccepted: Accepted | null;
};

export type Durable = { readonly resource: ResourceState };
export type Ctx = Context<ResourceSends, never, Durable>;

/**
 * `writes`: a write with a lower token than that of a write before it is refused. `all`: reads count, and are refused, too.
 * What only writes is protected by the first; what is read, changed and written back takes the second.
 */
export type Fencing = 'off' | 'writes' | 'all';
