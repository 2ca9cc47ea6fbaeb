// The table of a server: Raft's messages and timers go to Raft, with what follows from them (`raft-steps.ts`); the others to
// the files named after their concern.
import { type AnyProtocol, protocol } from '../../contract/protocol.ts';
import { firstNumber } from '../kv/index.ts';
import { type Durable, type Timer as RaftTimer, withinRaft } from '../raft/index.ts';
import type { PoolMessage } from './members/messages.ts';
import { noPool, onPoolMessage, onProbeTimeout, onProbeTimer, onSuspicionTimer, startPool } from './members/pool.ts';
import type { Message, OwnMessage, PeerMessage, Sends } from './messages.ts';
import { onPoolStep, reconcile } from './pool-steps.ts';
import { onQueryTimer } from './queries.ts';
import { fireInRaft, receiveInRaft } from './raft-steps.ts';
import { onForward, onForwarded, onHoldTimer, onRpc, releaseHeld } from './rpc.ts';
import { onSessionTimer } from './sessions.ts';
import type { Ctx, Server, Settings, Timer } from './state.ts';

type Handler<M> = (state: Server, message: M, from: string, ctx: Ctx) => Server;

export function consul(settings: Settings): AnyProtocol {
  return protocol<Server, Message, Timer, Durable, Sends>({
    name: 'consul',
    ...(settings.raft.timers === undefined ? {} : { timers: settings.raft.timers }),
    start(ctx, durable) {
      const { raft } = withinRaft(ctx, (inner) => settings.raft.start(inner, durable as never));
      const pool = settings.hasPool ? startPool(ctx) : noPool;
      return { raft, calls: {}, held: {}, delays: {}, pool, ownRequests: firstNumber(ctx) };
    },
    on: { ...raftMessages(settings), ...ownMessages(settings) },
    timer: {
      ...raftTimers(settings),
      session: (state, timer, ctx) => onSessionTimer(state, timer.key, ctx, settings),
      query: (state, timer, ctx) => onQueryTimer(state, timer.key, ctx),
      hold: (state, timer, ctx) => onHoldTimer(state, timer.key, ctx),
      probe: (state, _timer, ctx) => onPoolStep(state, (pool) => onProbeTimer(pool, ctx), ctx, settings),
      'probe-timeout': (state, _timer, ctx) => onPoolStep(state, (pool) => onProbeTimeout(pool, ctx), ctx, settings),
      suspicion: (state, timer, ctx) =>
        onPoolStep(state, (pool) => onSuspicionTimer(pool, timer.key, ctx), ctx, settings),
    },
  });
}

function ownMessages(settings: Settings): {
  [K in OwnMessage['kind']]: Handler<Extract<OwnMessage, { kind: K }>>;
} {
  const inPool: Handler<PoolMessage> = (state, message, from, ctx) =>
    onPoolStep(state, (pool) => onPoolMessage(pool, message, from, ctx), ctx, settings);
  return {
    Rpc: (state, message, _from, ctx) => onRpc(state, message, ctx, settings),
    Forward: (state, message, from, ctx) => onForward(state, message, from, ctx, settings),
    Forwarded: (state, message, _from, ctx) => onForwarded(state, message, ctx),
    Probe: inPool,
    ProbeAck: inPool,
    ProbeFor: inPool,
    Suspect: inPool,
    Alive: inPool,
    Dead: inPool,
  };
}

/** There may be a leader again; if it is this server, members may have failed while there was none. */
function settled(before: Server, state: Server, ctx: Ctx, settings: Settings): Server {
  const next = releaseHeld(before, state, ctx, settings);
  const hasBegun = before.raft.role !== 'leader' && next.raft.role === 'leader';
  return hasBegun ? reconcile(next, ctx, settings) : next;
}

/** Whatever Raft handles, but for a client's `Request`: nobody sends one. */
function raftMessages(settings: Settings): { [K in PeerMessage['kind']]: Handler<PeerMessage> } {
  const handler: Handler<PeerMessage> = (state, message, from, ctx) =>
    settled(state, receiveInRaft(state, message, from, ctx, settings), ctx, settings);
  const kinds = Object.keys(settings.raft.on).filter((kind) => kind !== 'Request') as PeerMessage['kind'][];
  return Object.fromEntries(kinds.map((kind) => [kind, handler])) as ReturnType<typeof raftMessages>;
}

function raftTimers(settings: Settings): {
  [K in RaftTimer['kind']]: (state: Server, timer: RaftTimer, ctx: Ctx) => Server;
} {
  const handler = (state: Server, timer: RaftTimer, ctx: Ctx): Server =>
    settled(state, fireInRaft(state, timer, ctx, settings), ctx, settings);
  const kinds = Object.keys(settings.raft.timer) as RaftTimer['kind'][];
  return Object.fromEntries(kinds.map((kind) => [kind, handler])) as ReturnType<typeof raftTimers>;
}
