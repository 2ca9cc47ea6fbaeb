// What a coordinator remembers, in memory and on disk.
//
//   collecting ──all yes──▶ deciding ──on disk──▶ telling ──all acknowledged──▶ forgotten, or done (presumption: nothing)
//        └──no, timeout───▶ (deciding) ─────────────▲
import type { Context } from '../../contract/context.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Cause, DecidedByTransaction, Yes } from '../commitment/index.ts';
import type { Outcome, Rows, TransactionId } from '../local-store/index.ts';
import type { ByCoordinator } from './messages.ts';

/** Who asked for the transaction, and under which number. */
export type Asker = { readonly client: NodeId; readonly number: number };

export type Collecting = {
  readonly phase: 'collecting';
  readonly asker: Asker;
  readonly isVetoed: boolean;
  /** All that have a part, and of these those that have something to commit. */
  readonly asked: readonly NodeId[];
  readonly voters: readonly NodeId[];
  readonly votes: { readonly [node: NodeId]: Yes };
  readonly values: Rows;
};

export type Deciding = {
  readonly phase: 'deciding';
  /** Null after a crash: the client is not known any more. */
  readonly asker: Asker | null;
  readonly values: Rows;
  readonly outcome: Outcome;
  readonly cause: Cause;
  readonly voters: readonly NodeId[];
  /** Voters that need not be told, as they said no. */
  readonly refuser: NodeId | null;
};

export type Telling = {
  readonly phase: 'telling';
  readonly outcome: Outcome;
  readonly unacknowledged: readonly NodeId[];
};

export type CoordinatorState = {
  readonly incarnation: number;
  /** Of the latest transaction that began here in this life. */
  readonly number: number;
  /** The latest request of each client, so that a copy begins nothing. */
  readonly latest: { readonly [client: NodeId]: number };
  readonly transactions: { readonly [transaction: TransactionId]: Collecting | Deciding | Telling };
  /** As far as it remembers. */
  readonly decided: DecidedByTransaction;
};

/** `begin`: unforced, and only where nothing is presumed. `membership`: forced, where commit is presumed. */
export type LogRecord = {
  readonly record: 'begin' | 'membership' | Outcome;
  readonly voters: readonly NodeId[];
  /** All that need to know do. */
  readonly isDone: boolean;
};

/** By transaction; null: forgotten. */
export type CoordinatorDurable = { readonly [transaction: TransactionId]: LogRecord | null };

export type CoordinatorTimer = { readonly kind: 'votes' | 'resend'; readonly key: TransactionId };
export type CoordinatorContext = Context<ByCoordinator, CoordinatorTimer, CoordinatorDurable>;
