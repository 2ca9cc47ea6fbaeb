// Leader election: every server tells the others the best vote it knows of, until a quorum tells the same and for
// `finalizeWait` nothing better comes (FastLeaderElection.lookForLeader). What follows an election is in `discovery.ts`.
import { equalPlain } from '../../base/plain.ts';
import type { NodeId } from '../../contract/ids.ts';
import { discoveredIf } from './discovery.ts';
import type { Notification } from './messages.ts';
import { notify, notifyAll, ownVote } from './notifications.ts';
import { becomeFollowing, becomeLeading } from './roles.ts';
import { type Ctx, type Looking, quorumOf, type Settings, type State } from './state.ts';
import { type Ballot, type Ballots, isBetter, isSameLeader, isSameVote, type Vote } from './vote.ts';

export function onNotification(state: State, message: Notification, from: NodeId, ctx: Ctx, settings: Settings): State {
  if (!ctx.peers.includes(from)) return state;
  if (state.role !== 'looking') {
    // Who has a leader says so to whoever looks for one.
    if (message.role === 'looking') notify(state, from, ctx);
    return state;
  }
  if (message.role === 'looking' && message.round < state.round) notify(state, from, ctx);
  if (state.isFinalising) return whileFinalising(state, message, from, ctx, settings);
  return message.role === 'looking'
    ? onVote(state, message, from, ctx, settings)
    : onDecided(state, message, from, ctx, settings);
}

/** What does not better the vote is dropped, and begins the wait anew. */
function whileFinalising(state: Looking, message: Notification, from: NodeId, ctx: Ctx, settings: Settings): State {
  if (!isBetter(message.vote, state.vote)) {
    ctx.setTimer({ kind: 'finalise' }, settings.finalizeWait);
    return state;
  }
  ctx.cancelTimer('finalise');
  return onNotification({ ...state, isFinalising: false }, message, from, ctx, settings);
}

function onVote(state: Looking, message: Notification, from: NodeId, ctx: Ctx, settings: Settings): State {
  const { vote, round } = message;
  if (round < state.round) return state;
  let next: Looking = state;
  if (round > state.round) {
    const own = ownVote(state, ctx);
    next = { ...state, round, received: {}, vote: isBetter(vote, own) ? vote : own };
    notifyAll(next, ctx);
  } else if (isBetter(vote, state.vote)) {
    next = { ...state, vote };
    notifyAll(next, ctx);
  }
  next = withBallot(next, 'received', from, ballotOf(message));
  return finalisedIf(next, ctx, settings);
}

/** Begins to wait for a better vote once a quorum, itself included, votes as it does. */
export function finalisedIf(state: Looking, ctx: Ctx, { finalizeWait }: Settings): Looking {
  const others = Object.values(state.received).filter(({ vote }) => isSameVote(vote, state.vote));
  if (others.length + 1 < quorumOf(ctx)) return state;
  ctx.setTimer({ kind: 'finalise' }, finalizeWait);
  return { ...state, isFinalising: true };
}

export function onFinalise(state: State, ctx: Ctx, settings: Settings): State {
  if (state.role !== 'looking' || !state.isFinalising) return state;
  return decided(state, state.vote, ctx, settings);
}

/** From a server that has a leader: it is joined if a quorum follows it, and it says itself that it leads. */
function onDecided(state: Looking, message: Notification, from: NodeId, ctx: Ctx, settings: Settings): State {
  const { vote, round } = message;
  const ballot = ballotOf(message);
  let next = state;
  if (round === state.round) {
    next = withBallot(next, 'received', from, ballot);
    if (isFollowed(next.received, ballot, next, ctx)) return decided(next, vote, ctx, settings);
  }
  next = withBallot(next, 'decided', from, ballot);
  if (!isFollowed(next.decided, ballot, next, ctx)) return next;
  return decided({ ...next, round }, vote, ctx, settings);
}

function isFollowed(ballots: Ballots, { vote, round }: Ballot, state: Looking, ctx: Ctx): boolean {
  const supporters = Object.values(ballots).filter((ballot) => isSameLeader(ballot.vote, vote));
  const own = ballots === state.received && isSameLeader(state.vote, vote) ? 1 : 0;
  if (supporters.length + own < quorumOf(ctx)) return false;
  return vote.leader === ctx.self ? round === state.round : ballots[vote.leader]?.role === 'leading';
}

function decided(state: Looking, vote: Vote, ctx: Ctx, settings: Settings): State {
  const next = { ...state, vote };
  return vote.leader === ctx.self
    ? discoveredIf(becomeLeading(next, ctx, settings), ctx, settings)
    : becomeFollowing(next, vote.leader, ctx, settings);
}

/** Nothing decided it yet: the vote is told again, after a wait that doubles. */
export function onNotify(state: State, ctx: Ctx, { notificationMax }: Settings): State {
  if (state.role !== 'looking') return state;
  const wait = Math.min(2 * state.wait, notificationMax);
  ctx.setTimer({ kind: 'notify' }, wait);
  // While finalising the receive queue is polled, and nothing is sent.
  if (!state.isFinalising) notifyAll(state, ctx);
  return { ...state, wait };
}

function withBallot(state: Looking, box: 'received' | 'decided', from: NodeId, ballot: Ballot): Looking {
  return equalPlain(state[box][from], ballot) ? state : { ...state, [box]: { ...state[box], [from]: ballot } };
}

function ballotOf({ vote, round, role }: Notification): Ballot {
  return { vote, round, role };
}
