// Synchronisation (ZAB, phase 2), the leader's part: each follower is given what it lacks of the leader's history, and cut
// what it has besides (LearnerHandler.syncFollower). Once a quorum has it on disk the history is committed, and the leader
// serves. `broadcast.ts` is next.
import { sortedKeys } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import { advance } from './apply.ts';
import { tell, withLearner } from './learners.ts';
import {
  emptyLog,
  entriesAfter,
  type Log,
  lastPosition,
  lastZxid,
  positionOf,
  treeAt,
  withEntries,
  zxidAt,
} from './log.ts';
import type { Body } from './messages.ts';
import { beginExpiry } from './sessions.ts';
import { type Ctx, type Leading, quorumOf, type Settings } from './state.ts';
import { epochOf, type Zxid, zxidOf } from './zxid.ts';

export function beginSynchronisation(state: Leading, epoch: number, ctx: Ctx, settings: Settings): Leading {
  ctx.persist({ currentEpoch: epoch }, { kind: 'currentEpoch' });
  ctx.setTimer({ kind: 'silence' }, settings.initLimit * settings.tickTime);
  ctx.send(ctx.self, { kind: 'Ack', connection: 0, zxid: zxidOf(epoch, 0) }, { durable: settings.forceSync });
  return { ...state, phase: 'synchronisation', currentEpoch: epoch };
}

export function synchronise(state: Leading, server: NodeId, ctx: Ctx, settings: Settings): Leading {
  const { lastZxid: theirs } = state.learners[server]!;
  let next = tell(state, server, difference(state, theirs, settings), ctx);
  next = tell(next, server, { kind: 'NewLeader', zxid: zxidOf(state.currentEpoch, 0) }, ctx);
  return withLearner(next, server, { stage: 'synchronising', offered: lastZxid(state.log) });
}

/**
 * What brings a log that ends with `theirs` to the leader's. A follower that has what the leader lacks is cut back to what
 * both have; where that is of another epoch than what follows, ZooKeeper does not trust itself to find the place, and
 * sends everything.
 */
export function difference(state: Leading, theirs: Zxid, { commitLogCount }: Settings): Body {
  const { log } = state;
  const common = positionOf(log, theirs);
  const commonZxid = zxidAt(log, common)!;
  const isKept = common >= Math.max(log.base, lastPosition(log) - commitLogCount) && commonZxid <= theirs;
  if (!isKept) return { kind: 'Snap', log: snapshotOf(state) };
  const entries = entriesAfter(log, common);
  if (commonZxid === theirs) return { kind: 'Diff', entries };
  const isCuttable = entries.length === 0 || epochOf(entries[0]!.zxid) === epochOf(theirs);
  return isCuttable ? { kind: 'Trunc', zxid: commonZxid, entries } : { kind: 'Snap', log: snapshotOf(state) };
}

/** All that is committed as a snapshot, and the entries after it. Before the leader serves, all it has counts as committed. */
function snapshotOf({ log, phase, applied, tree }: Leading): Log {
  const base = phase === 'broadcast' ? applied : lastPosition(log);
  const entries = entriesAfter(log, base);
  const baseTree = phase === 'broadcast' ? tree : treeAt(log, base);
  return withEntries({ ...emptyLog, base, baseZxid: zxidAt(log, base)!, tree: baseTree }, entries);
}

export function onSynced(state: Leading, server: NodeId, ctx: Ctx, settings: Settings): Leading {
  const { offered } = state.learners[server]!;
  const zxid = Math.max(offered, zxidOf(state.currentEpoch, 0));
  const next = withLearner(state, server, { stage: 'synced', acked: zxid });
  if (next.phase !== 'broadcast') return establishedIf(next, ctx, settings);
  return tell(next, server, { kind: 'UpToDate', zxid: zxidAt(next.log, next.applied)! }, ctx);
}

/** A quorum has the history on disk: it is committed, and the leader begins to serve. */
export function establishedIf(state: Leading, ctx: Ctx, settings: Settings): Leading {
  const synced = sortedKeys(state.learners).filter((server) => state.learners[server]!.stage === 'synced');
  const isOwnDurable = state.acked >= zxidOf(state.currentEpoch, 0);
  if (synced.length + (isOwnDurable ? 1 : 0) < quorumOf(ctx)) return state;
  ctx.note(`leads epoch ${state.currentEpoch}`);
  ctx.cancelTimer('silence');
  ctx.setTimer({ kind: 'halfTick' }, settings.tickTime / 2);
  const vote = { ...state.vote, epoch: state.currentEpoch };
  const serving: Leading = { ...state, vote, phase: 'broadcast' };
  let next = advance(serving, lastPosition(state.log), ctx);
  for (const server of synced) next = tell(next, server, { kind: 'UpToDate', zxid: lastZxid(next.log) }, ctx);
  return beginExpiry(next, ctx, settings);
}
