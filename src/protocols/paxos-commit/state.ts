// What a coordinator remembers: it is an acceptor, and can come to lead.
import type { Context } from '../../contract/context.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { DecidedByTransaction, No } from '../commitment/index.ts';
import type { Rows, TransactionId } from '../local-store/index.ts';
import type { Accepted, ByCoordinator, Values } from './messages.ts';

/** An acceptor's share of one transaction. On disk as in memory, but for votes of ballot 0 that are not all there yet. */
export type Ballots = {
  readonly promised: number;
  readonly accepted: Accepted;
  readonly participants: readonly NodeId[];
};

export type Asker = { readonly client: NodeId; readonly number: number };

/**
 * Of a transaction that it leads: `promising` is phase 1, `accepting` phase 2; of ballot 0 only k1's, which collects votes.
 */
export type Leading = {
  readonly phase: 'promising' | 'accepting';
  readonly ballot: number;
  readonly participants: readonly NodeId[];
  /** In phase 1. */
  readonly promises: { readonly [acceptor: NodeId]: Accepted };
  /** In phase 2. */
  readonly accepts: { readonly [acceptor: NodeId]: Values };
  /** Null where it does not know the client. */
  readonly asker: Asker | null;
  readonly read: Rows;
  /** Why a participant said no, if one did. */
  readonly refusal: No | null;
};

export type CoordinatorState = {
  readonly incarnation: number;
  readonly number: number;
  readonly latest: { readonly [client: NodeId]: number };
  readonly ballots: { readonly [transaction: TransactionId]: Ballots };
  readonly leading: { readonly [transaction: TransactionId]: Leading };
  readonly decided: DecidedByTransaction;
};

/** By transaction. */
export type CoordinatorDurable = { readonly [transaction: TransactionId]: Ballots };
export type CoordinatorTimer = { readonly kind: 'ballot'; readonly key: TransactionId };
export type CoordinatorContext = Context<ByCoordinator, CoordinatorTimer, CoordinatorDurable>;

/** Whose a ballot is: they take turns, and k1 has ballot 0. */
export function ownerOf(ballot: number, coordinators: readonly NodeId[]): NodeId {
  return coordinators[ballot % coordinators.length]!;
}

export function majorityOf(coordinators: readonly NodeId[]): number {
  return Math.floor(coordinators.length / 2) + 1;
}
