// Which replica is promoted [sentinelSelectSlave]: of those that are well and not too far behind, the one of the best
// priority, then with the most of the stream, then with the least name. It is chosen by what INFO last said.
import type { NodeId } from '../../../contract/ids.ts';
import {
  type Ctx,
  hasPassed,
  type Instance,
  replicaNames,
  type SentinelSettings,
  type SentinelState,
} from './state.ts';
import { FRESH, INFO_PERIOD } from './times.ts';

export function selectReplica(state: SentinelState, ctx: Ctx, { downAfter }: SentinelSettings): NodeId | null {
  const { downSince } = state.instances[state.primary]!;
  // Without its primary for longer than this one can have been down, it was cut off before, and is old.
  const linkDownMax = 10 * downAfter + (downSince === null ? 0 : ctx.now - downSince);
  const infoAgeMax = downSince === null ? 3 * INFO_PERIOD : FRESH;
  const isEligible = ({ answeredAt, infoAt, linkDownFor, priority, ...instance }: Instance): boolean =>
    instance.downSince === null &&
    !hasPassed(answeredAt, FRESH, ctx) &&
    infoAt !== null &&
    !hasPassed(infoAt, infoAgeMax, ctx) &&
    // Priority 0: never to be promoted.
    priority > 0 &&
    linkDownFor <= linkDownMax;
  const eligible = replicaNames(state).filter((node) => isEligible(state.instances[node]!));
  return eligible.sort((a, b) => compare(state.instances[a]!, state.instances[b]!))[0] ?? null;
}

/** Names are in order already, and sorting is stable. */
function compare(a: Instance, b: Instance): number {
  return a.priority - b.priority || b.offset - a.offset;
}
