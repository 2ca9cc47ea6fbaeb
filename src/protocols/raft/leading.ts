// What a leader does on its own account: it appends to its log and sends its entries (§5.3). Answers to it are in
// `replication.ts`, how much may be on its way in `flow.ts`.
import type { NodeId } from '../../contract/ids.ts';
import type { Command } from '../kv/index.ts';
import { type Configuration, eachOther } from './configuration.ts';
import { isOverdue, snapshotAwaited, snapshotSent, withMembers, withSent } from './flow.ts';
import { type Entry, entriesBetween, lastIndex, termAt, withEntry } from './log.ts';
import { startRound } from './rounds.ts';
import { type Ctx, type Leader, onceDurable, type Settings } from './state.ts';

const NO_ENTRIES: readonly Entry[] = [];
const AT_ONCE = { durable: false } as const;

/**
 * Appends to the own log. Followers are sent the entry while the own disk still writes it (thesis §10.2.1): the leader
 * counts itself only when the write is durable, which the message to itself tells it.
 */
export function appendOwn(state: Leader, command: Command | null, ctx: Ctx, settings: Settings): Leader {
  return appendEntry(state, { term: state.term, command }, ctx, settings);
}

/** A new configuration is in force as soon as it is in the log (§6). */
export function appendConfiguration(state: Leader, configuration: Configuration, ctx: Ctx, settings: Settings): Leader {
  const entry = { term: state.term, command: null, configuration };
  const appended = appendEntry(state, entry, ctx, settings);
  return withMembers({ ...appended, configuration, configurationIndex: lastIndex(appended.log) }, ctx);
}

function appendEntry(state: Leader, entry: Entry, ctx: Ctx, settings: Settings): Leader {
  const log = withEntry(state.log, entry);
  ctx.persist({ log }, { kind: 'log' });
  ctx.send(
    ctx.self,
    { kind: 'AppendReply', term: state.term, success: true, matchIndex: lastIndex(log) },
    onceDurable(settings),
  );
  return { ...state, log };
}

/** Sends what was just appended to all members who are not waited for; the others get it in their turn. */
export function sendNewEntry(state: Leader, ctx: Ctx, settings: Settings): Leader {
  let next = state;
  eachOther(state.configuration, ctx.self, (id) => {
    const { mode } = state.flow[id]!;
    const isWaitedFor = mode === 'snapshot' || (mode === 'probe' && state.nextIndex[id] !== lastIndex(state.log));
    if (!isWaitedFor) next = sendMore(next, id, ctx, settings);
  });
  return next;
}

/** A heartbeat is an AppendEntries like any other: it sends again what may have been lost, or nothing. */
export function sendHeartbeats(state: Leader, ctx: Ctx, settings: Settings): Leader {
  ctx.setTimer({ kind: 'heartbeat' }, settings.heartbeat);
  let next = settings.reads === 'lease' ? startRound(state, ctx, settings) : state;
  eachOther(state.configuration, ctx.self, (id) => {
    next = sendHeartbeat(next, id, ctx, settings);
  });
  return next;
}

function sendHeartbeat(state: Leader, to: NodeId, ctx: Ctx, settings: Settings): Leader {
  const flow = state.flow[to]!;
  switch (flow.mode) {
    case 'probe':
      return sendEntries(state, to, ctx, settings);
    case 'replicate': {
      const next = state.nextIndex[to]!;
      // What it lacks may have been compacted while its window was full.
      if (next <= state.log.base) return sendEntries(state, to, ctx, settings);
      if (mayContinue(state, to, settings)) return sendMore(state, to, ctx, settings);
      // Without entries it still asks whether the last ones have come: a gap is refused, and filled from there.
      sendAppend(state, to, next - 1, NO_ENTRIES, ctx);
      return state;
    }
    case 'snapshot':
      // Index 0 matches in every log: the follower hears its leader, and acknowledges nothing by it.
      sendAppend(state, to, 0, NO_ENTRIES, ctx);
      return isOverdue(flow) ? sendSnapshot(state, to, ctx) : snapshotAwaited(state, to, flow);
  }
}

/** Tells those who have everything up to where the log is committed; the others learn it with their next entries. */
export function announceCommit(state: Leader, ctx: Ctx): void {
  eachOther(state.configuration, ctx.self, (id) => {
    const next = state.nextIndex[id]!;
    if (state.flow[id]!.mode !== 'snapshot' && next > lastIndex(state.log)) {
      sendAppend(state, id, next - 1, NO_ENTRIES, ctx);
    }
  });
}

/** As many batches as may be on their way, none where the window is full; to who is probed, one. */
export function sendMore(state: Leader, to: NodeId, ctx: Ctx, settings: Settings): Leader {
  if (state.flow[to]!.mode !== 'replicate') return sendEntries(state, to, ctx, settings);
  let next = state;
  while (mayContinue(next, to, settings)) next = sendEntries(next, to, ctx, settings);
  return next;
}

function mayContinue(state: Leader, to: NodeId, { maxInflight }: Settings): boolean {
  const flow = state.flow[to]!;
  return (
    flow.mode === 'replicate' && flow.inflight.length < maxInflight && state.nextIndex[to]! <= lastIndex(state.log)
  );
}

/** The next batch for a member, and in any case the commit index; a snapshot where the log does not reach back so far. */
export function sendEntries(state: Leader, to: NodeId, ctx: Ctx, settings: Settings): Leader {
  const { log } = state;
  const next = state.nextIndex[to]!;
  if (next <= log.base) return sendSnapshot(state, to, ctx);
  const entries = next > lastIndex(log) ? NO_ENTRIES : entriesBetween(log, next, next + settings.batch - 1);
  // Only the leader's newest entry can be on the way to its own disk.
  const options = settings.parallelWrite || entries.length === 0 ? AT_ONCE : onceDurable(settings);
  ctx.send(to, appendMessage(state, next - 1, entries), options);
  return withSent(state, to, next, entries.length);
}

function sendAppend(state: Leader, to: NodeId, prevLogIndex: number, entries: readonly Entry[], ctx: Ctx): void {
  ctx.send(to, appendMessage(state, prevLogIndex, entries));
}

function appendMessage(state: Leader, prevLogIndex: number, entries: readonly Entry[]) {
  const { log, term, commitIndex: leaderCommit } = state;
  const prevLogTerm = termAt(log, prevLogIndex)!;
  return { kind: 'AppendEntries', term, prevLogIndex, prevLogTerm, entries, leaderCommit } as const;
}

function sendSnapshot(state: Leader, to: NodeId, ctx: Ctx): Leader {
  ctx.send(to, { kind: 'InstallSnapshot', term: state.term, snapshot: state.snapshot! });
  return snapshotSent(state, to);
}
