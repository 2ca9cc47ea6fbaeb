// The table of a member: Raft's messages and timers go to Raft, with what follows from them (`raft-steps.ts`); the others to
// the files named after their concern.
import { type AnyProtocol, protocol } from '../../contract/protocol.ts';
import { firstNumber } from '../kv/index.ts';
import { type Durable, type Timer as RaftTimer, withinRaft } from '../raft/index.ts';
import { onCall, onCallTimer } from './calls.ts';
import { onCompactionTimer } from './compaction.ts';
import { onLeaseScan, onRenew, onRenewed } from './leases.ts';
import type { Message, OwnMessage, PeerMessage, Sends } from './messages.ts';
import { onPropose, proposeWaiting } from './proposals.ts';
import { fireInRaft, receiveInRaft } from './raft-steps.ts';
import type { Ctx, Member, Settings, Timer } from './state.ts';
import { onCancelWatch, onWatch } from './watches.ts';

type Handler<M> = (state: Member, message: M, from: string, ctx: Ctx) => Member;

export function etcd(settings: Settings): AnyProtocol {
  return protocol<Member, Message, Timer, Durable, Sends>({
    name: 'etcd',
    ...(settings.raft.timers === undefined ? {} : { timers: settings.raft.timers }),
    start(ctx, durable) {
      const { raft } = withinRaft(ctx, (inner) => settings.raft.start(inner, durable as never));
      return { raft, calls: {}, expiries: {}, watchers: {}, ownRequests: firstNumber(ctx) };
    },
    on: { ...raftMessages(settings), ...ownMessages(settings) },
    timer: {
      ...raftTimers(settings),
      call: (state, timer, ctx) => onCallTimer(state, timer.key, ctx, settings),
      leases: (state, _timer, ctx) => onLeaseScan(state, ctx, settings),
      compaction: (state, _timer, ctx) => onCompactionTimer(state, ctx, settings),
    },
  });
}

function ownMessages(settings: Settings): {
  [K in OwnMessage['kind']]: Handler<Extract<OwnMessage, { kind: K }>>;
} {
  return {
    Call: (state, message, _from, ctx) => onCall(state, message, ctx, settings),
    Watch: (state, message, from, ctx) => onWatch(state, message, from, ctx),
    CancelWatch: (state, message, from) => onCancelWatch(state, message, from),
    Propose: (state, message, _from, ctx) => onPropose(state, message, ctx, settings),
    Renew: (state, message, from, ctx) => onRenew(state, message, from, ctx),
    Renewed: (state, message, _from, ctx) => onRenewed(state, message, ctx),
  };
}

/** Whatever Raft handles, but for a client's `Request`: nobody sends one. */
function raftMessages(settings: Settings): { [K in PeerMessage['kind']]: Handler<PeerMessage> } {
  const handler: Handler<PeerMessage> = (state, message, from, ctx) =>
    proposeWaiting(state, receiveInRaft(state, message, from, ctx, settings), ctx, settings);
  const kinds = Object.keys(settings.raft.on).filter((kind) => kind !== 'Request') as PeerMessage['kind'][];
  return Object.fromEntries(kinds.map((kind) => [kind, handler])) as ReturnType<typeof raftMessages>;
}

function raftTimers(settings: Settings): {
  [K in RaftTimer['kind']]: (state: Member, timer: RaftTimer, ctx: Ctx) => Member;
} {
  const handler = (state: Member, timer: RaftTimer, ctx: Ctx): Member =>
    proposeWaiting(state, fireInRaft(state, timer, ctx, settings), ctx, settings);
  const kinds = Object.keys(settings.raft.timer) as RaftTimer['kind'][];
  return Object.fromEntries(kinds.map((kind) => [kind, handler])) as ReturnType<typeof raftTimers>;
}
