// Votes of the leader election and their order (FastLeaderElection.totalOrderPredicate). Pure; who sends them and when is
// in `election.ts`.
import type { NodeId } from '../../contract/ids.ts';
import type { Zxid } from './zxid.ts';

/** For `leader`, whose last logged transaction is `zxid`, and whose current epoch is `epoch`. */
export type Vote = { readonly leader: NodeId; readonly zxid: Zxid; readonly epoch: number };

export type Role = 'looking' | 'following' | 'leading';

/** A vote as it was received: in which round of elections, from a server in which role. */
export type Ballot = { readonly vote: Vote; readonly round: number; readonly role: Role };

export type Ballots = { readonly [server: NodeId]: Ballot };

/** The higher epoch wins, then the longer log, then the higher number: so the log of the winner lacks nothing committed. */
export function isBetter(a: Vote, b: Vote): boolean {
  if (a.epoch !== b.epoch) return a.epoch > b.epoch;
  if (a.zxid !== b.zxid) return a.zxid > b.zxid;
  return numberOf(a.leader) > numberOf(b.leader);
}

export function isSameVote(a: Vote, b: Vote): boolean {
  return a.leader === b.leader && a.zxid === b.zxid && a.epoch === b.epoch;
}

/** Those who follow or lead no longer tell with which zxid the leader was elected (Vote.equals). */
export function isSameLeader(a: Vote, b: Vote): boolean {
  return a.leader === b.leader && a.epoch === b.epoch;
}

function numberOf(server: NodeId): number {
  return Number.parseInt(server.replace(/^\D+/, ''), 10);
}
