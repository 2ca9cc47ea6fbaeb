// Leader completeness and state machine safety.
//
// What is committed is what servers claim: the first claim of an index (a server's commitIndex reaching it) fixes the
// entry and the term in which it was committed. In a right Raft that first claim is the leader's own. A server that
// claims too early is thus found by whoever comes to contradict it.
import { appendAll, take } from '../../../base/paged-list.ts';
import { sortedKeys } from '../../../base/sorted.ts';
import type { NodeId } from '../../../contract/ids.ts';
import type { Report } from '../../../contract/property.ts';
import { entriesBetween, entryAt } from '../log.ts';
import type { Leader, State } from '../state.ts';
import { agreement, type Commit, described, type Memory, type Server, unknownServer, withExercised } from './memory.ts';

const COMPLETENESS = 'leader-completeness';
const SAFETY = 'state-machine-safety';

/** A new leader must hold every entry that was committed in an earlier term (§5.4). */
export function checkNewLeader(memory: Memory, node: NodeId, state: Leader, report: Report): Memory {
  const commit = commitBefore(memory, state.term);
  if (commit === undefined) return memory;
  const server = memory.servers[node] ?? unknownServer;
  const agreed = agreement(state.log, memory.committed, server.committedTo, commit.upTo);
  if (agreed < commit.upTo) reportIncomplete(memory, node, state, agreed + 1, commit, report);
  return withExercised(agreedTo(memory, node, server, agreed), COMPLETENESS);
}

/** The commit that reached furthest in the terms before `term`. */
function commitBefore({ latestCommit, olderCommits }: Memory, term: number): Commit | undefined {
  let furthest: Commit | undefined;
  for (const commit of latestCommit === null ? [] : [...olderCommits, latestCommit]) {
    if (commit.term < term && commit.upTo > (furthest?.upTo ?? 0)) furthest = commit;
  }
  return furthest;
}

function agreedTo(memory: Memory, node: NodeId, server: Server, agreed: number): Memory {
  if (agreed <= server.committedTo) return memory;
  return { ...memory, servers: { ...memory.servers, [node]: { ...server, committedTo: agreed } } };
}

/** A server's commitIndex rose. If it is the first to reach so far, every later leader must have what it committed. */
export function checkCommit(memory: Memory, node: NodeId, state: State, report: Report): Memory {
  const claim = Math.min(state.commitIndex, state.log.length);
  const { committed } = memory;
  const server = memory.servers[node] ?? unknownServer;
  const agreed = agreement(state.log, committed, server.committedTo, Math.min(claim, committed.length));
  // A claim that contradicts an earlier one is state machine safety's to report, once it is applied.
  if (claim <= committed.length || agreed < committed.length) return agreedTo(memory, node, server, agreed);
  const commit = { term: state.term, upTo: claim, by: node };
  const next = agreedTo(withCommit({ ...memory, committed: take(state.log, claim) }, commit), node, server, claim);
  for (const leader of sortedKeys(next.leading)) {
    const { term, log } = next.leading[leader]!;
    if (term <= state.term) continue;
    const held = agreement(log, state.log, committed.length, claim);
    if (held < claim) reportIncomplete(next, leader, next.leading[leader]!, held + 1, commit, report);
  }
  return next;
}

function withCommit(memory: Memory, commit: Commit): Memory {
  const { latestCommit, olderCommits } = memory;
  const isSameTerm = latestCommit === null || latestCommit.term === commit.term;
  return { ...memory, latestCommit: commit, olderCommits: isSameTerm ? olderCommits : [...olderCommits, latestCommit] };
}

function reportIncomplete(
  { committed }: Memory,
  node: NodeId,
  { term, log }: Pick<Leader, 'term' | 'log'>,
  index: number,
  commit: Commit,
  report: Report,
): void {
  const [expected, found] = [entryAt(committed, index), entryAt(log, index)];
  const was = `${described(expected)} at index ${index}, committed by ${commit.by} in term ${commit.term}`;
  const reason = `${node} leads term ${term} without ${was}: it has ${described(found)} there`;
  report(COMPLETENESS, reason, { node, term, index, expected: expected ?? null, found: found ?? null });
}

/**
 * A server's lastApplied rose from `before`, 0 after a restart. At each index all servers, in all their lives, apply the
 * same entry (§5.4.3). Entries it had applied before are not looked at: a log may be overwritten there, wrongly, but
 * what was applied is applied.
 */
export function checkApplied(memory: Memory, node: NodeId, before: number, state: State, report: Report): Memory {
  const reached = Math.min(state.lastApplied, state.log.length);
  const server = memory.servers[node] ?? unknownServer;
  const from = Math.max(server.appliedTo, before);
  if (reached <= from) return memory;
  const { applied } = memory;
  const comparable = Math.min(reached, applied.length);
  const agreed = agreement(state.log, applied, from, comparable);
  if (agreed < comparable) reportUnsafe(memory, node, state, agreed + 1, report);
  const isFurthest = reached > applied.length && agreed === applied.length;
  const upTo = isFurthest ? reached : agreed;
  const next = {
    ...memory,
    applied: isFurthest ? appendAll(applied, entriesBetween(state.log, applied.length + 1, reached)) : applied,
    servers: from === server.appliedTo ? { ...memory.servers, [node]: { ...server, appliedTo: upTo } } : memory.servers,
  };
  return comparable > from ? withExercised(next, SAFETY) : next;
}

function reportUnsafe(memory: Memory, node: NodeId, state: State, index: number, report: Report): void {
  const [expected, found] = [entryAt(memory.applied, index), entryAt(state.log, index)];
  const others = sortedKeys(memory.servers).filter((id) => id !== node && memory.servers[id]!.appliedTo >= index);
  const other = others[0] ?? 'a server before';
  const reason = `${node} applied ${described(found)} at index ${index}, where ${other} applied ${described(expected)}`;
  report(SAFETY, reason, { node, index, expected: expected ?? null, found: found ?? null });
}
