// The messages of three-phase commit (Skeen 1981), beside those that all commit protocols share.
import type { Abort, Ack, Begin, Commit, Ended, Prepare, Vote } from '../commitment/index.ts';
import type { Outcome, TransactionId } from '../local-store/index.ts';

/** All have voted yes. From whoever leads: the coordinator, or a participant that terminates in its place. */
export type PreCommit = { readonly kind: 'PreCommit'; readonly transaction: TransactionId };
export type PreCommitAck = { readonly kind: 'PreCommitAck'; readonly transaction: TransactionId };

/** The termination protocol asks how far a node has come. */
export type StateInquiry = { readonly kind: 'StateInquiry'; readonly transaction: TransactionId };
export type Standing = Outcome | 'uncertain' | 'pre-committed';
export type StateAnswer = {
  readonly kind: 'StateAnswer';
  readonly transaction: TransactionId;
  readonly standing: Standing;
};

/** To itself: what it has decided is on its disk. */
export type Logged = { readonly kind: 'Logged'; readonly transaction: TransactionId };

export type ToCoordinator = Begin | Vote | PreCommitAck | Ack | StateInquiry | Logged;
export type ToParticipant = Prepare | PreCommit | PreCommitAck | Commit | Abort | StateInquiry | StateAnswer;
export type ByCoordinator = Prepare | PreCommit | Commit | Abort | StateAnswer | Ended | Logged;
export type ByParticipant = Vote | PreCommit | PreCommitAck | Commit | Abort | Ack | StateInquiry | StateAnswer;
