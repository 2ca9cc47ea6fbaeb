// What clients, deciders and participants of every commit protocol here say to each other. Each protocol adds its own.
import type { NodeId } from '../../contract/ids.ts';
import type { Change, Outcome, Rows, TransactionId } from '../local-store/index.ts';

/** What a transaction does at one participant. */
export type Part = { readonly participant: NodeId; readonly changes: readonly Change[] };

/** A client asks for a transaction. `number` counts its requests. `isVetoed`: to be rolled back when all votes are in. */
export type Begin = {
  readonly kind: 'Begin';
  readonly number: number;
  readonly parts: readonly Part[];
  readonly isVetoed: boolean;
};

/** Why a transaction ended as it did. */
export type Cause =
  | 'all-yes'
  /** A participant could not do its part: a lock, or too little of something. */
  | 'no-vote'
  | 'insufficient'
  /** The client's own check failed. */
  | 'veto'
  /** A vote did not come in time. */
  | 'timeout'
  /** Found undecided after a crash, or nothing was found. */
  | 'recovery';

export type Decision = { readonly outcome: Outcome; readonly cause: Cause };

/** The client is told. `values`: what was read, by participant and row. */
export type Ended = { readonly kind: 'Ended'; readonly number: number; readonly values: Rows } & Decision;

/** `participants`: all that have something to commit. Those that only read can drop out, and later know of nothing. */
export type Prepare = {
  readonly kind: 'Prepare';
  readonly transaction: TransactionId;
  readonly changes: readonly Change[];
  readonly participants: readonly NodeId[];
};

export type Yes = 'yes' | 'read-only';
export type No = 'locked' | 'insufficient' | 'aborted';

/** What a client has asked for. */
export type Asked = {
  readonly client: NodeId;
  readonly number: number;
  readonly parts: readonly Part[];
  readonly isVetoed: boolean;
};

/** The first participant's yes, which also asks the coordinator to go on with the others. */
export type BeginCommit = Asked & {
  readonly kind: 'BeginCommit';
  readonly transaction: TransactionId;
  readonly vote: Yes;
  readonly values: Rows;
};

export type Vote = {
  readonly kind: 'Vote';
  readonly transaction: TransactionId;
  readonly vote: Yes | No;
  readonly values: Rows;
};

export type Commit = { readonly kind: 'Commit'; readonly transaction: TransactionId };
export type Abort = { readonly kind: 'Abort'; readonly transaction: TransactionId };
export type Ack = { readonly kind: 'Ack'; readonly transaction: TransactionId };

/** A participant that is prepared and was told nothing asks whoever decides. The answer is Commit or Abort. */
export type Inquiry = { readonly kind: 'Inquiry'; readonly transaction: TransactionId };

export function isYes(vote: Yes | No): vote is Yes {
  return vote === 'yes' || vote === 'read-only';
}

/** Those that have something to commit: all but the parts that drop out when they have read. */
export function votersOf(
  parts: readonly Part[],
  { readOnlyVotes, reads }: { readonly readOnlyVotes: boolean; readonly reads: 'locked' | 'snapshot' },
): readonly NodeId[] {
  const areReadersIn = !readOnlyVotes && reads === 'locked';
  return parts.filter(({ changes }) => areReadersIn || !isRead(changes)).map(({ participant }) => participant);
}

export function isRead(changes: readonly Change[]): boolean {
  return changes.every(({ by }) => by === undefined);
}
