// The table: which rule answers which message and timer. The rules are in the files named after their concern.
import { emptyList } from '../../base/paged-list.ts';
import { type AnyProtocol, protocol } from '../../contract/protocol.ts';
import { emptyMachine } from '../kv/index.ts';
import { onRequest } from './client-requests.ts';
import { onElectionTimeout, onRequestVote, onVote } from './election.ts';
import { sendHeartbeats } from './leading.ts';
import { type Entry, type Log, lastTerm } from './log.ts';
import type { Message, Sends } from './messages.ts';
import { onAppendEntries, onAppendReply } from './replication.ts';
import { resetElectionTimer } from './roles.ts';
import type { Ballot, Durable, Settings, State, Timer } from './state.ts';

const UNBORN: Ballot = { term: 0, votedFor: null };

export function raft(settings: Settings): AnyProtocol {
  return protocol<State, Message, Timer, Durable, Sends>({
    name: 'raft',
    timers: settings.timers,
    start(ctx, durable) {
      const { disk, incarnation } = ctx.boot;
      if (disk === 'empty' && incarnation > 1 && settings.emptyDisk === 'refuse') {
        ctx.halt('nothing is on its disk, and it was a member before');
      }
      // So that an empty disk says that this server was never here, or has lost all it knew.
      if (disk === 'empty' && incarnation === 1) ctx.persist({ vote: UNBORN }, { kind: 'vote' });
      resetElectionTimer(ctx, settings);
      const log = durable.log ?? emptyList<Entry>();
      const { term, votedFor } = ballotOf(durable.vote, log, ctx.self);
      // commitIndex and what was applied are volatile: the log is applied again as a leader's commit index arrives.
      const volatile = { commitIndex: 0, lastApplied: 0, machine: emptyMachine };
      return { term, votedFor, leader: null, log, ...volatile, role: 'follower' };
    },
    on: {
      RequestVote: (state, message, from, ctx) => onRequestVote(state, message, from, ctx, settings),
      Vote: (state, message, from, ctx) => onVote(state, message, from, ctx, settings),
      AppendEntries: (state, message, from, ctx) => onAppendEntries(state, message, from, ctx, settings),
      AppendReply: (state, message, from, ctx) => onAppendReply(state, message, from, ctx, settings),
      Request: (state, message, from, ctx) => onRequest(state, message, from, ctx, settings),
    },
    timer: {
      election: (state, _timer, ctx) => onElectionTimeout(state, ctx, settings),
      heartbeat(state, _timer, ctx) {
        if (state.role === 'leader') sendHeartbeats(state, ctx, settings);
        return state;
      },
    },
  });
}

/**
 * The term and vote to go on with. A log may be ahead of its term: where both are one write (`writes: together`) that was
 * torn, or where it was put there by hand. What may have been voted in that term is not known then: the vote counts as
 * spent.
 */
function ballotOf(vote: Ballot | undefined, log: Log, self: string): Ballot {
  const { term, votedFor } = vote ?? UNBORN;
  return lastTerm(log) > term ? { term: lastTerm(log), votedFor: self } : { term, votedFor };
}
