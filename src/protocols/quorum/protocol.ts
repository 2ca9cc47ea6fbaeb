// The table of a quorum store's server: replica, coordinator and member of the cluster at once. The rules are in the files
// named after their concern; what is written and how versions merge comes from the system (`Rules`).
import type { Plain } from '../../base/plain.ts';
import { type AnyProtocol, protocol } from '../../contract/protocol.ts';
import { onCommit, onPrepare, onPropose } from './acceptor.ts';
import { onReadFirst, onRepairedFirst } from './comparing.ts';
import { onAgain, onCommitted, onPromised } from './contest.ts';
import { onGossip, onGossipTimer } from './gossip.ts';
import { onFlushHints, onHandoff, onHandoffAck, onHandoffTimer } from './hints.ts';
import type { Sends, ServerMessage, Timer } from './messages.ts';
import { onAccepted } from './proposing.ts';
import { onReadAnswer, onRepairAck, onSpeculate } from './reading.ts';
import { onCompare, onRepairTimer, onStream } from './repair.ts';
import { onCompact, onRead, onSync } from './replica.ts';
import { onRequest, onTimeout } from './requests.ts';
import { start } from './start.ts';
import type { Durable, Plan, State } from './state.ts';
import { onWrite, onWriteAck } from './writing.ts';

export function quorumStore<V extends Plain>(name: string, plan: Plan<V>): AnyProtocol {
  return protocol<State<V>, ServerMessage<V>, Timer, Durable<V>, Sends<V>>({
    name,
    start: (ctx, durable) => start(ctx, durable, plan),
    on: {
      Request: (state, message, _from, ctx) => onRequest(state, message, ctx, plan),
      Write: (state, message, from, ctx) => onWrite(state, message, from, ctx, plan),
      WriteAck(state, message, from, ctx) {
        const open = state.open[String(message.request)];
        if (open?.phase === 'write') return onWriteAck(state, message, from, open, ctx);
        if (open?.phase === 'contest') return onRepairedFirst(state, message, from, open, ctx, plan);
        return open?.phase === 'repair' ? onRepairAck(state, message, from, open, ctx, plan) : state;
      },
      Read: (state, message, from, ctx) => onRead(state, message, from, ctx, plan),
      ReadAnswer(state, message, from, ctx) {
        const open = state.open[String(message.request)];
        return open?.phase === 'contest'
          ? onReadFirst(state, message, from, open, ctx, plan)
          : onReadAnswer(state, message, from, ctx, plan);
      },
      Prepare: (state, message, from, ctx) => onPrepare(state, message, from, ctx, plan),
      Promised: (state, message, from, ctx) => onPromised(state, message, from, ctx, plan),
      Propose: (state, message, from, ctx) => onPropose(state, message, from, ctx, plan),
      Accepted: (state, message, from, ctx) => onAccepted(state, message, from, ctx, plan),
      Commit: (state, message, from, ctx) => onCommit(state, message, from, ctx, plan),
      Committed: (state, message, from, ctx) => onCommitted(state, message, from, ctx, plan),
      Handoff: (state, message, from, ctx) => onHandoff(state, message, from, ctx, plan),
      HandoffAck: (state, message, from, ctx) => onHandoffAck(state, message, from, ctx, plan),
      Compare: (state, message, from, ctx) => onCompare(state, message, from, ctx, plan),
      Stream: (state, message, from, ctx) => onStream(state, message, from, ctx, plan),
      Gossip: (state, message, from, ctx) => onGossip(state, message, from, ctx, plan),
    },
    timer: {
      gossip: (state, _timer, ctx) => onGossipTimer(state, ctx, plan),
      handoff: (state, _timer, ctx) => onHandoffTimer(state, ctx, plan),
      sync: (state, _timer, ctx) => onSync(state, ctx, plan),
      flushHints: (state, _timer, ctx) => onFlushHints(state, ctx, plan),
      compact: (state, _timer, ctx) => onCompact(state, ctx, plan),
      repair: (state, _timer, ctx) => onRepairTimer(state, ctx, plan),
      timeout: (state, { key }, ctx) => onTimeout(state, key, ctx, plan),
      again: (state, { key }, ctx) => onAgain(state, key, ctx, plan),
      speculate: (state, { key }, ctx) => onSpeculate(state, key, ctx),
    },
  });
}
