// One step of Raft inside a member, and what follows from it: entries were applied, a read may be answered, this member has
// come to lead or leads no more. The only place where a member's Raft state is replaced.
import type { NodeId } from '../../contract/ids.ts';
import { firedWithin, receivedWithin, type Stepped } from '../raft/index.ts';
import { answerApplied, answerConfirmed } from './answers.ts';
import { followGrants, startLeading, stopLeading } from './leading.ts';
import { type Ctx, type Member, type Settings, storeOf } from './state.ts';
import { notifyWatchers } from './watches.ts';

/** A message of Raft's, or a request handed to it. */
export function receiveInRaft(
  state: Member,
  message: { readonly kind: string },
  from: NodeId,
  ctx: Ctx,
  settings: Settings,
): Member {
  return goOn(state, receivedWithin(settings.raft, state.raft, message, from, ctx), ctx, settings);
}

export function fireInRaft(state: Member, timer: { readonly kind: string }, ctx: Ctx, settings: Settings): Member {
  return goOn(state, firedWithin(settings.raft, state.raft, timer, ctx), ctx, settings);
}

function goOn(before: Member, { raft, answered }: Stepped, ctx: Ctx, settings: Settings): Member {
  if (raft === before.raft) return answered.length === 0 ? before : answerConfirmed(before, answered, ctx);
  let next: Member = { ...before, raft };
  const hasApplied = raft.machine !== before.raft.machine;
  if (hasApplied) next = notifyWatchers(answerApplied(next, ctx), storeOf(before.raft).revision, ctx);
  if (answered.length > 0) next = answerConfirmed(next, answered, ctx);
  const leads = raft.role === 'leader';
  const led = before.raft.role === 'leader';
  if (leads !== led) return leads ? startLeading(next, ctx, settings) : stopLeading(next, ctx, settings);
  return leads && hasApplied ? followGrants(next, storeOf(before.raft), ctx) : next;
}
