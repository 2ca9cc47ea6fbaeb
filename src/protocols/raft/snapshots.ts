// How a follower that lacks what was compacted is brought up to date (§7, Figure 13): the whole snapshot in one message.
// When snapshots are taken is in `take-snapshot.ts`.
import type { NodeId } from '../../contract/ids.ts';
import { follow } from './following.ts';
import { latestIn } from './in-force.ts';
import { compacted, type Log, lastIndex, logAfter, termAt } from './log.ts';
import type { InstallSnapshot } from './messages.ts';
import { answerReads } from './reads.ts';
import { blankMark, rejoined } from './rejoin.ts';
import type { Snapshot } from './snapshot.ts';
import { type Ctx, type Follower, onceDurable, type Settings, type State } from './state.ts';

export function onInstallSnapshot(
  state: State,
  { term, snapshot }: InstallSnapshot,
  from: NodeId,
  ctx: Ctx,
  settings: Settings,
): State {
  if (term < state.term) {
    // As to an AppendEntries of an old term: the deposed leader learns of the new one.
    ctx.send(from, { kind: 'AppendReply', term: state.term, success: false, ...nothingRefused });
    return state;
  }
  const follower = follow(state, from, term, ctx, settings);
  // What is applied here is committed and reaches further: to go back would undo it.
  const installed = snapshot.index > follower.lastApplied ? install(follower, snapshot, ctx, settings) : follower;
  const matchIndex = Math.max(snapshot.index, installed.commitIndex);
  const reply = { kind: 'AppendReply', term, success: true, matchIndex, ...blankMark(follower) } as const;
  ctx.send(from, reply, onceDurable(settings));
  return installed;
}

const nothingRefused = { prevLogIndex: 0, conflictTerm: null, conflictIndex: 0 } as const;

/**
 * Figure 13, rules 5 to 8. The snapshot is written before the log that begins after it; a crash in between leaves a log
 * that the snapshot contradicts or covers, and the restart sees that.
 */
function install(state: Follower, snapshot: Snapshot, ctx: Ctx, settings: Settings): Follower {
  const { index, machine, configuration, configurationIndex } = snapshot;
  const log = logBehind(state.log, snapshot);
  ctx.persist({ snapshot }, { kind: 'snapshot' });
  ctx.persist({ log }, { kind: 'log' });
  const first = { configuration, configurationIndex };
  const inForce = lastIndex(log) === index ? first : latestIn(log, snapshot, configuration);
  const next = { ...state, log, snapshot, machine, commitIndex: index, lastApplied: index, ...inForce };
  return answerReads(rejoined(next, ctx), 0, ctx, settings);
}

/** Rule 6: entries that follow the snapshot's last one stay, because they may have been acknowledged. Rule 7: else none. */
export function logBehind(log: Log, { index, term }: Snapshot): Log {
  return termAt(log, index) === term ? compacted(log, index) : logAfter(index, term);
}
