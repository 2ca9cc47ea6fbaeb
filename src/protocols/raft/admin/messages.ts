// What an administrator asks of the cluster, and what it is told. Only a leader takes it.
import type { NodeId } from '../../../contract/ids.ts';

/** Who the members are to be. The leader finds the way there: see `membership.ts`. */
export type ChangeMembers = {
  readonly kind: 'ChangeMembers';
  /** The same in all copies and repetitions of one request. */
  readonly request: number;
  readonly voters: readonly NodeId[];
  readonly learners: readonly NodeId[];
};

/** Thesis §3.10. */
export type TransferLeadership = {
  readonly kind: 'TransferLeadership';
  readonly request: number;
  readonly target: NodeId;
};

export type AdminMessage = ChangeMembers | TransferLeadership;

/**
 * `done`: the change is committed, or the target was told to start its election. `refused`: not by this server, or not
 * now; nothing was begun by this copy. `failed`: begun, and given up.
 */
export type AdminReply = {
  readonly kind: 'AdminReply';
  readonly request: number;
  readonly outcome: 'done' | 'refused' | 'failed';
  readonly reason: string;
  /** Whom to ask instead, where known. */
  readonly leader: NodeId | null;
};
