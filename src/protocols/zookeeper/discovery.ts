// Discovery (ZAB, phase 1), the leader's part: a quorum tells which epochs it accepted, is given a higher one, and promises
// to take part in no lower. `synchronisation.ts` is next; the followers' part is in `following.ts`.
import { sortedKeys } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import { learnerOf, tell, withLearner, withoutLearner } from './learners.ts';
import { lastZxid } from './log.ts';
import type { AckEpoch, FollowerInfo } from './messages.ts';
import { type Ctx, type Leading, quorumOf, type Settings, type State } from './state.ts';
import { beginSynchronisation, synchronise } from './synchronisation.ts';

export function onFollowerInfo(state: State, message: FollowerInfo, from: NodeId, ctx: Ctx, settings: Settings): State {
  const { connection, acceptedEpoch } = message;
  if (state.role !== 'leading' || !ctx.peers.includes(from)) {
    ctx.send(from, { kind: 'Closed', connection });
    return state;
  }
  const known = state.learners[from];
  if (known !== undefined && known.connection >= connection) return state;
  const deadline = Math.floor(state.halfTicks / 2) + settings.initLimit + settings.syncLimit;
  const learner = { connection, sent: 0, acceptedEpoch, lastZxid: 0, acked: 0, offered: 0, deadline };
  const next: Leading = {
    ...state,
    learners: { ...state.learners, [from]: { ...learner, stage: 'discovered' } },
  };
  if (next.epoch === null) return discoveredIf(next, ctx, settings);
  return tell(next, from, { kind: 'LeaderInfo', epoch: next.epoch }, ctx, { durable: settings.forceSync });
}

/** A quorum has told: the epoch is one that none of them accepted (Leader.getEpochToPropose). */
export function discoveredIf(state: Leading, ctx: Ctx, settings: Settings): Leading {
  const servers = sortedKeys(state.learners);
  if (servers.length + 1 < quorumOf(ctx)) return state;
  const accepted = servers.map((server) => state.learners[server]!.acceptedEpoch);
  const epoch = Math.max(state.acceptedEpoch, ...accepted) + 1;
  ctx.persist({ acceptedEpoch: epoch }, { kind: 'acceptedEpoch' });
  ctx.setTimer({ kind: 'silence' }, settings.initLimit * settings.tickTime);
  let next: Leading = { ...state, epoch, acceptedEpoch: epoch };
  for (const server of servers) {
    next = tell(next, server, { kind: 'LeaderInfo', epoch }, ctx, { durable: settings.forceSync });
  }
  return agreedIf(next, epoch, ctx, settings);
}

export function onAckEpoch(state: State, message: AckEpoch, from: NodeId, ctx: Ctx, settings: Settings): State {
  if (state.role !== 'leading' || state.epoch === null) return state;
  const learner = learnerOf(state, from, message.connection);
  if (learner === undefined || learner.stage !== 'discovered') return state;
  if (!message.isRepeated && isAhead(message, state)) {
    ctx.note(`${from} is ahead of its leader`);
    ctx.send(from, { kind: 'Closed', connection: message.connection });
    return withoutLearner(state, from);
  }
  // A repeated promise is no promise to this leader: another may have been given it.
  const stage = message.isRepeated && state.phase === 'discovery' ? 'discovered' : 'agreed';
  const next = withLearner(state, from, { stage, lastZxid: message.lastZxid });
  if (state.phase === 'discovery') return agreedIf(next, state.epoch, ctx, settings);
  return synchronise(next, from, ctx, settings);
}

function isAhead({ currentEpoch, lastZxid: zxid }: AckEpoch, state: Leading): boolean {
  if (state.phase !== 'discovery') return false;
  return currentEpoch > state.currentEpoch || (currentEpoch === state.currentEpoch && zxid > lastZxid(state.log));
}

/** A quorum has promised: its history becomes that of the epoch (Leader.waitForEpochAck). */
function agreedIf(state: Leading, epoch: number, ctx: Ctx, settings: Settings): Leading {
  const agreed = sortedKeys(state.learners).filter((server) => state.learners[server]!.stage === 'agreed');
  if (agreed.length + 1 < quorumOf(ctx)) return state;
  let next = beginSynchronisation(state, epoch, ctx, settings);
  for (const server of agreed) next = synchronise(next, server, ctx, settings);
  return next;
}
