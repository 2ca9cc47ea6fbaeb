// Whom a coordinator turns to for a key.
//
//   strict   the first N of the preference list, those of them that it believes alive
//   sloppy   the first N healthy ones (Dynamo §4.6): who comes in from behind stands in for one of the N that is down
import type { Plain } from '../../base/plain.ts';
import type { NodeId } from '../../contract/ids.ts';
import { isAlive } from './gossip.ts';
import { preferenceList } from './ring.ts';
import type { Ctx, Plan, State, Target } from './state.ts';

export type Targets = {
  readonly targets: readonly Target[];
  /** Replicas that are down, and that nobody stands in for. */
  readonly missing: readonly NodeId[];
};

export function targetsOf<V extends Plain>(state: State<V>, key: string, ctx: Ctx<V>, plan: Plan<V>): Targets {
  const { replicas, isSloppy } = plan.settings;
  const list = preferenceList(plan.ring(ctx.group('server')), key, isSloppy ? undefined : replicas);
  const isUp = (node: NodeId) => isAlive(state, node, ctx.self);
  const own = list.slice(0, replicas);
  const down = own.filter((node) => !isUp(node));
  const standIns = isSloppy ? list.slice(replicas).filter(isUp).slice(0, down.length) : [];
  return {
    targets: [
      ...own.filter(isUp).map((node) => ({ node, standsInFor: null })),
      ...standIns.map((node, index) => ({ node, standsInFor: down[index]! })),
    ],
    missing: down.slice(standIns.length),
  };
}

/** Itself first, where it is one: nobody is nearer. */
export function nearestFirst(targets: readonly Target[], self: NodeId): readonly NodeId[] {
  const nodes = targets.map(({ node }) => node);
  return nodes.includes(self) ? [self, ...nodes.filter((node) => node !== self)] : nodes;
}
