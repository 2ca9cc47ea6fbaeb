// Who leads a failover: the Sentinel that a majority of all Sentinels, and at least a quorum, has voted for in its epoch.
// Each votes once in an epoch, for the first that asks (Raft's rule, without a log).
import type { NodeId } from '../../../contract/ids.ts';
import { ms } from '../../../contract/time.ts';
import { type Ctx, flushConfig, type SentinelState } from './state.ts';
import { DESYNC_MAX } from './times.ts';

const DESYNC_STEP = ms(10);
const desyncs = Array.from({ length: DESYNC_MAX / DESYNC_STEP }, (_, index) => index * DESYNC_STEP);

/** `rand() % SENTINEL_MAX_DESYNC`. */
export function desync(ctx: Ctx): number {
  return ctx.choose('desync', desyncs);
}

/** The state after a request for a vote; `vote` says for whom it was, this time or before [sentinelVoteLeader]. */
export function voted(state: SentinelState, epoch: number, candidate: NodeId, ctx: Ctx): SentinelState {
  const seen = epoch > state.epoch ? { ...state, epoch } : state;
  if (seen.vote.epoch >= epoch || seen.epoch > epoch) {
    if (seen !== state) flushConfig(seen, ctx);
    return seen;
  }
  const next = { ...seen, vote: { leader: candidate, epoch } };
  flushConfig(next, ctx);
  ctx.note(`votes for ${candidate} in epoch ${epoch}`);
  // Who has voted for another leaves it to that one for twice the failover-timeout.
  return candidate === ctx.self ? next : { ...next, triedAt: ctx.now + desync(ctx) };
}

/**
 * Counts the votes of an epoch, and gives one's own, to whoever has the most, else to oneself [sentinelGetLeader].
 * `needed`: a majority of all Sentinels ever known, and the quorum.
 */
export function leaderOf(
  state: SentinelState,
  epoch: number,
  needed: number,
  ctx: Ctx,
): { readonly state: SentinelState; readonly leader: NodeId | null } {
  const counts = new Map<NodeId, number>();
  const count = (leader: NodeId) => counts.set(leader, (counts.get(leader) ?? 0) + 1);
  for (const id of ctx.peers) {
    const { leader, leaderEpoch } = state.peers[id]!;
    if (leader !== null && leaderEpoch === state.epoch) count(leader);
  }
  const next = voted(state, epoch, mostVoted(counts) ?? ctx.self, ctx);
  if (next.vote.leader !== null && next.vote.epoch === epoch) count(next.vote.leader);
  const winner = mostVoted(counts);
  return { state: next, leader: winner !== null && counts.get(winner)! >= needed ? winner : null };
}

function mostVoted(counts: ReadonlyMap<NodeId, number>): NodeId | null {
  let most: NodeId | null = null;
  for (const [leader, votes] of counts) if (most === null || votes > counts.get(most)!) most = leader;
  return most;
}
