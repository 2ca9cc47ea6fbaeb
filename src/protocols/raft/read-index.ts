// Reads without the log (§8, thesis §6.4): the leader notes its commit index, makes sure by a round of heartbeats that it
// still leads, and answers when that index is applied. A follower asks the leader for the index and answers itself. With
// `reads: lease` a leader that knows it cannot have been replaced yet leaves the round out (§6.4.1).
import type { NodeId } from '../../contract/ids.ts';
import { follow } from './following.ts';
import type { Heartbeat, HeartbeatReply, ReadIndex, ReadIndexReply } from './messages.ts';
import { heardActive } from './quorum-check.ts';
import { answerReads, readKey } from './reads.ts';
import { becomeFollower, voteKept } from './roles.ts';
import { answered, confirmedRound, hasLease, startRound } from './rounds.ts';
import type { AskedRead, Ctx, Follower, Leader, PendingRead, Settings, State } from './state.ts';

/** A client's read at the leader. */
export function onLeaderRead(state: Leader, asked: AskedRead, ctx: Ctx, settings: Settings): Leader {
  const { id, key } = asked;
  if (settings.reads === 'lease' && hasLease(state, ctx) && state.commitIndex >= state.termStart) {
    ctx.send(id.client, { kind: 'Reply', id, result: readKey(state.machine, key, settings) });
    return state;
  }
  return awaitRound(state, { ...asked, isForwarded: false }, ctx, settings);
}

/**
 * The read waits for a round that is sent from now on: an answer to an earlier one may be older than the read. One round
 * is on its way at a time; who comes meanwhile waits for the next.
 *
 * What earlier leaders have committed lies before this term's first entry; until that one is committed the leader does
 * not know how much of it there is, and asks for all of it.
 */
function awaitRound(state: Leader, asked: Unplaced, ctx: Ctx, settings: Settings): Leader {
  if (state.reads.some((other) => isSameRead(other, asked))) return state;
  const index = Math.max(state.commitIndex, state.termStart);
  const reads = [...state.reads, { ...asked, index, round: state.rounds.latest + 1 }];
  const isOnItsWay = confirmedRound(state) < state.rounds.latest;
  return isOnItsWay ? { ...state, reads } : answerConfirmed(startRound(state, ctx, settings, reads), ctx, settings);
}

/** A cluster of one confirms its rounds by itself. */
function answerConfirmed(state: Leader, ctx: Ctx, settings: Settings): Leader {
  return answerReads(state, confirmedRound(state), ctx, settings);
}

type Unplaced =
  | Unplace<Extract<PendingRead, { isForwarded: true }>>
  | Unplace<Extract<PendingRead, { isForwarded: false }>>;
type Unplace<R> = Omit<R, 'index' | 'round'>;

/** The same operation, asked by way of the same server. */
function isSameRead(a: Unplaced, b: Unplaced): boolean {
  const isSameOperation = a.id.client === b.id.client && a.id.number === b.id.number;
  return isSameOperation && (a.isForwarded ? a.from : null) === (b.isForwarded ? b.from : null);
}

/** Answers what is confirmed now, and sends the next round if a read waits for it. */
function goOn(state: Leader, ctx: Ctx, settings: Settings): Leader {
  const next = answerConfirmed(state, ctx, settings);
  const isWaiting = next.reads.some(({ round }) => round > next.rounds.latest);
  return isWaiting ? answerConfirmed(startRound(next, ctx, settings), ctx, settings) : next;
}

/** After a heartbeat's time the round that was on its way counts as lost. */
export function repeatRound(state: Leader, ctx: Ctx, settings: Settings): Leader {
  const isWaiting = state.reads.some(({ round }) => round > confirmedRound(state));
  return isWaiting ? startRound(state, ctx, settings) : state;
}

export function onHeartbeat(
  state: State,
  { term, round }: Heartbeat,
  from: NodeId,
  ctx: Ctx,
  settings: Settings,
): State {
  const next = term < state.term ? state : follow(state, from, term, ctx, settings);
  // One that lost its disk may follow a later leader, and does not know.
  if (next.blankSince === undefined || term < next.term) {
    ctx.send(from, { kind: 'HeartbeatReply', term: next.term, round });
  }
  return next;
}

export function onHeartbeatReply(
  state: State,
  { term, round }: HeartbeatReply,
  from: NodeId,
  ctx: Ctx,
  settings: Settings,
): State {
  if (term > state.term) return becomeFollower(state, voteKept(state, term), null, ctx, settings);
  if (state.role !== 'leader' || term < state.term) return state;
  const heard = heardActive(state, from, settings);
  // What is confirmed already needs no more answers.
  if (round <= confirmedRound(heard) || round > heard.rounds.latest) return heard;
  if (round <= (heard.rounds.answered[from] ?? 0)) return heard;
  return goOn(answered(heard, from, round, settings), ctx, settings);
}

/** A client's read at a follower. */
export function onFollowerRead(state: Follower, asked: AskedRead, leader: NodeId, ctx: Ctx): Follower {
  const { id } = asked;
  ctx.send(leader, { kind: 'ReadIndex', term: state.term, id });
  if (state.asked.some((other) => isSameAttempt(other, asked))) return state;
  // A client has one operation open: what it asked before it has given up.
  const others = state.asked.filter((other) => other.id.client !== id.client);
  return { ...state, asked: [...others, asked] };
}

function isSameAttempt(a: AskedRead, b: AskedRead): boolean {
  return a.id.client === b.id.client && a.id.number === b.id.number && a.attempt === b.attempt;
}

export function onReadIndex(state: State, { term, id }: ReadIndex, from: NodeId, ctx: Ctx, settings: Settings): State {
  if (state.role !== 'leader' || term !== state.term || state.duties.transferee !== null) return state;
  return awaitRound(state, { id, from, isForwarded: true }, ctx, settings);
}

export function onReadIndexReply(
  state: State,
  { term, id, index }: ReadIndexReply,
  ctx: Ctx,
  settings: Settings,
): State {
  if (state.role !== 'follower' || term !== state.term) return state;
  const found = state.asked.find((one) => one.id.client === id.client && one.id.number === id.number);
  if (found === undefined) return state;
  const asked = state.asked.filter((one) => one !== found);
  const pending = { ...found, isForwarded: false, index, round: 0 } as const;
  return answerReads({ ...state, asked, reads: [...state.reads, pending] }, 0, ctx, settings);
}
