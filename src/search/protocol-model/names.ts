// The names that bounds and questions use: one that nothing in the plan has would bound or ask nothing.
import type { RunPlan } from '../../kernel/index.ts';
import { ModelError } from '../explore/index.ts';
import type { ProtocolBounds } from './bounds.ts';

export function checkTimerRules({ nodes }: RunPlan, { timerRules }: ProtocolBounds): void {
  const ids = nodes.map(({ id }) => id);
  for (const { kind, node } of timerRules) {
    if (node !== undefined && !ids.includes(node)) throw unknown('node', node, ids);
    const meant = nodes.filter(({ id }) => node === undefined || id === node);
    const kinds = [...new Set(meant.flatMap(({ protocol }) => Object.keys(protocol.timer)))];
    if (kind !== '*' && !kinds.includes(kind)) {
      throw unknown(node === undefined ? 'timer' : `timer of ${node}`, kind, kinds);
    }
  }
}

export function checkRoles({ roles }: RunPlan, named: readonly string[]): void {
  for (const role of named) if (!Object.hasOwn(roles, role)) throw unknown('role', role, Object.keys(roles));
}

function unknown(what: string, found: string, known: readonly string[]): ModelError {
  const expected = known.length === 0 ? 'there is none' : `expected ${known.join(', ')}`;
  return new ModelError(`there is no ${what} ${JSON.stringify(found)}: ${expected}`);
}
