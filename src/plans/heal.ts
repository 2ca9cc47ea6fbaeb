// The end of a plan's faults: from a time on nothing goes wrong any more, so that a run can be asked whether it recovers.
import type { Fault, FaultAction, Target } from '../contract/faults.ts';
import type { Time } from '../contract/time.ts';
import type { PlanLimits } from './limits.ts';
import { faultText } from './text.ts';
import { node } from './whom.ts';

/** The same faults, over by then. A server that a failing write has stopped, or a damaged disk, is started again. */
export function healed(
  faults: readonly Fault[],
  by: Time,
  { groups, servers }: Pick<PlanLimits, 'groups' | 'servers'>,
): readonly Fault[] {
  const targets = groups.length > 0 ? groups.map((group): Target => ({ select: 'group', group })) : servers.map(node);
  const action: FaultAction = { kind: 'restart', targets };
  const restart = { name: action.kind, at: by, until: undefined, action, text: faultText({ action }) };
  return [...faults.filter(({ at }) => at < by).map((fault) => ({ ...fault, healedBy: by })), restart];
}
