// The messages of Paxos Commit (Gray, Lamport 2006, §4), beside those that all commit protocols share. One instance of
// Paxos for each participant's vote; all instances of a transaction share their ballots, and travel together.
import type { NodeId } from '../../contract/ids.ts';
import type { Abort, Begin, BeginCommit, Commit, Ended, Inquiry, No, Prepare } from '../commitment/index.ts';
import type { Rows, TransactionId } from '../local-store/index.ts';

export type Value = 'prepared' | 'aborted';
/** What is proposed, or accepted, in the instances of some participants. */
export type Values = { readonly [participant: NodeId]: Value };
export type Accepted = { readonly [participant: NodeId]: { readonly ballot: number; readonly value: Value } };

/**
 * A value for the instances of some participants. In ballot 0 it is the participant's own vote, straight to the acceptors:
 * nobody else may propose in ballot 0, so no phase 1 is needed. `why`: of a no. `read`: for the client.
 */
export type Phase2a = {
  readonly kind: 'Phase2a';
  readonly transaction: TransactionId;
  readonly ballot: number;
  readonly participants: readonly NodeId[];
  readonly values: Values;
  readonly why?: No;
  readonly read?: Rows;
};

/** What an acceptor has accepted in this ballot, and has on its disk. */
export type Phase2b = {
  readonly kind: 'Phase2b';
  readonly transaction: TransactionId;
  readonly ballot: number;
  readonly values: Values;
};

export type Phase1a = {
  readonly kind: 'Phase1a';
  readonly transaction: TransactionId;
  readonly ballot: number;
  readonly participants: readonly NodeId[];
};

/** It will accept nothing of an earlier ballot; this it has accepted so far. */
export type Phase1b = {
  readonly kind: 'Phase1b';
  readonly transaction: TransactionId;
  readonly ballot: number;
  readonly accepted: Accepted;
};

/** It has promised a later ballot. */
export type Refused = { readonly kind: 'Refused'; readonly transaction: TransactionId; readonly promised: number };

/** As `Inquiry`, with all that a coordinator needs to find out the outcome. */
export type Ask = Inquiry & { readonly participants: readonly NodeId[] };

export type ToCoordinator = Begin | BeginCommit | Phase2a | Phase2b | Own2b | Phase1a | Phase1b | Refused | Ask;
/** A leader's own acceptor tells it: not a message on any wire. */
export type Own2b = Omit<Phase2b, 'kind'> & { readonly kind: 'Own2b' };

export type ToParticipant = Begin | Prepare | Commit | Abort;
export type ByCoordinator = Prepare | Phase2a | Phase2b | Own2b | Phase1a | Phase1b | Refused | Commit | Abort | Ended;
export type ByParticipant = BeginCommit | Phase2a | Ask | Ended;
