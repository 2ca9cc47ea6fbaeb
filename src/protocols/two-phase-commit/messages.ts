// The messages of two-phase commit, beside those that all commit protocols share.

import type { Abort, Ack, Begin, BeginCommit, Commit, Ended, Inquiry, Prepare, Vote } from '../commitment/index.ts';
import type { Outcome, TransactionId } from '../local-store/index.ts';

/** To itself: what it has decided is on its disk. */
export type Logged = { readonly kind: 'Logged'; readonly transaction: TransactionId };

/**
 * A coordinator that presumes abort is back. What participants have prepared for an earlier life of it, and is not in
 * `committed`, was aborted.
 */
export type Recovered = {
  readonly kind: 'Recovered';
  readonly incarnation: number;
  readonly committed: readonly TransactionId[];
};

/** A participant asks the others for the outcome (cooperative termination). */
export type PeerInquiry = { readonly kind: 'PeerInquiry'; readonly transaction: TransactionId };
export type PeerAnswer = {
  readonly kind: 'PeerAnswer';
  readonly transaction: TransactionId;
  readonly state: Outcome | 'prepared';
};

export type ToCoordinator = Begin | BeginCommit | Vote | Ack | Inquiry | Logged;
export type ToParticipant = Begin | Prepare | Commit | Abort | Recovered | PeerInquiry | PeerAnswer;
export type ByCoordinator = Prepare | Commit | Abort | Recovered | Ended | Logged;
export type ByParticipant = BeginCommit | Vote | Ack | Inquiry | PeerInquiry | PeerAnswer | Ended;
