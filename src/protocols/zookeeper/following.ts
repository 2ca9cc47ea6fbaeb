// The followers' part of all three phases: what each packet of the leader makes of a follower (Learner, Follower).
import type { NodeId } from '../../contract/ids.ts';
import { advance, attach, detach } from './apply.ts';
import type { Closed } from './client-messages.ts';
import { type Log, lastPosition, lastZxid, positionOf, treeAt, truncated, withEntries, withEntry } from './log.ts';
import type { Packet } from './messages.ts';
import { answerSynced } from './replies.ts';
import { becomeLooking } from './roles.ts';
import type { Ctx, Following, Settings, State } from './state.ts';

export function hear(state: Following, packet: Packet, ctx: Ctx, settings: Settings): State {
  switch (packet.kind) {
    case 'LeaderInfo':
      return onLeaderInfo(state, packet.epoch, ctx, settings);
    case 'Diff':
      return withLog(state, withEntries(state.log, packet.entries), ctx);
    case 'Trunc':
      return withLog(state, withEntries(cut(state, packet.zxid), packet.entries), ctx);
    case 'Snap':
      return withSnapshot(state, packet.log, ctx);
    case 'NewLeader':
      return onNewLeader(state, packet.zxid, ctx, settings);
    case 'UpToDate':
      return onUpToDate(state, packet.zxid, ctx, settings);
    case 'Proposal':
      return acknowledged(withLog(state, withEntry(state.log, packet.entry), ctx), packet.entry.zxid, ctx, settings);
    case 'Commit':
      // Before it serves nobody reads here, and UpToDate says how far all is committed.
      return state.phase === 'serving' ? advance(state, positionOf(state.log, packet.zxid), ctx) : state;
    case 'Ping':
      ctx.send(state.leader, { kind: 'Pong', connection: state.connection, touched: state.touched });
      return state.touched.length === 0 ? state : { ...state, touched: [] };
    case 'Synced':
      answerSynced(state, packet.origin, ctx);
      return state;
    case 'Revalidated': {
      const { client, connection, session } = packet.origin;
      return answerRevalidated(state, { client, connection, session: session ?? 0 }, packet.isOpen, ctx);
    }
  }
}

/** A higher epoch than any before is accepted; the same one again does not count; a lower one is none of its concern. */
function onLeaderInfo(state: Following, epoch: number, ctx: Ctx, settings: Settings): State {
  if (epoch < state.acceptedEpoch) return becomeLooking(state, ctx, settings);
  const isRepeated = epoch === state.acceptedEpoch;
  if (!isRepeated) ctx.persist({ acceptedEpoch: epoch }, { kind: 'acceptedEpoch' });
  const { connection, currentEpoch, log } = state;
  const answer = { kind: 'AckEpoch', connection, currentEpoch, lastZxid: lastZxid(log), isRepeated } as const;
  ctx.send(state.leader, answer, { durable: settings.forceSync });
  return { ...state, acceptedEpoch: epoch, phase: 'synchronising' };
}

function withLog(state: Following, log: Log, ctx: Ctx): Following {
  if (log === state.log) return state;
  ctx.persist({ log }, { kind: 'log' });
  // Only a server that lost its disk, or a wrong one, is ever cut behind what it applied.
  if (lastPosition(log) >= state.applied) return { ...state, log };
  return { ...state, log, applied: lastPosition(log), tree: treeAt(log, lastPosition(log)) };
}

function cut({ log }: Following, zxid: number): Log {
  return truncated(log, positionOf(log, zxid));
}

function withSnapshot(state: Following, log: Log, ctx: Ctx): Following {
  ctx.persist({ log }, { kind: 'log' });
  return { ...state, log, applied: log.base, tree: log.tree };
}

/** The history is the leader's now, and so is the epoch: the log is written first, since votes are compared by both. */
function onNewLeader(state: Following, zxid: number, ctx: Ctx, settings: Settings): Following {
  ctx.persist({ currentEpoch: state.acceptedEpoch }, { kind: 'currentEpoch' });
  return acknowledged({ ...state, currentEpoch: state.acceptedEpoch }, zxid, ctx, settings);
}

function onUpToDate(state: Following, zxid: number, ctx: Ctx, settings: Settings): Following {
  ctx.setTimer({ kind: 'silence' }, settings.syncLimit * settings.tickTime);
  const vote = { ...state.vote, epoch: state.currentEpoch };
  return advance({ ...state, phase: 'serving', vote }, positionOf(state.log, zxid), ctx);
}

function acknowledged(state: Following, zxid: number, ctx: Ctx, { forceSync }: Settings): Following {
  ctx.send(state.leader, { kind: 'Ack', connection: state.connection, zxid }, { durable: forceSync });
  return state;
}

type Returned = { readonly client: NodeId; readonly connection: number; readonly session: number };

/** The leader knows whether a session lasts; the client is told. */
export function answerRevalidated<S extends State>(
  state: S,
  { client, connection, session }: Returned,
  isOpen: boolean,
  ctx: Ctx,
): S {
  if (state.clients[client]?.connection !== connection) return state;
  if (isOpen) return attach(state, client, session, ctx);
  ctx.send(client, { kind: 'Expired', connection });
  return detach(state, client, ctx);
}

/** The leader has let it go, or was not there yet: then it is tried again, a few times. */
export function onLeaderClosed(state: Following, { connection }: Closed, ctx: Ctx, settings: Settings): State {
  if (connection !== state.connection) return state;
  if (state.phase !== 'connecting' || state.tries >= settings.connectTries) return becomeLooking(state, ctx, settings);
  ctx.setTimer({ kind: 'connect' }, settings.connectRetry);
  return state;
}
