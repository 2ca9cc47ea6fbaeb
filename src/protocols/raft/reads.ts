// Reads that are answered from the state machine, without an entry in the log: those that wait, answered or refused.
// How a leader comes to know that it may answer is in `read-index.ts`.
import type { NodeId } from '../../contract/ids.ts';
import type { Machine, Result } from '../kv/index.ts';
import type { AskedRead, Ctx, PendingRead, Settings, State } from './state.ts';

/**
 * Answers the reads whose index is applied and whose round is confirmed. A read that a follower forwarded waits for the
 * round only: it is the follower that applies.
 */
export function answerReads<S extends State>(state: S, confirmed: number, ctx: Ctx, settings: Settings): S {
  const { reads, lastApplied, machine, term } = state;
  if (reads.length === 0) return state;
  const left: PendingRead[] = [];
  for (const pending of reads) {
    if (pending.round > confirmed || (!pending.isForwarded && pending.index > lastApplied)) left.push(pending);
    else if (pending.isForwarded) {
      ctx.send(pending.from, { kind: 'ReadIndexReply', term, id: pending.id, index: pending.index });
    } else
      ctx.send(pending.id.client, { kind: 'Reply', id: pending.id, result: readKey(machine, pending.key, settings) });
  }
  return left.length === reads.length ? state : { ...state, reads: left };
}

export function readKey({ values }: Machine, key: string, { machine }: Settings): Result {
  return machine.read(values as never, key);
}

/** A leader that leads no more knows nothing that it could answer. */
export function refuseReads(reads: readonly PendingRead[], leader: NodeId | null, ctx: Ctx): void {
  for (const pending of reads) if (!pending.isForwarded) refuseAsked([pending], leader, ctx);
}

export function refuseAsked(asked: readonly AskedRead[], leader: NodeId | null, ctx: Ctx): void {
  for (const { id, attempt } of asked) ctx.send(id.client, { kind: 'NotLeader', id, attempt, leader });
}
