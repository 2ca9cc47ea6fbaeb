// What a leader knows of its learners, and how it speaks to them. What it says is in the files of the phases.
import { ownItem } from '../../base/plain.ts';
import { sortedKeys } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Body, Packet } from './messages.ts';
import type { Ctx, Leading, Learner, Settings } from './state.ts';

export function learnerOf({ learners }: Leading, server: NodeId, connection: number): Learner | undefined {
  const learner = ownItem(learners, server);
  return learner?.connection === connection ? learner : undefined;
}

export function withLearner(state: Leading, server: NodeId, changes: Partial<Learner>): Leading {
  const learner = { ...state.learners[server]!, ...changes };
  return { ...state, learners: { ...state.learners, [server]: learner } };
}

export function withoutLearner(state: Leading, server: NodeId): Leading {
  if (!Object.hasOwn(state.learners, server)) return state;
  const { [server]: _gone, ...learners } = state.learners;
  return { ...state, learners };
}

/** Says something to a learner, numbered, so that it is heard in order. */
export function tell(state: Leading, server: NodeId, body: Body, ctx: Ctx, options = { durable: false }): Leading {
  const { connection, sent } = state.learners[server]!;
  ctx.send(server, { ...body, connection, number: sent } as Packet, options);
  return withLearner(state, server, { sent: sent + 1 });
}

/** To all that have been given the history, or are being given it: they get what comes after it, too. */
export function tellForwarding(state: Leading, body: Body, ctx: Ctx): Leading {
  let next = state;
  for (const server of sortedKeys(state.learners)) {
    const { stage } = state.learners[server]!;
    if (stage === 'synchronising' || stage === 'synced') next = tell(next, server, body, ctx);
  }
  return next;
}

/** Something came from it: for `syncLimit` ticks it counts as there. Sooner than the first deadline, which is longer. */
export function heard(state: Leading, server: NodeId, { syncLimit }: Settings): Leading {
  const deadline = tickOf(state) + syncLimit;
  return state.learners[server]!.deadline === deadline ? state : withLearner(state, server, { deadline });
}

export function tickOf({ halfTicks }: Leading): number {
  return Math.floor(halfTicks / 2);
}
