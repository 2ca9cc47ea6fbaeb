// Who is down. Subjectively (SDOWN): one Sentinel has had no answer for down-after-milliseconds. Objectively (ODOWN): a
// quorum of Sentinels says so of the primary. A quorum starts an election; it does not win one (`election.ts`).
import { equalPlain, ownItem } from '../../../base/plain.ts';
import type { NodeId } from '../../../contract/ids.ts';
import type { IsPrimaryDown, PrimaryIsDown } from '../messages.ts';
import { voted } from './election.ts';
import {
  type Ctx,
  hasPassed,
  type Instance,
  isDown,
  type Peer,
  type SentinelSettings,
  type SentinelState,
  withInstance,
} from './state.ts';
import { ASK_PERIOD, INFO_PERIOD, WORD_VALID } from './times.ts';

/** sentinelCheckSubjectivelyDown, of all servers. */
export function checkDown(state: SentinelState, ctx: Ctx, settings: SentinelSettings): SentinelState {
  let next = state;
  for (const node of Object.keys(state.instances).sort()) {
    const instance = state.instances[node]!;
    const isDownNow = isSubjectivelyDown(instance, node === state.primary, ctx, settings);
    if (isDownNow === (instance.downSince !== null)) continue;
    ctx.note(`${node} is ${isDownNow ? 'subjectively down' : 'up'}`);
    next = withInstance(next, node, { downSince: isDownNow ? ctx.now : null });
  }
  return next;
}

function isSubjectivelyDown(
  instance: Instance,
  isPrimary: boolean,
  ctx: Ctx,
  { downAfter }: SentinelSettings,
): boolean {
  const { unansweredSince, role, roleSince } = instance;
  if (unansweredSince !== null && hasPassed(unansweredSince, downAfter, ctx)) return true;
  // A primary that calls itself a replica is no primary.
  return isPrimary && role === 'replica' && hasPassed(roleSince, downAfter + 2 * INFO_PERIOD, ctx);
}

/** sentinelCheckObjectivelyDown. */
export function checkObjectivelyDown(state: SentinelState, ctx: Ctx, settings: SentinelSettings): SentinelState {
  const others = Object.values(state.peers).filter(({ saysDown }) => saysDown).length;
  const isObjectivelyDown = isDown(state, state.primary) && 1 + others >= quorumOf(state, settings);
  if (isObjectivelyDown === state.isObjectivelyDown) return state;
  ctx.note(`${state.primary} is ${isObjectivelyDown ? 'objectively down' : 'no more objectively down'}`);
  return { ...state, isObjectivelyDown };
}

export function majorityOf({ peers }: SentinelState): number {
  return Math.floor((Object.keys(peers).length + 1) / 2) + 1;
}

export function quorumOf(state: SentinelState, { quorum }: SentinelSettings): number {
  return quorum === 0 ? majorityOf(state) : quorum;
}

/** Asks the others whether they see it, too [sentinelAskMasterStateToOtherSentinels]; a candidate asks for their votes. */
export function askOthers(state: SentinelState, isForced: boolean, ctx: Ctx): SentinelState {
  const { primary, epoch, failover } = state;
  let { peers } = state;
  for (const id of ctx.peers) {
    const peer = forgotten(peers[id]!, ctx);
    const isTime = isForced || (hasPassed(peer.repliedAt, ASK_PERIOD, ctx) && hasPassed(peer.askedAt, ASK_PERIOD, ctx));
    const asks = isDown(state, primary) && isTime;
    if (asks) {
      const candidate = failover === null ? null : ctx.self;
      ctx.send(id, { kind: 'IsPrimaryDown', primary, epoch, candidate }, { durable: true });
    }
    if (asks || peer !== peers[id]) peers = { ...peers, [id]: asks ? { ...peer, askedAt: ctx.now } : peer };
  }
  return peers === state.peers ? state : { ...state, peers };
}

function forgotten(peer: Peer, ctx: Ctx): Peer {
  if (!(peer.saysDown || peer.leader !== null) || !hasPassed(peer.repliedAt, WORD_VALID, ctx)) return peer;
  return { ...peer, saysDown: false, leader: null };
}

/** Who is in TILT calls nobody down, but votes. */
export function onIsPrimaryDown(state: SentinelState, message: IsPrimaryDown, from: NodeId, ctx: Ctx): SentinelState {
  const { primary, epoch, candidate } = message;
  const isSame = primary === state.primary;
  const next = isSame && candidate !== null ? voted(state, epoch, candidate, ctx) : state;
  const isDownHere = isSame && state.tiltSince === null && isDown(state, primary);
  const { leader, epoch: leaderEpoch } = next.vote;
  const answer = { kind: 'PrimaryIsDown' as const, primary, isDown: isDownHere };
  const vote = isSame && candidate !== null ? { leader, leaderEpoch } : { leader: null, leaderEpoch: 0 };
  ctx.send(from, { ...answer, ...vote }, { durable: true });
  return next;
}

export function onPrimaryIsDown(state: SentinelState, message: PrimaryIsDown, from: NodeId, ctx: Ctx): SentinelState {
  const peer = ownItem(state.peers, from);
  // Redis takes an answer by its connection; here it says what was asked.
  if (peer === undefined || message.primary !== state.primary) return state;
  const { isDown: saysDown, leader, leaderEpoch } = message;
  const vote = leader === null ? {} : { leader, leaderEpoch };
  const heard = { ...peer, saysDown, repliedAt: ctx.now, ...vote };
  return equalPlain(peer, heard) ? state : { ...state, peers: { ...state.peers, [from]: heard } };
}
