// PreVote (thesis §9.6): a server asks whether it could win before it raises its term. So one that was cut off, or is not
// wanted any more, comes back without deposing a leader that is well.
import type { NodeId } from '../../contract/ids.ts';
import { hasWon, isUpToDate, withVote } from './election.ts';
import { isLoyal } from './election-timer.ts';
import type { PreVote, RequestPreVote } from './messages.ts';
import { becomeCandidate, becomeFollower, voteKept } from './roles.ts';
import type { Ctx, Settings, State } from './state.ts';

/**
 * Yes where a vote in that term could be given, too. Nothing is kept, not even the term: it is only a question. A refusal
 * names this server's term, so that whoever is behind learns it and does not ask in vain for ever.
 */
export function onRequestPreVote(
  state: State,
  message: RequestPreVote,
  from: NodeId,
  ctx: Ctx,
  settings: Settings,
): State {
  const { term } = message;
  // Whoever asks to be elected leads no more, so being loyal to it is no reason to refuse.
  const isLoyalToAnother = isLoyal(state, settings) && from !== state.leader;
  const granted =
    term > state.term && !isLoyalToAnother && state.blankSince === undefined && isUpToDate(message, state.log);
  ctx.send(from, { kind: 'PreVote', term: granted ? term : state.term, granted });
  return state;
}

export function onPreVote(state: State, message: PreVote, from: NodeId, ctx: Ctx, settings: Settings): State {
  const { term, granted } = message;
  if (!granted && term > state.term) return becomeFollower(state, voteKept(state, term), null, ctx, settings);
  // A yes to an earlier question, of another term, is no yes to this one.
  if (state.role !== 'pre-candidate' || !granted || term !== state.term + 1) return state;
  const next = withVote(state, from);
  return hasWon(next) ? becomeCandidate(next, ctx, settings) : next;
}
