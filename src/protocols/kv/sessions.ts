// What a store remembers of its clients (Raft thesis §6.3), and when it forgets. Sessions end by the times in the commands,
// never by a server's clock: replicas that ended different sessions would answer a retry differently, and hold different
// values from then on.
import { sortedKeys } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Command, Result } from './operations.ts';

/** A client's latest applied request and what it was told. */
export type Session = {
  readonly number: number;
  readonly result: Result;
  /**
   * Only where sessions can end. `id` is one that no other session ever had: late copies of a session's requests, the
   * one that opened it included, must not be taken for those of the client's next session. `usedAt` in the leaders' time.
   */
  readonly id?: number;
  readonly usedAt?: number;
};

export type Sessions = { readonly [client: NodeId]: Session };

/** The time goes on with the command, and sessions that were not used for `timeout` end. It never goes back. */
export function ended<M extends { readonly sessions: Sessions; readonly time?: number }>(
  machine: M,
  { at = 0 }: Command,
  timeout: number,
): M {
  const time = Math.max(machine.time ?? 0, at);
  const old = sortedKeys(machine.sessions).filter((client) => (machine.sessions[client]!.usedAt ?? 0) < time - timeout);
  if (old.length === 0) return { ...machine, time };
  const sessions = Object.fromEntries(Object.entries(machine.sessions).filter(([client]) => !old.includes(client)));
  return { ...machine, time, sessions };
}
