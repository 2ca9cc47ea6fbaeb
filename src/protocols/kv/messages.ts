// The messages between clients and the servers of any key-value store here.
import type { NodeId } from '../../contract/ids.ts';
import type { Operation, RequestId, Result } from './operations.ts';

/** `attempt` counts this client's sends: a retry has the same `id` and another `attempt`. */
export type Request = {
  readonly kind: 'Request';
  readonly id: RequestId;
  readonly attempt: number;
  readonly operation: Operation;
  /** The client's session, where sessions can end. */
  readonly session?: number;
};

export type Reply = { readonly kind: 'Reply'; readonly id: RequestId; readonly result: Result };

/**
 * This copy of the request was not taken. It says nothing of other copies that the network may have made of it.
 * `leader` is where to ask instead, as far as the server knows.
 */
export type NotLeader = {
  readonly kind: 'NotLeader';
  readonly id: RequestId;
  readonly attempt: number;
  readonly leader: NodeId | null;
};

export type ServerMessage = Request;
export type ClientMessage = Reply | NotLeader;
