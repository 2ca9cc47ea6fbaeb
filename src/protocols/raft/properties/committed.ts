// Leader completeness and state machine safety.
//
// What is committed is what servers claim: the first claim of an index (a server's commitIndex reaching it) fixes the
// entry and the term in which it was committed. In a right Raft that first claim is the leader's own. A server that
// claims too early is thus found by whoever comes to contradict it.
import { appendAll, take } from '../../../base/paged-list.ts';
import type { NodeId } from '../../../contract/ids.ts';
import type { Report } from '../../../contract/property.ts';
import { entriesBetween, entryAt, type Log, lastIndex } from '../log.ts';
import type { Leader, State } from '../state.ts';
import { agreement, type Commit, described, type Memory, unknownServer, withExercised, withServer } from './memory.ts';

const COMPLETENESS = 'leader-completeness';
const SAFETY = 'state-machine-safety';

/** A new leader must hold every entry that was committed in an earlier term (§5.4). */
export function checkNewLeader(memory: Memory, node: NodeId, state: Leader, report: Report): Memory {
  const commit = commitBefore(memory, state.term);
  if (commit === undefined) return memory;
  const agreed = agreement(state.log, memory.commits.log, agreedBefore(memory, node, state.commitIndex), commit.upTo);
  if (agreed < commit.upTo) reportIncomplete(memory, node, state, agreed + 1, commit, report);
  return withExercised(memory, COMPLETENESS);
}

/** The commit that reached furthest in the terms before `term`. */
function commitBefore({ commits }: Memory, term: number): Commit | undefined {
  const { latest, older } = commits;
  let furthest: Commit | undefined;
  for (const commit of latest === null ? [] : [...older, latest]) {
    if (commit.term < term && commit.upTo > (furthest?.upTo ?? 0)) furthest = commit;
  }
  return furthest;
}

/** How far a server's log is known to agree with the committed entries without looking. */
function agreedBefore(memory: Memory, node: NodeId, commitIndex: number): number {
  const { committedTo, isDoubted } = memory.servers[node] ?? unknownServer;
  return isDoubted ? 0 : Math.min(Math.max(committedTo, commitIndex), lastIndex(memory.commits.log));
}

/**
 * A server's commitIndex rose from `before`, 0 after a restart. If it is the first to reach so far, every leader of a
 * later term must have what it committed.
 */
export function checkCommit(memory: Memory, node: NodeId, before: number, state: State, report: Report): Memory {
  const { commits, servers } = memory;
  const committed = commits.log;
  if (servers[node]?.isDoubted === true) return memory;
  const known = lastIndex(committed);
  const claim = Math.min(state.commitIndex, lastIndex(state.log));
  const comparable = Math.min(claim, known);
  const agreed = agreement(state.log, committed, agreedBefore(memory, node, before), comparable);
  // A claim that contradicts an earlier one is state machine safety's to report, once it is applied.
  if (agreed < comparable) return withServer(memory, node, { isDoubted: true });
  if (claim <= known || state.log.base > known) return memory;
  const commit = { term: state.term, upTo: claim, by: node, configuration: state.configuration };
  const next = withCommit(memory, extended(committed, state.log, claim), commit);
  if (next.elections.highest <= state.term) return next;
  for (const leader of next.elections.elected.filter(({ term }) => term > state.term)) {
    const held = agreement(leader.log, state.log, known, claim);
    if (held < claim) reportIncomplete(next, leader.node, leader, held + 1, commit, report);
  }
  return next;
}

/** The list with what a server's log holds after it, up to `to`. A log that was never compacted shares its pages. */
function extended(list: Log, log: Log, to: number): Log {
  if (log.base === 0) return { ...list, entries: take(log.entries, to) };
  return { ...list, entries: appendAll(list.entries, entriesBetween(log, lastIndex(list) + 1, to)) };
}

function withCommit(memory: Memory, log: Log, commit: Commit): Memory {
  const { latest, older } = memory.commits;
  const isSameTerm = latest === null || latest.term === commit.term;
  return { ...memory, commits: { log, latest: commit, older: isSameTerm ? older : [...older, latest] } };
}

function reportIncomplete(
  { commits }: Memory,
  node: NodeId,
  { term, log }: Pick<Leader, 'term' | 'log'>,
  index: number,
  commit: Commit,
  report: Report,
): void {
  const [expected, found] = [entryAt(commits.log, index), entryAt(log, index)];
  const was = `${described(expected)} at index ${index}, committed by ${commit.by} in term ${commit.term}`;
  const reason = `${node} leads term ${term} without ${was}: it has ${described(found)} there`;
  const witness = { node, term, index, expected: expected ?? null, found: found ?? null };
  report(COMPLETENESS, reason, witness, 'a leader lacks a committed entry');
}

/**
 * A server's lastApplied rose from `before`, 0 after a restart. At each index all servers, in all their lives, apply the
 * same entry (§5.4.3). What it applied before is not looked at again: the log may be overwritten there, wrongly, but
 * what was applied is applied.
 */
export function checkApplied(memory: Memory, node: NodeId, before: number, state: State, report: Report): Memory {
  const applied = memory.applied.log;
  const known = lastIndex(applied);
  const reached = Math.min(state.lastApplied, lastIndex(state.log));
  const from = Math.max(before, memory.servers[node]?.appliedTo ?? 0);
  const comparable = Math.min(reached, known);
  const agreed = agreement(state.log, applied, from, comparable);
  if (agreed < comparable) reportUnsafe(memory, node, state, agreed + 1, report);
  const next = comparable > from ? withExercised(memory, SAFETY) : memory;
  if (reached <= known || state.log.base > known) return next;
  const entries = appendAll(applied.entries, entriesBetween(state.log, known + 1, reached));
  return { ...next, applied: { ...next.applied, log: { ...applied, entries } } };
}

function reportUnsafe({ applied }: Memory, node: NodeId, state: State, index: number, report: Report): void {
  const [expected, found] = [entryAt(applied.log, index), entryAt(state.log, index)];
  const reason = `${node} applied ${described(found)} at index ${index}, where ${described(expected)} was applied before`;
  const witness = { node, index, expected: expected ?? null, found: found ?? null };
  report(SAFETY, reason, witness, 'two entries applied at one index');
}
