// The table of a ZooKeeper server: which rule answers which message. A server starts by looking for a leader.
import type { NodeId } from '../../contract/ids.ts';
import { type AnyProtocol, protocol } from '../../contract/protocol.ts';
import type { Closed } from './client-messages.ts';
import { onAckEpoch, onFollowerInfo } from './discovery.ts';
import { onFinalise, onNotification, onNotify } from './election.ts';
import { onLeaderClosed } from './following.ts';
import { onAck, onForwardedWrite, onHalfTick, onPong, onRevalidate, onSync } from './leading.ts';
import { learnerOf, withoutLearner } from './learners.ts';
import { emptyLog } from './log.ts';
import type { Packet, ServerMessage } from './messages.ts';
import { ownVote } from './notifications.ts';
import { onGap, onPacket } from './packets.ts';
import { onClientClosed, onClientPing, onClientReset, onConnect, onRequest } from './requests.ts';
import { becomeLooking, connect } from './roles.ts';
import { onExpiry } from './sessions.ts';
import type { Ctx, Durable, Sends, Settings, State, Timer } from './state.ts';

/** Room for the connections of one life of a server, which counts anew when it restarts. */
const CONNECTIONS_PER_LIFE = 1_000_000;

export function zookeeper(settings: Settings): AnyProtocol {
  const packet = (state: State, message: Packet, from: NodeId, ctx: Ctx) =>
    onPacket(state, message, from, ctx, settings);
  return protocol<State, ServerMessage, Timer, Durable, Sends>({
    name: 'zookeeper',
    start: (ctx, durable) => started(ctx, durable, settings),
    on: {
      Notification: (state, message, from, ctx) => onNotification(state, message, from, ctx, settings),
      FollowerInfo: (state, message, from, ctx) => onFollowerInfo(state, message, from, ctx, settings),
      AckEpoch: (state, message, from, ctx) => onAckEpoch(state, message, from, ctx, settings),
      Ack: (state, message, from, ctx) => onAck(state, message, from, ctx, settings),
      Pong: (state, message, from, ctx) => onPong(state, message, from, ctx, settings),
      ForwardedWrite: (state, message, from, ctx) => onForwardedWrite(state, message, from, ctx, settings),
      Sync: (state, message, from, ctx) => onSync(state, message, from, ctx, settings),
      Revalidate: (state, message, from, ctx) => onRevalidate(state, message, from, ctx, settings),
      LeaderInfo: packet,
      Diff: packet,
      Trunc: packet,
      Snap: packet,
      NewLeader: packet,
      UpToDate: packet,
      Proposal: packet,
      Commit: packet,
      Ping: packet,
      Synced: packet,
      Revalidated: packet,
      Closed: (state, message, from, ctx) => onClosed(state, message, from, ctx, settings),
      Connect: (state, message, from, ctx) => onConnect(state, message, from, ctx, settings),
      Request: (state, message, from, ctx) => onRequest(state, message, from, ctx, settings),
      ClientPing: (state, message, from, ctx) => onClientPing(state, message, from, ctx, settings),
    },
    timer: {
      notify: (state, _timer, ctx) => onNotify(state, ctx, settings),
      finalise: (state, _timer, ctx) => onFinalise(state, ctx, settings),
      connect: (state, _timer, ctx) =>
        state.role === 'following' && state.phase === 'connecting' ? connect(state, ctx) : state,
      silence: (state, _timer, ctx) => onSilence(state, ctx, settings),
      gap: (state, _timer, ctx) => onGap(state, ctx, settings),
      halfTick: (state, _timer, ctx) => onHalfTick(state, ctx, settings),
      expiry: (state, _timer, ctx) => onExpiry(state, ctx, settings),
    },
    system: { linkReset: (state, peer, ctx) => onLinkReset(state, peer, ctx, settings) },
  });
}

/** What is on its disk may be committed or not: that is settled with a leader, so nothing of it is applied yet. */
function started(ctx: Ctx, durable: Readonly<Partial<Durable>>, settings: Settings): State {
  const log = durable.log ?? emptyLog;
  const currentEpoch = durable.currentEpoch ?? 0;
  // Epochs are written apart: a crash may have kept the later one alone.
  const acceptedEpoch = Math.max(durable.acceptedEpoch ?? 0, currentEpoch);
  const state = {
    acceptedEpoch,
    currentEpoch,
    log,
    applied: log.base,
    tree: log.tree,
    round: 0,
    vote: ownVote({ log, currentEpoch }, ctx),
    clients: {},
    watches: [],
    connection: (ctx.boot.incarnation - 1) * CONNECTIONS_PER_LIFE,
  };
  return becomeLooking(state, ctx, settings);
}

/** Nothing came for too long: from a follower's leader, or from the quorum that an elected leader needs to begin. */
function onSilence(state: State, ctx: Ctx, settings: Settings): State {
  const isWaiting = state.role === 'following' || (state.role === 'leading' && state.phase !== 'broadcast');
  return isWaiting ? becomeLooking(state, ctx, settings) : state;
}

function onClosed(state: State, message: Closed, from: NodeId, ctx: Ctx, settings: Settings): State {
  if (state.role === 'following' && from === state.leader) return onLeaderClosed(state, message, ctx, settings);
  if (state.role === 'leading' && learnerOf(state, from, message.connection) !== undefined) {
    return withoutLearner(state, from);
  }
  return onClientClosed(state, message.connection, from);
}

/** A connection broke. A leader misses a learner at its next tick; a follower without its leader looks for another. */
function onLinkReset(state: State, peer: NodeId, ctx: Ctx, settings: Settings): State {
  if (state.role === 'following' && peer === state.leader) return becomeLooking(state, ctx, settings);
  if (state.role === 'leading' && ctx.peers.includes(peer)) return withoutLearner(state, peer);
  return onClientReset(state, peer, ctx);
}
