// Lists of targets, each expression at its own place.
import type { Target } from '../../contract/faults.ts';
import { parseTarget, pluralOf, targetText } from '../targets.ts';
import type { Path } from '../text/position.ts';
import type { Context } from './context.ts';

type Targets = string | readonly string[];

/** The targets that could be read; the others, and those named twice, are reported. */
export function buildTargets(written: Targets, path: Path, context: Context): readonly Target[] {
  const targets: Target[] = [];
  const seen = new Set<string>();
  const list = typeof written === 'string' ? [written] : written;
  list.forEach((text, index) => {
    const at = typeof written === 'string' ? path : [...path, index];
    const target = buildTarget(text, at, context);
    if (target === undefined) return;
    const name = targetText(target);
    if (seen.has(name)) context.problems.add('repeated', at, `${name} stands here twice: name it once`);
    seen.add(name);
    targets.push(target);
  });
  return targets;
}

export function buildTarget(text: string, path: Path, context: Context): Target | undefined {
  const parsed = parseTarget(text, context.names);
  if ('problem' in parsed) {
    context.problems.add('unknown-name', path, parsed.problem, { hint: parsed.hint });
    return undefined;
  }
  return isThere(parsed.target, path, context) ? parsed.target : undefined;
}

/** Of a role's nodes there are never more than its group has. */
function isThere(target: Target, path: Path, { system, names, problems }: Context): boolean {
  if (target.select !== 'role' || target.nth === undefined) return true;
  const group = system.roles[target.role]?.group ?? '';
  const size = names.nodes.filter((node) => node.group === group).length;
  if (target.nth <= size) return true;
  const found = `there ${size === 1 ? 'is 1' : `are ${size}`} ${size === 1 ? group : pluralOf(group)}`;
  const span = size > 1 ? `${target.role}(1) to ${target.role}(${size})` : target.role;
  problems.add('unknown-name', path, `${targetText(target)} is beyond the last, ${found}: expected ${span}`);
  return false;
}
