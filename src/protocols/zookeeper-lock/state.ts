// What a client of a ZooKeeper lock remembers: its connection and session, and how far it has come with the lock.
//
//   idle ─▶ making ─▶ listing ──its node is the lowest──────────────▶ held ─▶ releasing ─▶ idle
//             ▲ └ parent ┘ ▲ └─▶ checking ──the one before is there──▶ waiting
//   searching ┘            └──────────────────it is gone: a watch event──┘
//   ▲ syncing
//
// `syncing`: the connection broke while the node was being made, and the next server may be behind the one that took it. It
// catches up, and then is asked whether there is a node with the client's own name.
import type { Duration } from '../../contract/time.ts';
import type { DriverContext, Told } from '../locks/index.ts';
import type { ClientMessage, ClientRequest, ClientSettings, Link, LinkTimer } from '../zookeeper/index.ts';

export type Lock = {
  readonly link: Link;
  /** Of the latest request. */
  readonly xid: number;
  /** The request that is open; null: none, or there is no connection. */
  readonly open: number | null;
  /** How many nodes it has made, or tried to: part of their names. */
  readonly made: number;
  readonly claim: Claim;
  /** The leader is to put its value again. */
  readonly isProclaiming: boolean;
  /** The worker asked for the lock while the last claim was still being taken back. */
  readonly isWanted: boolean;
};

/** `path`: of the own node. `token`: its czxid. `before`: the node that is watched. */
export type Claim =
  | { readonly phase: 'idle' | 'parent' | 'making' | 'syncing' | 'searching' }
  | { readonly phase: 'found'; readonly path: string }
  | ({ readonly phase: 'listing' | 'held' | 'releasing' } & Placed)
  | ({ readonly phase: 'checking' | 'waiting'; readonly before: string } & Placed)
  /** Taken back. Null: the node may have been made, under a name that has to be looked up. */
  | { readonly phase: 'withdrawing'; readonly path: string | null }
  /** The same, after the connection broke: the server catches up first. */
  | { readonly phase: 'recalling' };

export type Placed = { readonly path: string; readonly token: number };

export type Message = ClientMessage;
export type Sends = ClientRequest;
export type Timer = LinkTimer | { readonly kind: 'proclaim' };
export type Ctx = DriverContext<Sends, Timer>;
export type LockTold = Told<Lock>;

export type Settings = ClientSettings & {
  /** Of an election: how often the leader puts its value again, and looks by that whether it leads. 0: never; a lock does not. */
  readonly proclaimEvery: Duration;
  /** Everybody watches the lowest node, and not the one before the own. */
  readonly herd: boolean;
  /** A name of its own in the node's: what an unanswered create has made is found again. */
  readonly guid: boolean;
  /** Whether the application stops its work when its connection breaks, since the session may end meanwhile. */
  readonly stopsWhenDisconnected: boolean;
};

export const idle: Claim = { phase: 'idle' };
