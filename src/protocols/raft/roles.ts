// The only functions that change a server's role (Figure 4; thesis Figure 3.3 with §9.6). Each says what the role begins
// with.
import type { NodeId } from '../../contract/ids.ts';
import { eachOther, eachOtherVoter } from './configuration.ts';
import { resetElectionTimer } from './election-timer.ts';
import { appendOwn, sendHeartbeats } from './leading.ts';
import { type Log, lastIndex, lastTerm } from './log.ts';
import { refuseAsked, refuseReads } from './reads.ts';
import {
  type AskedRead,
  type Ballot,
  type Candidate,
  type Common,
  type Ctx,
  type Flow,
  type Follower,
  type Leader,
  onceDurable,
  type PendingRead,
  type PreCandidate,
  type Settings,
  type State,
} from './state.ts';

const NO_VOTES: readonly NodeId[] = [];
const NONE_ASKED: readonly AskedRead[] = [];
const NO_READS: readonly PendingRead[] = [];
const PROBE: Flow = { mode: 'probe' };

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
    const kind = votedFor === null ? 'term' : 'vote';
    ctx.persist({ vote: ballot(term, votedFor, state), ...withBallot }, { kind });
  }
  const wasLeading = state.role === 'leader';
  if (wasLeading) stopLeading(state, leader, ctx, settings);
  const keepsAsking = state.role === 'follower' && state.term === term;
  if (state.role === 'follower' && !keepsAsking) refuseAsked(state.asked, leader, ctx);
  const asked = keepsAsking ? state.asked : NONE_ASKED;
  const reads = wasLeading ? NO_READS : state.reads;
  return { ...common(state), term, votedFor, leader, reads, role: 'follower', asked };
}

/** What its clients asked the leader by way of it nobody will answer any more. */
function stopFollowing(state: State, ctx: Ctx): void {
  if (state.role === 'follower') refuseAsked(state.asked, null, ctx);
}

function stopLeading(state: Leader, leader: NodeId | null, ctx: Ctx, settings: Settings): void {
  ctx.cancelTimer('heartbeat');
  if (settings.checkQuorum) ctx.cancelTimer('quorum');
  if (state.duties.transferee !== null) ctx.cancelTimer('transfer');
  if (state.duties.catchUp !== null) ctx.cancelTimer('catchUp');
  refuseReads(state.reads, leader, ctx);
  resetElectionTimer(ctx, settings);
}

/** A vote belongs to its term and is forgotten only with it: forgotten within the term, it could be given twice. */
export function voteKept(state: State, term: number): Ballot {
  return { term, votedFor: term === state.term ? state.votedFor : null };
}

/** That this server came back without its disk is kept with its ballot. */
function ballot(term: number, votedFor: NodeId | null, { blankSince }: State): Ballot {
  return blankSince === undefined ? { term, votedFor } : { term, votedFor, blankSince };
}

/** Thesis §9.6: asks whether it could win before it raises its term. It answers itself at once: nothing is promised. */
export function becomePreCandidate(state: State, ctx: Ctx, settings: Settings): PreCandidate {
  const { log } = state;
  stopFollowing(state, ctx);
  resetElectionTimer(ctx, settings);
  const question = {
    kind: 'RequestPreVote',
    term: state.term + 1,
    lastLogIndex: lastIndex(log),
    lastLogTerm: lastTerm(log),
  } as const;
  ctx.send(ctx.self, { kind: 'PreVote', term: state.term + 1, granted: true });
  eachOtherVoter(state.configuration, ctx.self, (id) => ctx.send(id, question));
  return { ...common(state), leader: null, role: 'pre-candidate', votes: NO_VOTES };
}

/**
 * §5.2: a new term, a vote for oneself, and a request to all others once that vote is on disk. The own vote comes as a
 * message to oneself that is durable too: so it counts only when it cannot be forgotten, and a cluster of one needs no
 * rule of its own.
 */
export function becomeCandidate(state: State, ctx: Ctx, settings: Settings, isTransfer = false): Candidate {
  const term = state.term + 1;
  const { log } = state;
  stopFollowing(state, ctx);
  ctx.persist({ vote: ballot(term, ctx.self, state) }, { kind: 'candidacy' });
  resetElectionTimer(ctx, settings);
  ctx.send(ctx.self, { kind: 'Vote', term, granted: true }, onceDurable(settings));
  const request = {
    kind: 'RequestVote',
    term,
    lastLogIndex: lastIndex(log),
    lastLogTerm: lastTerm(log),
    isTransfer,
  } as const;
  eachOtherVoter(state.configuration, ctx.self, (id) => ctx.send(id, request, onceDurable(settings)));
  return { ...common(state), term, votedFor: ctx.self, leader: null, role: 'candidate', votes: NO_VOTES };
}

/**
 * §5.2, §8: the new leader opens its term with a no-op, because only an entry of its own term lets it commit what it
 * inherited (§5.4.2), and sends it at once, so that no one else starts an election.
 */
export function becomeLeader(state: Candidate, ctx: Ctx, settings: Settings): Leader {
  ctx.cancelTimer('election');
  if (settings.stickiness) ctx.cancelTimer('quiet');
  const nextIndex: { [server: NodeId]: number } = {};
  const matchIndex: { [server: NodeId]: number } = { [ctx.self]: 0 };
  const flow: { [server: NodeId]: Flow } = {};
  eachOther(state.configuration, ctx.self, (id) => {
    nextIndex[id] = lastIndex(state.log) + 1;
    matchIndex[id] = 0;
    flow[id] = PROBE;
  });
  const leader: Leader = {
    ...common(state),
    leader: ctx.self,
    hasFreshLeader: false,
    role: 'leader',
    nextIndex,
    matchIndex,
    flow,
    termStart: lastIndex(state.log) + 1,
    ...freshReign,
  };
  if (settings.checkQuorum) ctx.setTimer({ kind: 'quorum' }, settings.electionTimeoutMin);
  return sendHeartbeats(appendOwn(leader, null, ctx, settings), ctx, settings);
}

/** What a reign begins with besides its indexes. */
const freshReign = {
  active: [],
  rounds: { latest: 0, answered: {}, sent: [], leaseUntil: null },
  duties: {
    transferee: null,
    transferRequest: null,
    isLeaseVoid: false,
    blanks: {},
    change: null,
    catchUp: null,
  },
} as const;

/** What a server keeps whatever its role. */
function common(state: State): Common {
  const { term, votedFor, blankSince, leader, log, commitIndex, lastApplied, machine, snapshot } = state;
  const { configuration, configurationIndex, reads, hasFreshLeader } = state;
  const kept = {
    term,
    votedFor,
    leader,
    log,
    commitIndex,
    lastApplied,
    machine,
    snapshot,
    configuration,
    configurationIndex,
    reads,
    hasFreshLeader,
  };
  return blankSince === undefined ? kept : { ...kept, blankSince };
}
