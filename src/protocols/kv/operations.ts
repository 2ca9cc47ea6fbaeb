// What a client can ask of a key-value store, and what it can be told. Not how it is sent: see `messages.ts`.
import type { Plain } from '../../base/plain.ts';
import type { NodeId } from '../../contract/ids.ts';

export type Operation =
  | { readonly f: 'read'; readonly key: string }
  | { readonly f: 'write'; readonly key: string; readonly value: Plain }
  /** Writes `to` if the value is `from`. */
  | { readonly f: 'cas'; readonly key: string; readonly from: Plain; readonly to: Plain }
  /** Opens a session, where sessions can end. Its number is the result. No line in the history. */
  | { readonly f: 'register' };

/**
 * Names one operation of one client, for ever: each retry carries the same id. A client has one operation open at a
 * time, and its numbers increase.
 */
export type RequestId = { readonly client: NodeId; readonly number: number };

/** What a store puts into its log or on its disk. */
export type Command = {
  readonly id: RequestId;
  readonly operation: Operation;
  /** Only where sessions can end: the client's session, and when the leader took the command, by its wall clock in µs. */
  readonly session?: number;
  readonly at?: number;
};

/** `value` is what the key holds after the operation; null where it was never written. */
export type Result =
  | { readonly ok: true; readonly value: Plain }
  | { readonly ok: false; readonly code: 'cas-mismatch'; readonly value: Plain }
  /** Nothing is known of earlier copies of the request: they may have been executed while the session lasted. */
  | { readonly ok: false; readonly code: 'session-expired' }
  /** Refused: this server has not tried. It says nothing of earlier copies of the request at other servers. */
  | { readonly ok: false; readonly code: 'unavailable' }
  /** The server has given up waiting for others: what was asked may take effect, or have taken it. */
  | { readonly ok: false; readonly code: 'timeout' };
