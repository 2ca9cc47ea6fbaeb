// A tree of hashes (Merkle 1988) over what a server holds: two that hold the same have the same hash at the root, and where
// they do not, the nodes whose hashes differ lead to the leaves that do. A leaf is a range of tokens; each level halves the
// ranges, and a node is hashed from the nodes a few levels below it.
import { countWhile } from '../../base/halving.ts';
import { hashPlain, hexOf } from '../../base/hash.ts';
import type { Plain } from '../../base/plain.ts';
import { sortedKeys } from '../../base/sorted.ts';
import { tokenOf } from './ring.ts';
import type { Values } from './state.ts';

const TOKENS = 2 ** 32;
/** Levels from a node to those that it is hashed from, and that are compared next: 2^4 of them. */
const STEP = 4;
/** The hash of a node below which nothing is held. */
const NOTHING = '';

type Entry<V extends Plain> = { readonly token: number; readonly key: string; readonly versions: V };

export type Tree<V extends Plain> = {
  /** The level of the leaves; the root's is 0. */
  readonly depth: number;
  /** Ascending by token, then by key. */
  readonly entries: readonly Entry<V>[];
};

export function treeOf<V extends Plain>(values: Values<V>, depth: number): Tree<V> {
  const entries = sortedKeys(values).map((key) => ({ token: tokenOf(key), key, versions: values[key]! }));
  return { depth, entries: entries.sort((a, b) => a.token - b.token) };
}

/** The level that is compared after this one, at most that of the leaves. */
export function levelBelow({ depth }: Tree<Plain>, level: number): number {
  return Math.min(level + STEP, depth);
}

/** Indexes of the nodes that a node is hashed from, in the level below. */
export function childrenOf(tree: Tree<Plain>, level: number, index: number): readonly number[] {
  const width = 2 ** (levelBelow(tree, level) - level);
  return Array.from({ length: width }, (_, child) => index * width + child);
}

/** The hash of a node: equal where what is held below it is equal. */
export function hashOf(tree: Tree<Plain>, level: number, index: number): string {
  return hashBelow(tree, level, entriesIn(tree, level, index));
}

/** Of a node that holds these. Only children that hold something are visited: a deep tree has far more that do not. */
function hashBelow(tree: Tree<Plain>, level: number, within: readonly Entry<Plain>[]): string {
  if (within.length === 0) return NOTHING;
  if (level === tree.depth) return hexOf(hashPlain(within.map(({ key, versions }) => ({ key, versions }))));
  const below = levelBelow(tree, level);
  const children = 2 ** (below - level);
  const hashes = Array.from({ length: children }, () => NOTHING);
  for (let from = 0, to = 0; from < within.length; from = to) {
    const child = nodeOf(within[from]!, below);
    while (to < within.length && nodeOf(within[to]!, below) === child) to++;
    hashes[child % children] = hashBelow(tree, below, within.slice(from, to));
  }
  return hexOf(hashPlain(hashes));
}

/** Index of the node of a level that an entry is below. */
function nodeOf({ token }: Entry<Plain>, level: number): number {
  return Math.floor(token / (TOKENS / 2 ** level));
}

/** What is held below a node. */
export function entriesIn<V extends Plain>({ entries }: Tree<V>, level: number, index: number): readonly Entry<V>[] {
  const width = TOKENS / 2 ** level;
  return entries.slice(firstAt(entries, index * width), firstAt(entries, (index + 1) * width));
}

/** Position of the first entry at a token or after it. */
function firstAt(entries: readonly { readonly token: number }[], token: number): number {
  return countWhile(entries.length, (at) => entries[at]!.token < token);
}
