// Broadcast (ZAB, phase 3), the leader's part: a proposal for each write, committed once a quorum has it on disk, in the
// order of zxids.
import { sortedKeys } from '../../base/sorted.ts';
import { advance, appliedZxid } from './apply.ts';
import { tell, tellForwarding } from './learners.ts';
import { lastZxid, type Origin, positionOf, withEntry } from './log.ts';
import { answerSynced } from './replies.ts';
import { type Ctx, type Leading, quorumOf, type Settings } from './state.ts';
import type { Command } from './tree.ts';
import { epochOf, type Zxid, zxidOf } from './zxid.ts';

export function propose(
  state: Leading,
  command: Command,
  origin: Origin | null,
  ctx: Ctx,
  { forceSync }: Settings,
): Leading {
  if (origin !== null && wasProposed(state, origin)) return state;
  const last = lastZxid(state.log);
  const zxid = epochOf(last) === state.currentEpoch ? last + 1 : zxidOf(state.currentEpoch, 1);
  const entry = { zxid, command, origin };
  const log = withEntry(state.log, entry);
  ctx.persist({ log }, { kind: 'log' });
  ctx.send(ctx.self, { kind: 'Ack', connection: 0, zxid }, { durable: forceSync });
  return tellForwarding({ ...state, log, proposed: withOrigin(state, origin) }, { kind: 'Proposal', entry }, ctx);
}

/**
 * A second copy of a request, which TCP never makes. Evaluated again, a compare-and-set would find its own effect, and tell
 * its client that it had none.
 */
function wasProposed({ proposed }: Leading, { client, connection, xid }: Origin): boolean {
  const latest = proposed[client];
  if (latest === undefined || connection > latest.connection) return false;
  return connection < latest.connection || xid <= latest.xid;
}

function withOrigin({ proposed }: Leading, origin: Origin | null): Leading['proposed'] {
  if (origin === null) return proposed;
  const { client, connection, xid } = origin;
  return { ...proposed, [client]: { connection, xid } };
}

/**
 * Commits what a quorum has, its own disk counting like any other. An ack stands for all before it, as followers log in
 * order; one Commit does so, too.
 */
export function commitIf(state: Leading, ctx: Ctx): Leading {
  const zxid = heldByQuorum(state, ctx);
  if (zxid <= appliedZxid(state)) return state;
  const position = positionOf(state.log, zxid);
  if (position <= state.applied) return state;
  const committed = tellForwarding(state, { kind: 'Commit', zxid }, ctx);
  return answerSyncs(advance(committed, position, ctx), ctx);
}

function heldByQuorum({ acked, learners }: Leading, ctx: Ctx): Zxid {
  // Who does not have the history yet has acknowledged nothing, and counts as such.
  const all = [acked, ...Object.values(learners).map((learner) => learner.acked)].sort((a, b) => b - a);
  return all[quorumOf(ctx) - 1] ?? 0;
}

/** A sync is answered behind all that was proposed when it came, and asks no quorum: it may lie after a silent cut. */
export function onSyncAsked(state: Leading, origin: Origin, ctx: Ctx): Leading {
  return answerSyncs({ ...state, syncs: [...state.syncs, { after: lastZxid(state.log), origin }] }, ctx);
}

function answerSyncs(state: Leading, ctx: Ctx): Leading {
  const zxid = appliedZxid(state);
  const due = state.syncs.filter(({ after }) => after <= zxid);
  if (due.length === 0) return state;
  let next: Leading = { ...state, syncs: state.syncs.filter(({ after }) => after > zxid) };
  for (const { origin } of due) {
    if (origin.server === ctx.self) answerSynced(next, origin, ctx);
    else if (sortedKeys(next.learners).includes(origin.server)) {
      next = tell(next, origin.server, { kind: 'Synced', origin }, ctx);
    }
  }
  return next;
}
