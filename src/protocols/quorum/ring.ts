// Consistent hashing (Dynamo §4.2, §4.3): nodes own tokens on a ring, a key belongs to the nodes that follow its own token.
// Membership is fixed: all servers of the run are on the ring, whether they are up or not.
import { hashPlain } from '../../base/hash.ts';
import type { NodeId } from '../../contract/ids.ts';

/** Ascending by token: who owns the range that ends there. */
export type Ring = readonly { readonly token: number; readonly node: NodeId }[];

/** A ring is as good as its nodes and its tokens, so it is made once for each list of nodes. */
export function ringOf(tokens: number): (nodes: readonly NodeId[]) => Ring {
  const made = new WeakMap<readonly NodeId[], Ring>();
  return (nodes) => {
    const ring = made.get(nodes) ?? newRing(nodes, tokens);
    made.set(nodes, ring);
    return ring;
  };
}

function newRing(nodes: readonly NodeId[], tokens: number): Ring {
  const places = nodes.flatMap((node) =>
    Array.from({ length: tokens }, (_, index) => ({ token: tokenOf(`${node}/${index}`), node })),
  );
  return places.sort((a, b) => a.token - b.token || (a.node < b.node ? -1 : 1));
}

/** A token, from 0 to 2^32 − 1. */
export function tokenOf(key: string): number {
  return hashPlain(key).low >>> 0;
}

/** All nodes in the order in which the key's walk around the ring meets them. The first N are its replicas. */
export function preferenceList(ring: Ring, key: string): readonly NodeId[] {
  const token = tokenOf(key);
  const from = Math.max(
    0,
    ring.findIndex((place) => place.token >= token),
  );
  const met: NodeId[] = [];
  for (let i = 0; i < ring.length; i++) {
    const { node } = ring[(from + i) % ring.length]!;
    if (!met.includes(node)) met.push(node);
  }
  return met;
}
