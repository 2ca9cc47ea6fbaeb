// Consistent hashing (Dynamo §4.2, §4.3): nodes own tokens on a ring, a key belongs to the nodes that follow its own token.
// Membership is fixed: all servers of the run are on the ring, whether they are up or not.
import { countWhile } from '../../base/halving.ts';
import { hashPlain } from '../../base/hash.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Options, Store } from '../../contract/system.ts';

export type Ring = {
  /** How many nodes there are. */
  readonly size: number;
  /** Ascending by token: who owns the range that ends there. */
  readonly places: readonly { readonly token: number; readonly node: NodeId }[];
};

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
  return { size: nodes.length, places: places.sort((a, b) => a.token - b.token || (a.node < b.node ? -1 : 1)) };
}

/** A token, from 0 to 2^32 − 1. */
export function tokenOf(key: string): number {
  return hashPlain(key).low >>> 0;
}

/**
 * Nodes in the order in which the key's walk around the ring meets them, all or so many. The first N are its replicas: who
 * needs no more should not ask for more, for a walk to the last of a hundred nodes passes hundreds of places.
 */
export function preferenceList({ size, places }: Ring, key: string, count = size): readonly NodeId[] {
  const met: NodeId[] = [];
  const wanted = Math.min(count, size);
  for (let at = placeOf(places, tokenOf(key)); met.length < wanted; at = (at + 1) % places.length) {
    const { node } = places[at]!;
    if (!met.includes(node)) met.push(node);
  }
  return met;
}

/** The first place at a token or after it; after the last one comes the first. */
function placeOf(places: Ring['places'], token: number): number {
  return countWhile(places.length, (at) => places[at]!.token < token) % Math.max(1, places.length);
}

type Placing = { readonly replicas: number; readonly tokens: number };

/** Which servers are to hold a key, as `System.store` tells it. */
export function replicasBy(settingsOf: (chosen: Options) => Placing): NonNullable<Store['replicas']> {
  const rings = new Map<number, ReturnType<typeof ringOf>>();
  return (key, servers, chosen) => {
    const { replicas, tokens } = settingsOf(chosen);
    const ring = rings.get(tokens) ?? ringOf(tokens);
    rings.set(tokens, ring);
    return preferenceList(ring(servers), key, replicas);
  };
}
