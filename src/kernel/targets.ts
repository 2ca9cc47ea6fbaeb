// Resolves who a fault means, against the states at this moment.
import { unreachable } from '../base/assert.ts';
import type { Target } from '../contract/faults.ts';
import type { Node } from './node.ts';
import { NONE } from './pending.ts';
import { playsRole } from './roles.ts';
import { CLIENTS, type World } from './world.ts';

export type Resolved = { readonly lists: readonly (readonly Node[])[] } | { readonly missing: string };

/** Resolves several lists of one fault together: `rest` and `random` see what the others of the fault have taken. */
export function resolveTargets(world: World, lists: readonly (readonly Target[])[], purpose: string): Resolved {
  const taken = new Set<Node>();
  const resolved = new Map<Target, readonly Node[]>();
  // `random` draws among what the named targets left, and `rest` is what remains after both.
  const order = (target: Target) => (target.select === 'rest' ? 2 : target.select === 'random' ? 1 : 0);
  const targets = lists.flat().sort((a, b) => order(a) - order(b));
  for (const target of targets) {
    const found = resolve(world, target, taken, purpose);
    if (typeof found === 'string') return { missing: found };
    resolved.set(target, found);
    if (target.select !== 'rest') for (const node of found) taken.add(node);
  }
  return { lists: lists.map((list) => [...new Set(list.flatMap((target) => resolved.get(target) ?? []))]) };
}

function resolve(world: World, target: Target, taken: ReadonlySet<Node>, purpose: string): readonly Node[] | string {
  switch (target.select) {
    case 'node': {
      const node = world.byId.get(target.node);
      return node === undefined ? `there is no node ${target.node}` : [node];
    }
    case 'group':
      return world.nodes.filter((node) => node.group === target.group);
    case 'role':
      return resolveRole(world, target);
    case 'random': {
      const candidates = servers(world).filter((node) => !taken.has(node));
      if (candidates.length < target.count)
        return `only ${candidates.length} servers are left to draw ${target.count} from`;
      const picked: Node[] = [];
      const source = world.sources.of(`fault/${purpose}`);
      while (picked.length < target.count) picked.push(...candidates.splice(source.int(candidates.length), 1));
      return picked.sort((a, b) => a.index - b.index);
    }
    case 'trigger': {
      const origin = world.triggers?.origin(Number(purpose));
      const index = target.which === 'node' ? origin?.node : origin?.sender;
      const node = world.nodes[index ?? NONE];
      return node === undefined ? `what set the fault off has no ${target.which}` : [node];
    }
    case 'rest':
      return servers(world).filter((node) => !taken.has(node));
    default:
      return unreachable(target);
  }
}

function resolveRole(world: World, target: Extract<Target, { select: 'role' }>): readonly Node[] | string {
  const role = world.plan.roles[target.role];
  if (role === undefined) return `there is no role ${target.role}`;
  let players = world.nodes.filter((node) => playsRole(world.plan.roles, target.role, node, node.state));
  const { rank } = role;
  if (rank !== undefined && players.length > 1 && target.every !== true) {
    const best = Math.max(...players.map((node) => rank(node.state as never)));
    players = players.filter((node) => rank(node.state as never) === best);
  }
  if (players.length === 0) return `no node is ${target.role}`;
  if (target.every === true) return players;
  const nth = target.nth ?? 1;
  const player = players[nth - 1];
  return player === undefined ? `there are ${players.length} nodes that are ${target.role}, not ${nth}` : [player];
}

export function servers(world: World): Node[] {
  return world.nodes.filter((node) => node.group !== CLIENTS);
}
