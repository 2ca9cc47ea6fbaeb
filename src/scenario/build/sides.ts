// Faults whose two ends are one and the same: what is certain of that without running. Roles move, so of them only what
// holds in every state counts: a follower is among the followers, and among the servers.
import type { Target } from '../../contract/faults.ts';
import type { NodeId } from '../../contract/ids.ts';
import { targetText } from '../targets.ts';
import type { Path } from '../text/position.ts';
import type { Context } from './context.ts';

type Side = readonly Target[];

/** A side that lies within another parts nothing. Of two that are equal, the later one is reported. */
export function checkSides(sides: readonly Side[], path: Path, context: Context): void {
  const named = sides.map((side) => namedOn(side, context));
  const isWithin = (one: number, other: number): boolean =>
    one !== other && sides[one]!.every((target) => isOn(target, sides[other]!, named[other]!, context));
  sides.forEach((side, index) => {
    if (side.every(({ select }) => select === 'rest') && context.names.servers.every((id) => isNamed(id, named))) {
      const message = 'rest is nobody here: every server stands on another side';
      context.problems.add('one-side', [...path, index], message);
      return;
    }
    const equal = sides.findIndex((__, other) => other < index && isWithin(index, other) && isWithin(other, index));
    if (equal !== -1) {
      const message = `this side is the same as side ${equal + 1}: name other nodes, for example rest`;
      context.problems.add('repeated', [...path, index], message);
      return;
    }
    const outer = sides.findIndex((__, other) => isWithin(index, other) && !isWithin(other, index));
    if (outer === -1) return;
    const message = `all of this side stands on side ${outer + 1} too, so nothing parts the two: name it on one of them`;
    context.problems.add('repeated', [...path, index], message);
  });
}

function isNamed(id: NodeId, named: readonly ReadonlySet<NodeId>[]): boolean {
  return named.some((names) => names.has(id));
}

/** A cut, or changed conditions, from a node to that same node. */
export function checkEnds(from: Side, to: Side, path: Path, context: Context): void {
  const one = singleOf(from, context);
  if (one === undefined || one !== singleOf(to, context)) return;
  const message = `found ${targetText(from[0]!)} to itself: a link joins two nodes, name another one, for example rest`;
  context.problems.add('repeated', path, message);
}

/** The names of the nodes that a side lists by themselves or as a group. */
function namedOn(side: Side, context: Context): ReadonlySet<NodeId> {
  return new Set(
    side.flatMap((target) => {
      if (target.select === 'node') return [target.node];
      return target.select === 'group' ? nodesOf(target.group, context) : [];
    }),
  );
}

function isOn(target: Target, side: Side, named: ReadonlySet<NodeId>, context: Context): boolean {
  switch (target.select) {
    case 'node':
      return named.has(target.node);
    case 'group':
      return nodesOf(target.group, context).every((id) => named.has(id));
    case 'role': {
      const players = nodesOf(context.system.roles[target.role]?.group, context);
      return side.some((other) => isSameRole(target, other)) || players.every((id) => named.has(id));
    }
    // Drawn anew, or what the others leave: never certain.
    case 'random':
    case 'rest':
    case 'trigger':
      return false;
  }
}

type RoleTarget = Extract<Target, { select: 'role' }>;

function isSameRole(inner: RoleTarget, outer: Target): boolean {
  if (outer.select !== 'role' || outer.role !== inner.role) return false;
  return outer.every === true || (inner.every !== true && (outer.nth ?? 1) === (inner.nth ?? 1));
}

/** What names the one node that a list is certain to mean; undefined where it may mean several, or another each time. */
function singleOf(targets: Side, context: Context): string | undefined {
  const [target] = targets;
  if (target === undefined || targets.length > 1) return undefined;
  if (target.select === 'node') return target.node;
  if (target.select === 'role') return target.every === true ? undefined : `${target.role}(${target.nth ?? 1})`;
  const nodes = target.select === 'group' ? nodesOf(target.group, context) : [];
  return nodes.length === 1 ? nodes[0] : undefined;
}

function nodesOf(group: string | undefined, { names }: Context): readonly NodeId[] {
  return names.nodes.filter((node) => node.group === group).map(({ id }) => id);
}
