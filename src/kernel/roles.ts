// Who plays a role.
import type { Plain } from '../base/plain.ts';
import type { Node } from './node.ts';
import type { RunPlan } from './plan.ts';

/** Whether a node would play the role in this state. */
export function playsRole(
  roles: RunPlan['roles'],
  name: string,
  node: Pick<Node, 'group'>,
  state: Plain | undefined,
): boolean {
  const role = roles[name];
  return role !== undefined && role.group === node.group && state !== undefined && role.is(state as never);
}
