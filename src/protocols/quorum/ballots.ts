// Ballots, and what a replica has promised, accepted and committed of a key: one instance of Paxos after another, each
// key for itself. Who promises and accepts is in `acceptor.ts`, who asks in `contest.ts`.
import type { Plain } from '../../base/plain.ts';
import type { NodeId } from '../../contract/ids.ts';

/** `time`: the coordinator's wall clock in µs. `life`: how often it has started, for a clock may go back with a restart. */
export type Ballot = { readonly time: number; readonly node: NodeId; readonly life: number };

/** Null: nothing is to change. It is proposed all the same, or what was read could be overtaken by an older proposal. */
export type Update = { readonly value: Plain } | null;

export type Proposal = { readonly ballot: Ballot; readonly update: Update };

export type Ledger = {
  readonly promised: Ballot | null;
  readonly accepted: Proposal | null;
  readonly committed: Proposal | null;
};

export type Ledgers = { readonly [key: string]: Ledger };

export const emptyLedger: Ledger = { promised: null, accepted: null, committed: null };

/** By time, then by node. Null comes before all. */
export function isAfter(a: Ballot | null, b: Ballot | null): boolean {
  if (a === null || b === null) return a !== null;
  if (a.time !== b.time) return a.time > b.time;
  if (a.node !== b.node) return a.node > b.node;
  return a.life > b.life;
}

export function isSame(a: Ballot, b: Ballot): boolean {
  return !isAfter(a, b) && !isAfter(b, a);
}

/** The one of the latest ballot. */
export function latest(proposals: readonly (Proposal | null)[]): Proposal | null {
  return proposals.reduce<Proposal | null>(
    (best, one) => (isAfter(one?.ballot ?? null, best?.ballot ?? null) ? one : best),
    null,
  );
}

/** The latest time in a ledger: a ballot that is to be promised has to be later. */
export function latestTime({ promised, committed }: Ledger): number {
  return Math.max(promised?.time ?? 0, committed?.ballot.time ?? 0);
}
