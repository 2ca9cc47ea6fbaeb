// Answers to clients that are not those of a transaction.
import { appliedZxid } from './apply.ts';
import type { Origin } from './log.ts';
import type { Common, Ctx } from './state.ts';

/** What was committed when the sync came is applied here. */
export function answerSynced(state: Common, { client, connection, xid }: Origin, ctx: Ctx): void {
  if (state.clients[client]?.connection !== connection) return;
  const result = { ok: true, value: null, version: 0 } as const;
  ctx.send(client, { kind: 'Reply', connection, xid, zxid: appliedZxid(state), result });
}
