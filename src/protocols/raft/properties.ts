// The five properties of the Raft paper's Figure 3, and what other checkers of Raft look at besides, watched while a run
// goes on. Each look costs what changed: only the entries that are new, and after a restart only those that are not as
// they were before the crash. The rules are in `properties/`; what they remember in `properties/memory.ts`.
import type { NodeId } from '../../contract/ids.ts';
import { type Change, monitor, type Report } from '../../contract/property.ts';
import { agreedIndex, emptyLog, lastIndex } from './log.ts';
import { checkApplied, checkCommit, checkNewLeader } from './properties/committed.ts';
import { checkHeld, checkMonotone, checkStay, rememberLog } from './properties/lasting.ts';
import { checkAppendOnly, checkElection, checkHeard, isNewLeader, rememberElected } from './properties/leaders.ts';
import { checkMachine } from './properties/machines.ts';
import { checkMatching } from './properties/matching.ts';
import { emptyMemory, type Memory, unknownServer, withServer } from './properties/memory.ts';
import { properties } from './properties/sentences.ts';
import { checkSessions } from './properties/sessions.ts';
import type { State } from './state.ts';

export const raftMonitor = monitor<State, Memory>({
  group: 'server',
  properties,
  initial: emptyMemory,
  observe: (memory, change, report) => {
    const { before, after } = change;
    if (after === undefined) return before === undefined ? memory : rememberCrash(memory, change.node, before);
    return isSame(before, after) ? memory : observeChange(memory, change, after, report);
  },
  isExercised: (memory, property) => memory.exercised[property] === true,
});

const neverUp = { commitIndex: 0, lastApplied: 0 };

/** Whether nothing changed that a property looks at: so it is with most events. */
function isSame(before: State | undefined, after: State): boolean {
  if (before === after) return true;
  if (before === undefined) return false;
  return (
    before.log === after.log &&
    before.commitIndex === after.commitIndex &&
    before.lastApplied === after.lastApplied &&
    before.role === after.role &&
    before.term === after.term &&
    before.leader === after.leader &&
    before.blankSince === after.blankSince
  );
}

function observeChange(memory: Memory, change: Change<State>, after: State, report: Report): Memory {
  const { node, before } = change;
  let next = observeLog(memory, change, after, report);
  if (before !== undefined) next = checkMonotone(next, node, before, after, report);
  if (isNewLeader(before, after)) {
    next = checkElection(next, node, after, report);
    next = rememberElected(checkNewLeader(next, node, after, report), node, after);
  }
  if (before?.leader !== after.leader || before.term !== after.term) next = checkHeard(next, node, after, report);
  const { commitIndex, lastApplied } = before ?? neverUp;
  if (after.commitIndex > commitIndex) next = observeCommit(next, node, commitIndex, after, report);
  if (after.lastApplied > lastApplied) {
    next = checkApplied(next, node, lastApplied, after, report);
    next = checkSessions(checkMachine(next, node, after, report), node, after, report);
  }
  return next;
}

function observeLog(memory: Memory, { node, before }: Change<State>, after: State, report: Report): Memory {
  const previous = before?.log ?? memory.servers[node]?.crashedLog ?? emptyLog;
  const isUnchanged = before !== undefined && previous === after.log && before.blankSince === after.blankSince;
  if (isUnchanged) return memory;
  const common = agreedIndex(previous, after.log);
  let next = rememberLog(memory, node, after);
  if (before !== undefined) next = checkStay(next, node, before, after, common, report);
  if (before?.role === 'leader' && after.role === 'leader' && before.term === after.term) {
    next = checkAppendOnly(next, node, before, after, common, report);
  }
  next = checkMatching(next, node, after.log, common, report);
  // It came up without what it held: some of that may have been committed, and held by just enough.
  const { latest, log } = next.commits;
  const isLost = before === undefined && common < Math.min(lastIndex(previous), lastIndex(log));
  if (isLost && latest !== null) next = checkHeld(next, common + 1, latest, report);
  return rememberCut(next, node, before, common);
}

function observeCommit(memory: Memory, node: NodeId, before: number, after: State, report: Report): Memory {
  const next = checkCommit(memory, node, before, after, report);
  const { latest, log } = next.commits;
  const isFirst = latest !== null && lastIndex(log) > lastIndex(memory.commits.log);
  return isFirst ? checkHeld(next, latest.upTo, latest, report) : next;
}

/** Only the first `common` entries of a server's log are still those that were compared before. */
function rememberCut(memory: Memory, node: NodeId, before: State | undefined, common: number): Memory {
  const { committedTo, appliedTo, crashedLog } = memory.servers[node] ?? unknownServer;
  const isCut = committedTo > common || appliedTo > common;
  const isDoubted = before !== undefined && before.commitIndex > common;
  if (!isCut && crashedLog === null && !isDoubted) return memory;
  return withServer(memory, node, {
    committedTo: Math.min(committedTo, common),
    appliedTo: Math.min(appliedTo, common),
    crashedLog: null,
    ...(isDoubted ? { isDoubted } : {}),
  });
}

/** Its log as it was, and how far it was found to agree. Part of it may not have been on disk: see `rememberCut`. */
function rememberCrash(memory: Memory, node: NodeId, { log, commitIndex, lastApplied }: State): Memory {
  const { committedTo, appliedTo } = memory.servers[node] ?? unknownServer;
  return withServer(memory, node, {
    committedTo: Math.max(committedTo, Math.min(commitIndex, lastIndex(log))),
    appliedTo: Math.max(appliedTo, Math.min(lastApplied, lastIndex(log))),
    crashedLog: log,
  });
}
