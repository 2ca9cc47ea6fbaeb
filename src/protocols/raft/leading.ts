// What a leader does on its own account: it appends to its log and sends its entries (§5.3). Answers to it are in
// `replication.ts`.
//
// Flow control: at most one AppendEntries with entries is on its way to each follower. A follower that has acknowledged
// everything is sent a new entry at once; one that has not is sent the next batch on its acknowledgement. So whether
// something is on its way need not be remembered: it is, exactly if nextIndex is not past the log's end. Should it be
// lost, the next heartbeat sends it again.
import type { NodeId } from '../../contract/ids.ts';
import type { Command } from '../kv/index.ts';
import { type Entry, entriesBetween, termAt, withEntry } from './log.ts';
import { type Ctx, type Leader, onceDurable, type Settings } from './state.ts';

const NO_ENTRIES: readonly Entry[] = [];

/**
 * Appends to the own log. Followers are sent the entry while the own disk still writes it (thesis §10.2.1): the leader
 * counts itself only when the write is durable, which the message to itself tells it.
 */
export function appendOwn(state: Leader, command: Command | null, ctx: Ctx, settings: Settings): Leader {
  const log = withEntry(state.log, { term: state.term, command });
  ctx.persist({ log }, { kind: 'log' });
  ctx.send(
    ctx.self,
    { kind: 'AppendReply', term: state.term, success: true, matchIndex: log.length },
    onceDurable(settings),
  );
  return { ...state, log };
}

/** Sends an entry that was just appended to all followers that lack nothing else; the others get it in their turn. */
export function sendNewEntry(state: Leader, ctx: Ctx, settings: Settings): void {
  for (const peer of ctx.peers) {
    if (state.nextIndex[peer] === state.log.length) sendEntries(state, peer, ctx, settings);
  }
}

/** A heartbeat is an AppendEntries like any other: it sends again what may have been lost, or nothing. */
export function sendHeartbeats(state: Leader, ctx: Ctx, settings: Settings): void {
  ctx.setTimer({ kind: 'heartbeat' }, settings.heartbeat);
  for (const peer of ctx.peers) sendEntries(state, peer, ctx, settings);
}

/** The next batch for a follower, and in any case the commit index. */
export function sendEntries(state: Leader, to: NodeId, ctx: Ctx, settings: Settings): void {
  const { log, term, commitIndex } = state;
  const next = state.nextIndex[to]!;
  ctx.send(to, {
    kind: 'AppendEntries',
    term,
    prevLogIndex: next - 1,
    prevLogTerm: termAt(log, next - 1)!,
    entries: next > log.length ? NO_ENTRIES : entriesBetween(log, next, next + settings.batch - 1),
    leaderCommit: commitIndex,
  });
}
