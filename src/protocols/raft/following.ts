// On the word of a leader of this term or a later one: whoever hears it follows it (§5.1, §5.2).
import type { NodeId } from '../../contract/ids.ts';
import { hearLeader } from './election-timer.ts';
import type { Log } from './log.ts';
import { becomeFollower, voteKept } from './roles.ts';
import type { Ctx, Follower, Settings, State } from './state.ts';

/** The state of one who follows `leader` in `term`, and has just heard of it: the state as it is, in the common case. */
export function follow(
  state: State,
  leader: NodeId,
  term: number,
  ctx: Ctx,
  settings: Settings,
  withBallot: { readonly log?: Log } = {},
): Follower {
  const isSo = state.role === 'follower' && state.term === term && state.leader === leader;
  const follower = isSo ? state : becomeFollower(state, voteKept(state, term), leader, ctx, settings, withBallot);
  return hearLeader(follower, ctx, settings);
}
