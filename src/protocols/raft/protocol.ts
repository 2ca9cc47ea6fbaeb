// The table: which rule answers which message and timer. The rules are in the files named after their concern, the start
// in `start.ts`.
import { type AnyProtocol, protocol } from '../../contract/protocol.ts';
import { onRequest } from './client-requests.ts';
import { onElectionTimeout, onRequestVote, onVote } from './election.ts';
import { onQuiet } from './election-timer.ts';
import { sendHeartbeats } from './leading.ts';
import { onCatchUpTimeout, onChangeMembers } from './membership.ts';
import type { Message, Sends } from './messages.ts';
import { onPreVote, onRequestPreVote } from './pre-vote.ts';
import { onQuorumCheck } from './quorum-check.ts';
import { onHeartbeat, onHeartbeatReply, onReadIndex, onReadIndexReply, repeatRound } from './read-index.ts';
import { onLostDisk } from './rejoin.ts';
import { onAppendEntries, onAppendReply } from './replication.ts';
import { onInstallSnapshot } from './snapshots.ts';
import { start } from './start.ts';
import type { Durable, Settings, State, Timer } from './state.ts';
import { onSnapshotSaved } from './take-snapshot.ts';
import { onTimeoutNow, onTransferLeadership, onTransferTimeout } from './transfer.ts';

export function raft(settings: Settings): AnyProtocol {
  return protocol<State, Message, Timer, Durable, Sends>({
    name: 'raft',
    timers: settings.timers,
    start: (ctx, durable) => start(ctx, durable, settings),
    on: {
      RequestVote: (state, message, from, ctx) => onRequestVote(state, message, from, ctx, settings),
      Vote: (state, message, from, ctx) => onVote(state, message, from, ctx, settings),
      RequestPreVote: (state, message, from, ctx) => onRequestPreVote(state, message, from, ctx, settings),
      PreVote: (state, message, from, ctx) => onPreVote(state, message, from, ctx, settings),
      AppendEntries: (state, message, from, ctx) => onAppendEntries(state, message, from, ctx, settings),
      AppendReply: (state, message, from, ctx) => onAppendReply(state, message, from, ctx, settings),
      InstallSnapshot: (state, message, from, ctx) => onInstallSnapshot(state, message, from, ctx, settings),
      SnapshotSaved: (state, message, _from, ctx) => onSnapshotSaved(state, message, ctx, settings),
      Heartbeat: (state, message, from, ctx) => onHeartbeat(state, message, from, ctx, settings),
      HeartbeatReply: (state, message, from, ctx) => onHeartbeatReply(state, message, from, ctx, settings),
      ReadIndex: (state, message, from, ctx) => onReadIndex(state, message, from, ctx, settings),
      ReadIndexReply: (state, message, _from, ctx) => onReadIndexReply(state, message, ctx, settings),
      TimeoutNow: (state, message, from, ctx) => onTimeoutNow(state, message, from, ctx, settings),
      LostDisk: (state, message, from) => onLostDisk(state, message, from),
      Request: (state, message, from, ctx) => onRequest(state, message, from, ctx, settings),
      ChangeMembers: (state, message, from, ctx) => onChangeMembers(state, message, from, ctx, settings),
      TransferLeadership: (state, message, from, ctx) => onTransferLeadership(state, message, from, ctx, settings),
    },
    timer: {
      election: (state, _timer, ctx) => onElectionTimeout(state, ctx, settings),
      quiet: (state, _timer, ctx) => onQuiet(state, ctx, settings),
      heartbeat: (state, _timer, ctx) =>
        state.role === 'leader' ? repeatRound(sendHeartbeats(state, ctx, settings), ctx, settings) : state,
      quorum: (state, _timer, ctx) => onQuorumCheck(state, ctx, settings),
      transfer: (state, _timer, ctx) => onTransferTimeout(state, ctx),
      catchUp: (state, _timer, ctx) => onCatchUpTimeout(state, ctx, settings),
    },
  });
}
