// What a leader does on its own account: it appends to its log and sends its entries (§5.3). Answers to it are in
// `replication.ts`, how much may be on its way in `flow.ts`.
import type { NodeId } from '../../contract/ids.ts';
import type { Command } from '../kv/index.ts';
import { type Configuration, eachOther } from './configuration.ts';
import {
  beginSending,
  hasRoom,
  isOverdue,
  noteAwaited,
  noteSent,
  noteSnapshot,
  type Sending,
  withMembers,
  withSent,
} from './flow.ts';
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
  const last = lastIndex(state.log);
  const sending = beginSending(state);
  eachOther(state.configuration, ctx.self, (id) => {
    const { mode } = state.flow[id]!;
    const isWaitedFor = mode === 'snapshot' || (mode === 'probe' && state.nextIndex[id] !== last);
    if (!isWaitedFor) sendAll(state, sending, id, ctx, settings);
  });
  return withSent(state, sending);
}

/** A heartbeat is an AppendEntries like any other: it sends again what may have been lost, or nothing. */
export function sendHeartbeats(state: Leader, ctx: Ctx, settings: Settings): Leader {
  ctx.setTimer({ kind: 'heartbeat' }, settings.heartbeat);
  const next = settings.reads === 'lease' ? startRound(state, ctx, settings) : state;
  const sending = beginSending(next);
  eachOther(next.configuration, ctx.self, (id) => sendHeartbeat(next, sending, id, ctx, settings));
  return withSent(next, sending);
}

function sendHeartbeat(state: Leader, sending: Sending, to: NodeId, ctx: Ctx, settings: Settings): void {
  const flow = state.flow[to]!;
  switch (flow.mode) {
    case 'probe':
      return sendBatch(state, sending, to, ctx, settings);
    case 'replicate': {
      const next = state.nextIndex[to]!;
      // What it lacks may have been compacted while its window was full.
      if (next <= state.log.base) return sendBatch(state, sending, to, ctx, settings);
      const hasNews = next <= lastIndex(state.log) && hasRoom(state, to, settings.maxInflight);
      if (hasNews) return sendAll(state, sending, to, ctx, settings);
      // Without entries it still asks whether the last ones have come: a gap is refused, and filled from there.
      return sendAppend(state, to, next - 1, NO_ENTRIES, ctx);
    }
    case 'snapshot':
      // Index 0 matches in every log: the follower hears its leader, and acknowledges nothing by it.
      sendAppend(state, to, 0, NO_ENTRIES, ctx);
      return isOverdue(flow) ? sendSnapshot(state, sending, to, ctx) : noteAwaited(sending, to, flow);
  }
}

/** Tells those who have everything up to where the log is committed; the others learn it with their next entries. */
export function announceCommit(state: Leader, ctx: Ctx): void {
  const last = lastIndex(state.log);
  eachOther(state.configuration, ctx.self, (id) => {
    const next = state.nextIndex[id]!;
    if (state.flow[id]!.mode !== 'snapshot' && next > last) sendAppend(state, id, next - 1, NO_ENTRIES, ctx);
  });
}

/** As many batches as may be on their way, none where the window is full; to who is probed, one. */
export function sendMore(state: Leader, to: NodeId, ctx: Ctx, settings: Settings): Leader {
  const sending = beginSending(state);
  sendAll(state, sending, to, ctx, settings);
  return withSent(state, sending);
}

/** The next batch, and in any case the commit index; a snapshot where the log does not reach back so far. */
export function sendEntries(state: Leader, to: NodeId, ctx: Ctx, settings: Settings): Leader {
  const sending = beginSending(state);
  sendBatch(state, sending, to, ctx, settings);
  return withSent(state, sending);
}

function sendAll(state: Leader, sending: Sending, to: NodeId, ctx: Ctx, settings: Settings): void {
  if (sending.flow[to]!.mode !== 'replicate') return sendBatch(state, sending, to, ctx, settings);
  while (sending.nextIndex[to]! <= lastIndex(state.log) && hasRoom(sending, to, settings.maxInflight)) {
    sendBatch(state, sending, to, ctx, settings);
  }
}

function sendBatch(state: Leader, sending: Sending, to: NodeId, ctx: Ctx, settings: Settings): void {
  const { log } = state;
  const next = sending.nextIndex[to]!;
  if (next <= log.base) return sendSnapshot(state, sending, to, ctx);
  const entries = next > lastIndex(log) ? NO_ENTRIES : entriesBetween(log, next, next + settings.batch - 1);
  // Only the leader's newest entries can be on the way to its own disk.
  const options = settings.parallelWrite || entries.length === 0 ? AT_ONCE : onceDurable(settings);
  ctx.send(to, appendMessage(state, next - 1, entries), options);
  noteSent(sending, to, next, entries.length);
}

function sendAppend(state: Leader, to: NodeId, prevLogIndex: number, entries: readonly Entry[], ctx: Ctx): void {
  ctx.send(to, appendMessage(state, prevLogIndex, entries));
}

function appendMessage(state: Leader, prevLogIndex: number, entries: readonly Entry[]) {
  const { log, term, commitIndex: leaderCommit } = state;
  const prevLogTerm = termAt(log, prevLogIndex)!;
  return { kind: 'AppendEntries', term, prevLogIndex, prevLogTerm, entries, leaderCommit } as const;
}

function sendSnapshot(state: Leader, sending: Sending, to: NodeId, ctx: Ctx): void {
  const snapshot = state.snapshot!;
  ctx.send(to, { kind: 'InstallSnapshot', term: state.term, snapshot });
  noteSnapshot(sending, to, snapshot.index);
}
