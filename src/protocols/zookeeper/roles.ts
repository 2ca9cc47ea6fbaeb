// The three roles, and all that changes with them. Nothing else sets `role`.
import { sortedKeys } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import { notifyAll, ownVote } from './notifications.ts';
import {
  type Common,
  type Ctx,
  type Following,
  type Leading,
  type Looking,
  quorumOf,
  type Settings,
  type State,
} from './state.ts';

/** It has no leader: it serves nobody, and asks whom to follow. */
export function becomeLooking(state: Common | State, ctx: Ctx, settings: Settings): Looking {
  if ('role' in state) leave(state, ctx);
  for (const client of sortedKeys(state.clients)) {
    ctx.send(client, { kind: 'Closed', connection: state.clients[client]!.connection });
  }
  for (const kind of ['connect', 'silence', 'gap', 'halfTick', 'expiry'] as const) ctx.cancelTimer(kind);
  const isAlone = quorumOf(ctx) === 1;
  const looking: Looking = {
    ...commonOf(state),
    clients: {},
    watches: [],
    role: 'looking',
    round: state.round + 1,
    vote: ownVote(state, ctx),
    received: {},
    decided: {},
    wait: settings.notificationMin,
    isFinalising: isAlone,
  };
  notifyAll(looking, ctx);
  ctx.setTimer({ kind: 'notify' }, settings.notificationMin);
  if (isAlone) ctx.setTimer({ kind: 'finalise' }, settings.finalizeWait);
  return looking;
}

/** Its connections close, as those of a process do that lets them go. */
function leave(state: State, ctx: Ctx): void {
  if (state.role === 'following') {
    ctx.note(`leaves ${state.leader}`);
    ctx.send(state.leader, { kind: 'Closed', connection: state.connection });
  }
  if (state.role !== 'leading') return;
  ctx.note(`no longer leads${state.epoch === null ? '' : ` epoch ${state.epoch}`}`);
  for (const server of sortedKeys(state.learners)) {
    ctx.send(server, { kind: 'Closed', connection: state.learners[server]!.connection });
  }
}

export function becomeFollowing(state: Looking, leader: NodeId, ctx: Ctx, settings: Settings): Following {
  endElection(ctx);
  ctx.note(`follows ${leader}`);
  const following: Following = {
    ...commonOf(state),
    role: 'following',
    leader,
    phase: 'connecting',
    tries: 0,
    expected: 0,
    early: {},
    touched: [],
  };
  ctx.setTimer({ kind: 'silence' }, settings.initLimit * settings.tickTime);
  return connect(following, ctx);
}

/** Opens a connection to the leader (Learner.connectToLeader). */
export function connect(state: Following, ctx: Ctx): Following {
  const connection = state.connection + 1;
  ctx.send(state.leader, { kind: 'FollowerInfo', connection, acceptedEpoch: state.acceptedEpoch });
  return { ...state, connection, tries: state.tries + 1, phase: 'connecting', expected: 0, early: {} };
}

/** It was elected; which epoch it leads, and whether it will, a quorum is to say. */
export function becomeLeading(state: Looking, ctx: Ctx, settings: Settings): Leading {
  endElection(ctx);
  ctx.note('is elected');
  ctx.setTimer({ kind: 'silence' }, settings.initLimit * settings.tickTime);
  return {
    ...commonOf(state),
    role: 'leading',
    phase: 'discovery',
    epoch: null,
    acked: 0,
    learners: {},
    halfTicks: 0,
    proposed: {},
    leases: {},
    syncs: [],
  };
}

function endElection(ctx: Ctx): void {
  ctx.cancelTimer('notify');
  ctx.cancelTimer('finalise');
}

function commonOf(state: Common): Common {
  const { acceptedEpoch, currentEpoch, log, applied, tree, round, vote, clients, watches, connection } = state;
  return { acceptedEpoch, currentEpoch, log, applied, tree, round, vote, clients, watches, connection };
}
