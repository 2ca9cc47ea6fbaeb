// Leader election (§5.2) and its restriction (§5.4.1). What the roles begin with is in `roles.ts`.
import { withItem } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import { type Log, lastTerm } from './log.ts';
import type { RequestVote, Vote } from './messages.ts';
import { becomeCandidate, becomeFollower, becomeLeader, resetElectionTimer, voteKept } from './roles.ts';
import { type Ctx, majority, onceDurable, type Settings, type State } from './state.ts';

/** No leader was heard of for the whole timeout, or the candidate's election was not decided: another try. */
export function onElectionTimeout(state: State, ctx: Ctx, settings: Settings): State {
  return state.role === 'leader' ? state : becomeCandidate(state, ctx, settings);
}

export function onRequestVote(state: State, message: RequestVote, from: NodeId, ctx: Ctx, settings: Settings): State {
  const { term } = message;
  const ballot = voteKept(state, Math.max(term, state.term));
  const isFree = ballot.votedFor === null || ballot.votedFor === from;
  if (term < state.term || !isFree || !isUpToDate(message, state.log)) {
    ctx.send(from, { kind: 'Vote', term: ballot.term, granted: false });
    return term > state.term ? becomeFollower(state, ballot, null, ctx, settings) : state;
  }
  // Durable even where the vote was given before: that one may not be on disk yet, and a crash would take it back.
  const next = ballot.votedFor === from ? state : voteFor(from, state, term, ctx, settings);
  resetElectionTimer(ctx, settings);
  ctx.send(from, { kind: 'Vote', term, granted: true }, onceDurable(settings));
  return next;
}

function voteFor(candidate: NodeId, state: State, term: number, ctx: Ctx, settings: Settings): State {
  const leader = term === state.term ? state.leader : null;
  return becomeFollower(state, { term, votedFor: candidate }, leader, ctx, settings);
}

/** §5.4.1: of two logs the one with the later last term is more up to date; of equal terms the longer one. */
function isUpToDate(message: RequestVote, log: Log): boolean {
  const mine = lastTerm(log);
  return message.lastLogTerm > mine || (message.lastLogTerm === mine && message.lastLogIndex >= log.length);
}

export function onVote(state: State, message: Vote, from: NodeId, ctx: Ctx, settings: Settings): State {
  const { term, granted } = message;
  if (term > state.term) return becomeFollower(state, voteKept(state, term), null, ctx, settings);
  // A vote of an earlier term does not count in this one, however late it comes.
  if (state.role !== 'candidate' || term < state.term || !granted) return state;
  if (from !== ctx.self && !ctx.peers.includes(from)) return state;
  const votes = withItem(state.votes, from);
  if (votes === state.votes) return state;
  const next = { ...state, votes };
  return votes.length < majority(ctx) ? next : becomeLeader(next, ctx, settings);
}
