// The five properties of the Raft paper's Figure 3, watched while a run goes on. Each look costs what changed: only
// the entries that are new, and after a restart only those that are not as they were before the crash.
// The rules are in `properties/`; what they remember in `properties/memory.ts`.
import { commonLength, emptyList } from '../../base/paged-list.ts';
import type { NodeId } from '../../contract/ids.ts';
import { type Change, monitor, type Report } from '../../contract/property.ts';
import { checkApplied, checkCommit, checkNewLeader } from './properties/committed.ts';
import { checkAppendOnly, checkElection, isNewLeader, rememberElected } from './properties/leaders.ts';
import { checkMatching } from './properties/matching.ts';
import { emptyMemory, type Memory, unknownServer, withServer } from './properties/memory.ts';
import type { State } from './state.ts';

export const raftMonitor = monitor<State, Memory>({
  group: 'server',
  properties: [
    { name: 'election-safety', sentence: 'at most one leader can be elected in a given term (§5.2)' },
    {
      name: 'leader-append-only',
      sentence: 'a leader never overwrites or deletes entries in its log; it only appends new entries (§5.3)',
    },
    {
      name: 'log-matching',
      sentence:
        'if two logs contain an entry with the same index and term, they are identical in all entries up to it (§5.3)',
    },
    {
      name: 'leader-completeness',
      sentence: 'an entry committed in a term is present in the logs of the leaders of all later terms (§5.4)',
    },
    {
      name: 'state-machine-safety',
      sentence: 'if a server has applied an entry at an index, no server ever applies another one there (§5.4.3)',
    },
  ],
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
    before.term === after.term
  );
}

function observeChange(memory: Memory, { node, before }: Change<State>, after: State, report: Report): Memory {
  let next = memory;
  const previous = before?.log ?? memory.servers[node]?.crashedLog ?? emptyList();
  if (before === undefined || previous !== after.log) {
    const common = commonLength(previous, after.log);
    if (before?.role === 'leader' && after.role === 'leader' && before.term === after.term) {
      next = checkAppendOnly(next, node, before, after, common, report);
    }
    next = checkMatching(next, node, after.log, common, report);
    next = rememberCut(next, node, before, common);
  }
  if (isNewLeader(before, after)) {
    next = checkElection(next, node, after, report);
    next = rememberElected(checkNewLeader(next, node, after, report), node, after);
  }
  const { commitIndex, lastApplied } = before ?? neverUp;
  if (after.commitIndex > commitIndex) next = checkCommit(next, node, commitIndex, after, report);
  if (after.lastApplied > lastApplied) next = checkApplied(next, node, lastApplied, after, report);
  return next;
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
    committedTo: Math.max(committedTo, Math.min(commitIndex, log.length)),
    appliedTo: Math.max(appliedTo, Math.min(lastApplied, log.length)),
    crashedLog: log,
  });
}
