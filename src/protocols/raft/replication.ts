// Log replication (§5.3): what a follower does with a leader's entries, and a leader with a follower's answers.
// How entries are sent is in `leading.ts`, when they count as committed in `commit.ts`.
import type { NodeId } from '../../contract/ids.ts';
import { commitUpTo } from './apply.ts';
import { advanceCommit } from './commit.ts';
import { withAcknowledged, withProbe } from './flow.ts';
import { follow } from './following.ts';
import { followLog } from './in-force.ts';
import { sendEntries, sendMore } from './leading.ts';
import { firstIndexOfTerm, indexAfterTerm, type Log, lastIndex, termAt, withEntries } from './log.ts';
import { onLearnerProgress } from './membership.ts';
import type { AppendEntries, AppendReply } from './messages.ts';
import { heardActive } from './quorum-check.ts';
import { blankMark, rejoined, withBlank } from './rejoin.ts';
import { becomeFollower, voteKept } from './roles.ts';
import { type Ctx, type Follower, type Leader, onceDurable, type Settings, type State } from './state.ts';
import { hurryTransfer } from './transfer.ts';

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
  // What was compacted here is committed, so the leader has the same.
  const isMatching = prevLogIndex < state.log.base || prevTerm === message.prevLogTerm;
  const log = isMatching ? withEntries(state.log, prevLogIndex, entries) : state.log;
  const hasChanged = log !== state.log;
  const isOneWrite = hasChanged && term > state.term && settings.writes === 'together';
  const follower = follow(state, from, term, ctx, settings, isOneWrite ? { log } : {});
  if (!isMatching) {
    reject(follower, prevLogIndex, prevTerm ?? null, ctx, from);
    return follower;
  }
  if (hasChanged && !isOneWrite) ctx.persist({ log }, { kind: 'log' });
  const matchIndex = prevLogIndex + entries.length;
  // Durable even without new entries: those that matched may still be on their way to the disk.
  const reply = { kind: 'AppendReply', term, success: true, matchIndex, ...blankMark(follower) } as const;
  ctx.send(from, reply, onceDurable(settings));
  // Not the leader's commit index alone: past `matchIndex` this log may go on with entries that the leader never had.
  const commitIndex = Math.min(message.leaderCommit, matchIndex);
  return commitUpTo(
    hasChanged ? withLog(follower, log, prevLogIndex + 1, ctx, settings) : follower,
    commitIndex,
    ctx,
    settings,
  );
}

/** The log with what came, and the configuration that it says, whether that is committed or not (§6). */
function withLog(state: Follower, log: Log, from: number, ctx: Ctx, settings: Settings): Follower {
  const inForce = followLog(state, log, from, ctx, settings);
  const next = { ...state, log, ...inForce };
  return inForce.configurationIndex === state.configurationIndex ? next : rejoined(next, ctx);
}

/** `conflictTerm` is what this log holds at `prevLogIndex`; null if it is shorter, or the message was of an old term. */
function reject(state: State, prevLogIndex: number, conflictTerm: number | null, ctx: Ctx, to: NodeId): void {
  const { log, term } = state;
  const conflictIndex = conflictTerm === null ? lastIndex(log) + 1 : firstIndexOfTerm(log, conflictTerm);
  ctx.send(to, { kind: 'AppendReply', term, success: false, prevLogIndex, conflictTerm, conflictIndex });
}

export function onAppendReply(state: State, message: AppendReply, from: NodeId, ctx: Ctx, settings: Settings): State {
  const { term } = message;
  if (term > state.term) return becomeFollower(state, voteKept(state, term), null, ctx, settings);
  // An answer to a message of an earlier reign says nothing about this reign's log.
  if (state.role !== 'leader' || term < state.term) return state;
  const known = state.matchIndex[from];
  if (known === undefined) return state;
  const heard = from === ctx.self ? state : heardActive(state, from, settings);
  if (message.success) {
    return acknowledge(withBlank(heard, from, message.blankSince), from, known, message.matchIndex, ctx, settings);
  }
  const index = backtrack(heard, from, known, message);
  return index === undefined ? heard : sendEntries(withProbe(heard, from, index), from, ctx, settings);
}

/** Takes over what the follower says it matched, and only that: what was appended here since, it may not have. */
function acknowledge(state: Leader, from: NodeId, known: number, matched: number, ctx: Ctx, settings: Settings): State {
  // A duplicate, a late answer, or the answer to a heartbeat: matchIndex never falls, nor exceeds the own log.
  if (matched <= known || matched > lastIndex(state.log)) return state;
  const acknowledged = withAcknowledged(state, from, matched, ctx, settings);
  const next = advanceCommit(acknowledged, ctx, settings);
  if (next.role !== 'leader' || from === ctx.self) return next;
  const flow = next.flow[from];
  // One that came before the snapshot was sent says nothing of it: the snapshot is still on its way.
  const isAwaited = flow?.mode === 'snapshot' && matched < flow.index;
  const isBehind = next.nextIndex[from]! <= lastIndex(next.log);
  const sent = isBehind && !isAwaited ? sendMore(next, from, ctx, settings) : next;
  return hurryTransfer(onLearnerProgress(sent, from, ctx, settings), from, ctx);
}

/**
 * Where to try next after a refusal (§5.3, end): past our own last entry of the follower's conflicting term, or if we
 * have none, at its first one. Undefined for the answer to an earlier message, which must not move nextIndex again: who
 * is probed has one message to answer; who is sent one after the other refuses the first that has a gap before it.
 */
function backtrack(
  state: Leader,
  from: NodeId,
  known: number,
  { prevLogIndex, conflictTerm, conflictIndex }: Extract<AppendReply, { success: false }>,
): number | undefined {
  const { mode } = state.flow[from]!;
  const next = state.nextIndex[from]!;
  const isAnswer = mode === 'replicate' ? prevLogIndex < next : prevLogIndex === next - 1;
  if (mode === 'snapshot' || !isAnswer || prevLogIndex <= known) return undefined;
  const own = conflictTerm === null ? undefined : indexAfterTerm(state.log, conflictTerm);
  return Math.max(known + 1, Math.min(own ?? conflictIndex, prevLogIndex));
}
