// Leadership transfer (thesis §3.10): the leader stops taking requests, brings its successor up to date, and tells it to
// start an election at once. The others vote although they hear a leader, because that leader wants it.
import type { NodeId } from '../../contract/ids.ts';
import type { TransferLeadership } from './admin/messages.ts';
import { isVoter } from './configuration.ts';
import { sendMore } from './leading.ts';
import { lastIndex } from './log.ts';
import type { TimeoutNow } from './messages.ts';
import { mayStand } from './rejoin.ts';
import { becomeCandidate } from './roles.ts';
import { type Ctx, type Leader, type Settings, type State, withDuties } from './state.ts';

export function onTransferLeadership(
  state: State,
  message: TransferLeadership,
  from: NodeId,
  ctx: Ctx,
  settings: Settings,
): State {
  const { request, target } = message;
  const reason = refusalOf(state, target, ctx);
  if (reason !== undefined || state.role !== 'leader') {
    const why = reason ?? 'not the leader';
    ctx.send(from, { kind: 'AdminReply', request, outcome: 'refused', reason: why, leader: state.leader });
    return state;
  }
  ctx.setTimer({ kind: 'transfer' }, settings.electionTimeoutMin);
  const next = withDuties(state, {
    transferee: target,
    transferRequest: { request, admin: from },
    isLeaseVoid: true,
  });
  const sent = next.nextIndex[target]! <= lastIndex(next.log) ? sendMore(next, target, ctx, settings) : next;
  return hurryTransfer(sent, target, ctx);
}

function refusalOf(state: State, target: NodeId, ctx: Ctx): string | undefined {
  if (state.role !== 'leader') return 'not the leader';
  if (target === ctx.self) return 'it leads already';
  if (!isVoter(state.configuration, target)) return `${target} has no vote`;
  return state.duties.transferee === null ? undefined : 'another transfer is under way';
}

/** As soon as the successor has everything, and not before: it could not win. */
export function hurryTransfer(state: Leader, from: NodeId, ctx: Ctx): Leader {
  const { matchIndex, log, term } = state;
  const { transferee, transferRequest } = state.duties;
  if (transferee !== from || (matchIndex[from] ?? 0) < lastIndex(log)) return state;
  ctx.send(from, { kind: 'TimeoutNow', term });
  if (transferRequest === null) return state;
  const { request, admin } = transferRequest;
  ctx.send(admin, { kind: 'AdminReply', request, outcome: 'done', reason: '', leader: from });
  return withDuties(state, { transferRequest: null });
}

/** It has not come to lead within an election timeout: this leader goes on (thesis §3.10). */
export function onTransferTimeout(state: State, ctx: Ctx): State {
  if (state.role !== 'leader' || state.duties.transferee === null) return state;
  const { transferRequest, transferee } = state.duties;
  if (transferRequest !== null) {
    const { request, admin } = transferRequest;
    const reason = `${transferee} did not catch up in time`;
    ctx.send(admin, { kind: 'AdminReply', request, outcome: 'failed', reason, leader: ctx.self });
  }
  return withDuties(state, { transferee: null, transferRequest: null });
}

/** Only from the leader of this term: a late one would start an election that nobody wants any more. */
export function onTimeoutNow(state: State, { term }: TimeoutNow, from: NodeId, ctx: Ctx, settings: Settings): State {
  if (term !== state.term || state.role !== 'follower' || state.leader !== from) return state;
  return mayStand(state, ctx, settings) ? becomeCandidate(state, ctx, settings, true) : state;
}
