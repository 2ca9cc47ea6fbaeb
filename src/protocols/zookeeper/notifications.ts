// What servers tell one another of their votes.
import type { NodeId } from '../../contract/ids.ts';
import { lastZxid } from './log.ts';
import type { Notification } from './messages.ts';
import type { Common, Ctx, Looking, State } from './state.ts';
import type { Vote } from './vote.ts';

/** For itself, as it is. */
export function ownVote(state: Pick<Common, 'log' | 'currentEpoch'>, ctx: Pick<Ctx, 'self'>): Vote {
  return { leader: ctx.self, zxid: lastZxid(state.log), epoch: state.currentEpoch };
}

export function notifyAll(state: Looking, ctx: Ctx): void {
  ctx.broadcast(notificationOf(state));
}

export function notify(state: State, to: NodeId, ctx: Ctx): void {
  ctx.send(to, notificationOf(state));
}

function notificationOf({ vote, round, role }: State): Notification {
  return { kind: 'Notification', vote, round, role };
}
