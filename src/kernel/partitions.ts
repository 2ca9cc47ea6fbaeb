// Which nodes a cut parts, as the pure functions of `network/cuts.ts` take it.
import { assert } from '../base/assert.ts';
import { type Cut, SIDES_MAX } from '../network/cuts.ts';
import type { Node } from './node.ts';
import type { World } from './world.ts';

/**
 * Each node's sides as bits, or a negative number of its own for a server that no side names: it is cut off from all
 * other servers. A client that no side names stands where its home stands.
 */
export function partitionOf(world: World, id: number, lists: readonly (readonly Node[])[]): Cut {
  assert(lists.length <= SIDES_MAX, `a partition has at most ${SIDES_MAX} sides, found ${lists.length}`);
  const sides = world.nodes.map(() => 0);
  lists.forEach((list, side) => {
    for (const node of list) sides[node.index]! |= 1 << side;
  });
  for (const node of world.nodes)
    if (sides[node.index] === 0 && node.servers.length === 0) sides[node.index] = -1 - node.index;
  for (const node of world.nodes) {
    const home = world.byId.get(node.servers[0] ?? '');
    if (sides[node.index] === 0 && home !== undefined) sides[node.index] = sides[home.index]!;
  }
  return { id, kind: 'partition', sides };
}

/** For each node of the world whether it is one of these. */
export function flags(world: World, nodes: readonly Node[]): readonly boolean[] {
  const flagged = world.nodes.map(() => false);
  for (const node of nodes) flagged[node.index] = true;
  return flagged;
}
