// Log replication (§5.3): what a follower does with a leader's entries, and a leader with a follower's answers.
// How entries are sent is in `leading.ts`, when they count as committed in `commit.ts`.
import type { NodeId } from '../../contract/ids.ts';
import { advanceCommit, commitUpTo } from './commit.ts';
import { sendEntries } from './leading.ts';
import { firstIndexOfTerm, indexAfterTerm, type Log, termAt, withEntries } from './log.ts';
import type { AppendEntries, AppendReply } from './messages.ts';
import { becomeFollower, resetElectionTimer, voteKept } from './roles.ts';
import { type Ctx, type Leader, onceDurable, type Settings, type State, withIndex } from './state.ts';

export function onAppendEntries(
  state: State,
  message: AppendEntries,
  from: NodeId,
  ctx: Ctx,
  settings: Settings,
): State {
  const { term, prevLogIndex, entries } = message;
  if (term < state.term) {
    reject(state, prevLogIndex, null, ctx, from);
    return state;
  }
  const prevTerm = termAt(state.log, prevLogIndex);
  const isMatching = prevTerm === message.prevLogTerm;
  const log = isMatching ? withEntries(state.log, prevLogIndex, entries) : state.log;
  const hasChanged = log !== state.log;
  const isOneWrite = hasChanged && term > state.term && settings.writes === 'together';
  const follower = asFollowerOf(from, state, term, ctx, settings, isOneWrite ? { log } : {});
  resetElectionTimer(ctx, settings);
  if (!isMatching) {
    reject(follower, prevLogIndex, prevTerm ?? null, ctx, from);
    return follower;
  }
  if (hasChanged && !isOneWrite) ctx.persist({ log }, { kind: 'log' });
  const matchIndex = prevLogIndex + entries.length;
  // Durable even without new entries: those that matched may still be on their way to the disk.
  ctx.send(from, { kind: 'AppendReply', term, success: true, matchIndex }, onceDurable(settings));
  // Not the leader's commit index alone: past `matchIndex` this log may go on with entries that the leader never had.
  const commitIndex = Math.min(message.leaderCommit, matchIndex);
  return commitUpTo(hasChanged ? { ...follower, log } : follower, commitIndex, ctx);
}

/** The state of one who follows `leader` in `term`: the state as it is, in the common case. */
function asFollowerOf(
  leader: NodeId,
  state: State,
  term: number,
  ctx: Ctx,
  settings: Settings,
  withBallot: { readonly log?: Log },
): State {
  const isSo = state.role === 'follower' && state.term === term && state.leader === leader;
  return isSo ? state : becomeFollower(state, voteKept(state, term), leader, ctx, settings, withBallot);
}

/** `conflictTerm` is what this log holds at `prevLogIndex`; null if it is shorter, or the message was of an old term. */
function reject(state: State, prevLogIndex: number, conflictTerm: number | null, ctx: Ctx, to: NodeId): void {
  const { log, term } = state;
  const conflictIndex = conflictTerm === null ? log.length + 1 : firstIndexOfTerm(log, conflictTerm);
  ctx.send(to, { kind: 'AppendReply', term, success: false, prevLogIndex, conflictTerm, conflictIndex });
}

export function onAppendReply(state: State, message: AppendReply, from: NodeId, ctx: Ctx, settings: Settings): State {
  const { term } = message;
  if (term > state.term) return becomeFollower(state, voteKept(state, term), null, ctx, settings);
  // An answer to a message of an earlier reign says nothing about this reign's log.
  if (state.role !== 'leader' || term < state.term) return state;
  const known = state.matchIndex[from];
  if (known === undefined) return state;
  if (message.success) return acknowledge(state, from, known, message.matchIndex, ctx, settings);
  const index = backtrack(state, from, known, message);
  if (index === undefined) return state;
  const next = { ...state, nextIndex: withIndex(state.nextIndex, from, index) };
  sendEntries(next, from, ctx, settings);
  return next;
}

/** Takes over what the follower says it matched, and only that: what was appended here since, it may not have. */
function acknowledge(
  state: Leader,
  from: NodeId,
  known: number,
  matched: number,
  ctx: Ctx,
  settings: Settings,
): Leader {
  // A duplicate, a late answer, or the answer to a heartbeat: matchIndex never falls, nor exceeds the own log.
  if (matched <= known || matched > state.log.length) return state;
  const matchIndex = withIndex(state.matchIndex, from, matched);
  if (from === ctx.self) return advanceCommit({ ...state, matchIndex }, ctx);
  const nextIndex = withIndex(state.nextIndex, from, matched + 1);
  const next = advanceCommit({ ...state, matchIndex, nextIndex }, ctx);
  if (matched < next.log.length) sendEntries(next, from, ctx, settings);
  return next;
}

/**
 * Where to try next after a refusal (§5.3, end): past our own last entry of the follower's conflicting term, or if we
 * have none, at its first one. Undefined for the answer to an earlier message, which must not move nextIndex again.
 */
function backtrack(
  state: Leader,
  from: NodeId,
  known: number,
  { prevLogIndex, conflictTerm, conflictIndex }: Extract<AppendReply, { success: false }>,
): number | undefined {
  if (prevLogIndex !== state.nextIndex[from]! - 1 || prevLogIndex <= known) return undefined;
  const own = conflictTerm === null ? undefined : indexAfterTerm(state.log, conflictTerm);
  return Math.max(known + 1, Math.min(own ?? conflictIndex, prevLogIndex));
}
