// The messages between clients and members, and what members tell each other besides Raft's own.
import type { RequestId } from '../kv/index.ts';
import type { Message as RaftMessage, Sends as RaftSends } from '../raft/index.ts';
import type { Keys } from './store/keys.ts';
import type { Answer, Asked, Mutation } from './store/requests.ts';
import type { Event } from './store/store.ts';

export type Call = { readonly kind: 'Call'; readonly id: RequestId; readonly asked: Asked };
export type Answered = { readonly kind: 'Answered'; readonly id: RequestId; readonly answer: Answer };

/** `watch` is the client's number for it. `start`: the first revision to be told of; null: what comes from now on. */
export type Watch = Keys & { readonly kind: 'Watch'; readonly watch: number; readonly start: number | null };
export type CancelWatch = { readonly kind: 'CancelWatch'; readonly watch: number };

/** `next`: the first revision that will be told of. */
export type WatchCreated = { readonly kind: 'WatchCreated'; readonly watch: number; readonly next: number };
/**
 * All that happened from revision `from` up to `revision`, whole revisions only. `from` is where the message before this
 * one ended: etcd's stream is in order and without gaps, a datagram is not, and so the client sees what it missed.
 */
export type WatchEvents = {
  readonly kind: 'WatchEvents';
  readonly watch: number;
  readonly from: number;
  readonly revision: number;
  readonly events: readonly Event[];
};
/** What the watch was to be told of next is forgotten: the watch is over. */
export type WatchCompacted = {
  readonly kind: 'WatchCompacted';
  readonly watch: number;
  readonly compactRevision: number;
};

/** A member that does not lead passes on what is to go into the log. */
export type Propose = { readonly kind: 'Propose'; readonly id: RequestId; readonly mutation: Mutation };
/** And keep-alives, to the one that knows when leases expire. */
export type Renew = { readonly kind: 'Renew'; readonly id: RequestId; readonly lease: number };
export type Renewed = { readonly kind: 'Renewed'; readonly id: RequestId; readonly answer: Answer };

/** Raft's, without a client's requests: those come as calls. */
export type PeerMessage = Exclude<RaftMessage, { readonly kind: 'Request' }>;
export type OwnMessage = Call | Watch | CancelWatch | Propose | Renew | Renewed;
export type Message = PeerMessage | OwnMessage;

export type ClientMessage = Answered | WatchCreated | WatchEvents | WatchCompacted;
export type ClientSends = Call | Watch | CancelWatch;
export type Sends = RaftSends | Propose | Renew | Renewed | ClientMessage;
