// Leader election (§5.2) and its restriction (§5.4.1). What the roles begin with is in `roles.ts`, the question before an
// election in `pre-vote.ts`, who may stand for one in `rejoin.ts`.
import { withItem } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import { isQuorum } from './configuration.ts';
import { isLoyal, resetElectionTimer } from './election-timer.ts';
import { type Log, lastIndex, lastTerm } from './log.ts';
import type { RequestVote, Vote } from './messages.ts';
import { mayStand, sayLostDisk } from './rejoin.ts';
import { becomeCandidate, becomeFollower, becomeLeader, becomePreCandidate, voteKept } from './roles.ts';
import { type Candidate, type Ctx, onceDurable, type PreCandidate, type Settings, type State } from './state.ts';

/** No leader was heard of for the whole timeout, or the candidate's election was not decided: another try. */
export function onElectionTimeout(state: State, ctx: Ctx, settings: Settings): State {
  if (state.role === 'leader') return state;
  if (!mayStand(state, ctx, settings)) {
    sayLostDisk(state, ctx);
    resetElectionTimer(ctx, settings);
    return state;
  }
  return settings.preVote ? becomePreCandidate(state, ctx, settings) : becomeCandidate(state, ctx, settings);
}

export function onRequestVote(state: State, message: RequestVote, from: NodeId, ctx: Ctx, settings: Settings): State {
  const { term } = message;
  // Neither the term is taken over nor an answer given: the asker would only disturb a cluster that has a leader.
  if (term > state.term && !message.isTransfer && isLoyal(state, settings)) return state;
  const ballot = voteKept(state, Math.max(term, state.term));
  const isFree = ballot.votedFor === null || ballot.votedFor === from;
  if (term < state.term || !isFree || state.blankSince !== undefined || !isUpToDate(message, state.log)) {
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
export function isUpToDate(
  message: { readonly lastLogIndex: number; readonly lastLogTerm: number },
  log: Log,
): boolean {
  const mine = lastTerm(log);
  return message.lastLogTerm > mine || (message.lastLogTerm === mine && message.lastLogIndex >= lastIndex(log));
}

export function onVote(state: State, message: Vote, from: NodeId, ctx: Ctx, settings: Settings): State {
  const { term, granted } = message;
  if (term > state.term) return becomeFollower(state, voteKept(state, term), null, ctx, settings);
  // A vote of an earlier term does not count in this one, however late it comes.
  if (state.role !== 'candidate' || term < state.term || !granted) return state;
  const next = withVote(state, from);
  return hasWon(next) ? becomeLeader(next, ctx, settings) : next;
}

export function withVote<S extends Candidate | PreCandidate>(state: S, from: NodeId): S {
  const votes = withItem(state.votes, from);
  return votes === state.votes ? state : { ...state, votes };
}

/** Whoever else has voted: only the voters of this server's configuration count. */
export function hasWon({ configuration, votes }: Candidate | PreCandidate): boolean {
  return isQuorum(configuration, (id) => votes.includes(id));
}
