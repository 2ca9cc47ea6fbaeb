// The only three functions that change a server's role (Figure 4). Each says what the role begins with.
import type { NodeId } from '../../contract/ids.ts';
import { appendOwn, sendHeartbeats } from './leading.ts';
import { type Log, lastTerm } from './log.ts';
import {
  type Ballot,
  type Candidate,
  type Common,
  type Ctx,
  type Follower,
  type Leader,
  onceDurable,
  type Settings,
  type State,
} from './state.ts';

/**
 * On a higher term, on the word of the term's leader, or to vote for another (§5.1, §5.2). The ballot is the term to go
 * on with and the vote in it; `voteKept` says what becomes of a vote when nothing is voted.
 *
 * `withBallot` is what goes to disk in the same write, if anything does.
 *
 * The election timer goes on as it is: a higher term alone is no reason to wait longer. Only a leader had none.
 */
export function becomeFollower(
  state: State,
  { term, votedFor }: Ballot,
  leader: NodeId | null,
  ctx: Ctx,
  settings: Settings,
  withBallot: { readonly log?: Log } = {},
): Follower {
  if (term !== state.term || votedFor !== state.votedFor) {
    ctx.persist({ vote: { term, votedFor }, ...withBallot }, { kind: votedFor === null ? 'term' : 'vote' });
  }
  if (state.role === 'leader') {
    ctx.cancelTimer('heartbeat');
    resetElectionTimer(ctx, settings);
  }
  return { ...common(state), term, votedFor, leader, role: 'follower' };
}

/** A vote belongs to its term and is forgotten only with it: forgotten within the term, it could be given twice. */
export function voteKept(state: State, term: number): Ballot {
  return { term, votedFor: term === state.term ? state.votedFor : null };
}

/**
 * §5.2: a new term, a vote for oneself, and a request to all others once that vote is on disk. The own vote comes as a
 * message to oneself that is durable too: so it counts only when it cannot be forgotten, and a cluster of one needs no
 * rule of its own.
 */
export function becomeCandidate(state: State, ctx: Ctx, settings: Settings): Candidate {
  const term = state.term + 1;
  const { log } = state;
  ctx.persist({ vote: { term, votedFor: ctx.self } }, { kind: 'candidacy' });
  resetElectionTimer(ctx, settings);
  ctx.send(ctx.self, { kind: 'Vote', term, granted: true }, onceDurable(settings));
  ctx.broadcast(
    { kind: 'RequestVote', term, lastLogIndex: log.length, lastLogTerm: lastTerm(log) },
    onceDurable(settings),
  );
  return { ...common(state), term, votedFor: ctx.self, leader: null, role: 'candidate', votes: [] };
}

/**
 * §5.2, §8: the new leader opens its term with a no-op, because only an entry of its own term lets it commit what it
 * inherited (§5.4.2), and sends it at once, so that no one else starts an election.
 */
export function becomeLeader(state: Candidate, ctx: Ctx, settings: Settings): Leader {
  ctx.cancelTimer('election');
  const nextIndex: { [server: NodeId]: number } = {};
  const matchIndex: { [server: NodeId]: number } = { [ctx.self]: 0 };
  for (const peer of ctx.peers) {
    nextIndex[peer] = state.log.length + 1;
    matchIndex[peer] = 0;
  }
  const leader: Leader = { ...common(state), leader: ctx.self, role: 'leader', nextIndex, matchIndex };
  const opened = appendOwn(leader, null, ctx, settings);
  sendHeartbeats(opened, ctx, settings);
  return opened;
}

/** Drawn anew each time, so that split votes do not repeat (§5.2). */
export function resetElectionTimer(ctx: Ctx, settings: Settings): void {
  ctx.setTimer({ kind: 'election' }, settings.electionTimeoutMin, settings.electionTimeoutMax);
}

/** What a server keeps whatever its role. */
function common(state: State): Common {
  const { term, votedFor, leader, log, commitIndex, lastApplied, machine } = state;
  return { term, votedFor, leader, log, commitIndex, lastApplied, machine };
}
