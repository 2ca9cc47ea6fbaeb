// What lasts: within one life of a server nothing goes back, and what is committed is held by so many that no quorum lacks
// it.
import type { NodeId } from '../../../contract/ids.ts';
import type { Report } from '../../../contract/property.ts';
import { isQuorum } from '../configuration.ts';
import { entryAt, type Log, lastIndex } from '../log.ts';
import type { State } from '../state.ts';
import { type Commit, described, type Memory, withExercised } from './memory.ts';

const COMMITTED = 'committed-entries-stay';
const MONOTONE = 'indexes-never-fall';
const HELD = 'committed-is-held';

/** A server never drops or replaces an entry that it knows to be committed. `common`: how far its log is as it was. */
export function checkStay(
  memory: Memory,
  node: NodeId,
  before: State,
  after: State,
  common: number,
  report: Report,
): Memory {
  if (common < before.commitIndex) {
    const index = common + 1;
    const [was, is] = [entryAt(before.log, index), entryAt(after.log, index)];
    const reason = `${node} knew index ${index} to be committed as ${described(was)} and now has ${described(is)} there`;
    report(COMMITTED, reason, { node, index, was: was ?? null, is: is ?? null }, 'a committed entry changed');
  }
  return before.commitIndex > 0 ? withExercised(memory, COMMITTED) : memory;
}

/** Term, commitIndex and lastApplied, from start to crash (Figure 2: "increases monotonically"). */
export function checkMonotone(memory: Memory, node: NodeId, before: State, after: State, report: Report): Memory {
  const hasRisen = after.commitIndex > before.commitIndex || after.term > before.term;
  const hasFallen =
    after.term < before.term || after.commitIndex < before.commitIndex || after.lastApplied < before.lastApplied;
  if (hasFallen) reportFallen(node, before, after, report);
  return hasRisen ? withExercised(memory, MONOTONE) : memory;
}

function reportFallen(node: NodeId, before: State, after: State, report: Report): void {
  for (const field of ['term', 'commitIndex', 'lastApplied'] as const) {
    if (after[field] >= before[field]) continue;
    const reason = `${field} of ${node} fell from ${before[field]} to ${after[field]}`;
    report(MONOTONE, reason, { node, field, before: before[field], after: after[field] }, `${field} fell`);
  }
}

/** A server without a vote counts as neither holding nor lacking: no quorum can be made with it. */
export function rememberLog(memory: Memory, node: NodeId, { log, blankSince }: State): Memory {
  const logs: { [node: NodeId]: Log | null } = { ...memory.logs };
  logs[node] = blankSince === undefined ? log : null;
  return { ...memory, logs };
}

/**
 * When an entry is first called committed, and when a server has lost entries since: no quorum of the voters may lack it,
 * or the next leader could.
 */
export function checkHeld(memory: Memory, index: number, commit: Commit, report: Report): Memory {
  const entry = entryAt(memory.commits.log, index);
  if (entry === undefined) return memory;
  const lacks = (id: NodeId) => {
    const log = memory.logs[id];
    return log !== undefined && log !== null && !isHeld(log, index, entry.term);
  };
  if (isQuorum(commit.configuration, lacks)) {
    const lacking = [...new Set([...commit.configuration.voters, ...commit.configuration.outgoing])].filter(lacks);
    const reason =
      `${described(entry)} at index ${index}, committed by ${commit.by} in term ${commit.term}, ` +
      `is missing at ${lacking.join(', ')}, who are a quorum`;
    report(HELD, reason, { index, entry, lacking }, 'a quorum lacks a committed entry');
  }
  return withExercised(memory, HELD);
}

function isHeld(log: Log, index: number, term: number): boolean {
  return index <= log.base || (index <= lastIndex(log) && entryAt(log, index)?.term === term);
}
