// A predicate over a node's state, from a field of its view and bounds.
import type { Plain } from '../../base/plain.ts';
import type { Target } from '../../contract/faults.ts';
import type { Context } from './context.ts';

export type FieldBounds = {
  readonly atLeast?: number | undefined;
  readonly atMost?: number | undefined;
  readonly equals?: string | number | boolean | null | undefined;
};

export function stateTest(
  field: string,
  bounds: FieldBounds,
  of: Target,
  { system, names }: Context,
): (state: never) => boolean {
  const view = system.view[groupOf(of, names.nodes, system.roles) ?? ''];
  return (state) => {
    const value: Plain | undefined = view?.(state)[field];
    return value !== undefined && valueTest(value, bounds);
  };
}

export function valueTest(value: Plain, { atLeast, atMost, equals }: FieldBounds): boolean {
  if (equals !== undefined && value !== equals) return false;
  if (atLeast !== undefined && !(typeof value === 'number' && value >= atLeast)) return false;
  return atMost === undefined || (typeof value === 'number' && value <= atMost);
}

function groupOf(of: Target, nodes: Context['names']['nodes'], roles: Context['system']['roles']): string | undefined {
  switch (of.select) {
    case 'node':
      return nodes.find(({ id }) => id === of.node)?.group;
    case 'group':
      return of.group;
    case 'role':
      return roles[of.role]?.group;
    default:
      return undefined;
  }
}

/** `term at least 3`. */
export function boundsText(field: string, { atLeast, atMost, equals }: FieldBounds): string {
  const bounds = [
    ...(equals === undefined ? [] : [`equal to ${equals}`]),
    ...(atLeast === undefined ? [] : [`at least ${atLeast}`]),
    ...(atMost === undefined ? [] : [`at most ${atMost}`]),
  ];
  return `${field} ${bounds.join(' and ')}`;
}
