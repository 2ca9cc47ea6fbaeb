// Boot and recovery: what the commit log and the hints on disk held. Requests that were open are forgotten, with their
// clients waiting; who is alive is found out anew.
import type { Plain } from '../../base/plain.ts';
import { newMember } from './liveness.ts';
import type { Ctx, Durable, Member, Plan, State } from './state.ts';

/** Room for the requests of one life: an answer to a former life's must not be taken for one of this life's. */
const REQUESTS_PER_LIFE = 1_000_000_000;

export function start<V extends Plain>(
  ctx: Ctx<V>,
  durable: Readonly<Partial<Durable<V>>>,
  { settings }: Plan<V>,
): State<V> {
  ctx.setTimer({ kind: 'gossip' }, 0, settings.gossipInterval);
  ctx.setTimer({ kind: 'handoff' }, settings.handoffInterval);
  if (settings.syncPeriod > 0) ctx.setTimer({ kind: 'sync' }, settings.syncPeriod);
  if (settings.hintFlush > 0) ctx.setTimer({ kind: 'flushHints' }, settings.hintFlush);
  if (settings.repairInterval > 0) ctx.setTimer({ kind: 'repair' }, settings.repairInterval);
  if (settings.compaction > 0) ctx.setTimer({ kind: 'compact' }, settings.compaction);
  const members: { readonly [node: string]: Member } = Object.fromEntries(
    ctx.peers.map((peer) => [peer, newMember(ctx.monotonic, settings.gossipInterval)]),
  );
  return {
    values: durable.values ?? {},
    hints: durable.hints ?? {},
    ...(durable.ledgers === undefined ? {} : { ledgers: durable.ledgers }),
    isUnsynced: false,
    isUnflushed: false,
    open: {},
    requests: (ctx.boot.incarnation - 1) * REQUESTS_PER_LIFE,
    stamps: {},
    attempts: {},
    members,
    generation: ctx.boot.incarnation,
    version: 0,
    judgedAt: null,
    counts: { superseded: 0, hintsRefused: 0, mismatches: 0 },
  };
}
