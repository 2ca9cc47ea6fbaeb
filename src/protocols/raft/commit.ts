// When an entry is committed (§5.3, §5.4.2), and what its leader does then. What all servers do is in `apply.ts`.
import { commitUpTo } from './apply.ts';
import { isJoint, isVoter, reachedByQuorum } from './configuration.ts';
import { announceCommit } from './leading.ts';
import { termAt } from './log.ts';
import { pursueChange } from './membership.ts';
import { countedMatches } from './rejoin.ts';
import { becomeFollower } from './roles.ts';
import type { Ctx, Leader, Settings, State } from './state.ts';

/**
 * The leader's rule. An entry is committed when a quorum holds it **and** it is of the leader's own term; what lies
 * before it is committed with it. An entry of an earlier term must not be counted: a majority may hold it, and still a
 * server without it can be elected and overwrite it (Figure 8).
 */
export function advanceCommit(state: Leader, ctx: Ctx, settings: Settings): State {
  const index = reachedByQuorum(state.configuration, countedMatches(state));
  if (index <= state.commitIndex || termAt(state.log, index) !== state.term) return state;
  const committed = commitUpTo(state, index, ctx, settings);
  if (settings.announceCommits) announceCommit(committed, ctx);
  const isNewlyInForce = state.configurationIndex > state.commitIndex && state.configurationIndex <= index;
  return isNewlyInForce || state.duties.change !== null ? goOnAfter(committed, ctx, settings) : committed;
}

/** The configuration is committed: the next step of a change begins, or this leader has led itself out (thesis §4.2.2). */
function goOnAfter(state: Leader, ctx: Ctx, settings: Settings): State {
  const next = pursueChange(state, ctx, settings);
  const { configuration, configurationIndex, commitIndex, term, votedFor } = next;
  const isOut = configurationIndex <= commitIndex && !isJoint(configuration) && !isVoter(configuration, ctx.self);
  return isOut ? becomeFollower(next, { term, votedFor }, null, ctx, settings) : next;
}
