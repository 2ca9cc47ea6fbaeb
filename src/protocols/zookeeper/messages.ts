// What servers say to one another. `client-messages.ts` has what clients say and are told.
//
//   election          Notification                         between all
//   discovery         FollowerInfo → LeaderInfo → AckEpoch
//   synchronisation   Diff | Trunc | Snap, NewLeader → Ack → UpToDate
//   broadcast         Proposal → Ack → Commit              in the order of zxids
//
// A follower opens a connection with FollowerInfo. What the leader says on it is numbered: ZAB needs the order that TCP
// keeps, and over datagrams the numbers restore it (`packets.ts`).
import type { ClientRequest, Closed } from './client-messages.ts';
import type { Entry, Log, Origin } from './log.ts';
import type { Command, SessionId } from './tree.ts';
import type { Role, Vote } from './vote.ts';
import type { Zxid } from './zxid.ts';

export type Notification = {
  readonly kind: 'Notification';
  readonly vote: Vote;
  readonly round: number;
  readonly role: Role;
};

export type FollowerInfo = {
  readonly kind: 'FollowerInfo';
  readonly connection: number;
  readonly acceptedEpoch: number;
};

export type AckEpoch = {
  readonly kind: 'AckEpoch';
  readonly connection: number;
  readonly currentEpoch: number;
  readonly lastZxid: Zxid;
  /** It had accepted this epoch before, maybe from another: then it does not count for a quorum. */
  readonly isRepeated: boolean;
};

/** All up to `zxid` is on disk. To a server itself, in `connection` 0. */
export type Ack = { readonly kind: 'Ack'; readonly connection: number; readonly zxid: Zxid };

/** Answers a Ping: it is there, and so are these sessions. */
export type Pong = { readonly kind: 'Pong'; readonly connection: number; readonly touched: readonly SessionId[] };

/** A client's write, to be ordered by the leader. */
export type ForwardedWrite = {
  readonly kind: 'ForwardedWrite';
  readonly connection: number;
  readonly command: Command;
  readonly origin: Origin;
};

/** Asks how far the leader has got, by an answer behind everything that it has committed. */
export type Sync = { readonly kind: 'Sync'; readonly connection: number; readonly origin: Origin };

/** A client came with a session: does it last? */
export type Revalidate = { readonly kind: 'Revalidate'; readonly connection: number; readonly origin: Origin };

type Numbered = { readonly connection: number; readonly number: number };

export type Packet = Numbered &
  (
    | { readonly kind: 'LeaderInfo'; readonly epoch: number }
    /** The entries that the follower lacks. */
    | { readonly kind: 'Diff'; readonly entries: readonly Entry[] }
    /** Cut what comes after the zxid, then the same. */
    | { readonly kind: 'Trunc'; readonly zxid: Zxid; readonly entries: readonly Entry[] }
    /** A snapshot, and the entries after it, instead of all that the follower has. */
    | { readonly kind: 'Snap'; readonly log: Log }
    | { readonly kind: 'NewLeader'; readonly zxid: Zxid }
    /** A quorum has the history. What is committed of it. */
    | { readonly kind: 'UpToDate'; readonly zxid: Zxid }
    | { readonly kind: 'Proposal'; readonly entry: Entry }
    | { readonly kind: 'Commit'; readonly zxid: Zxid }
    | { readonly kind: 'Ping' }
    | { readonly kind: 'Synced'; readonly origin: Origin }
    | { readonly kind: 'Revalidated'; readonly origin: Origin; readonly isOpen: boolean }
  );

/** A packet before it is numbered. */
export type Body = Packet extends infer P ? (P extends Packet ? Omit<P, 'connection' | 'number'> : never) : never;

export type FromLearner = FollowerInfo | AckEpoch | Ack | Pong | ForwardedWrite | Sync | Revalidate;

export type ServerMessage = Notification | FromLearner | Packet | Closed | ClientRequest;
