// A persistent list: plain data, appended and cut without copying. For logs, where a flat array would be copied by
// every append (a Raft run falls to a twentieth of its speed at 22,000 entries).
//
//   shape   { length, depth, root, tail }     tail: the last 1 to 32 items (empty only when the list is)
//           root: a tree of arrays of up to 32, `depth` levels above its pages of exactly 32 items
//
// The shape depends on the contents alone, never on how the list came about: equal lists have equal hashes.
import { assert } from './assert.ts';
import { PAGE } from './hash.ts';
import { equalPlain, type Plain } from './plain.ts';

type Tree<T> = readonly (Tree<T> | T)[];

/** Items 0 to `length` − 1. Read with `at`, never through the other fields. */
export type PagedList<T> = {
  readonly length: number;
  readonly depth: number;
  readonly root: Tree<T>;
  readonly tail: readonly T[];
};

const BITS = 5;
const MASK = PAGE - 1;
const EMPTY: PagedList<never> = { length: 0, depth: 0, root: [], tail: [] };

export function emptyList<T>(): PagedList<T> {
  return EMPTY;
}

export function listOf<T>(items: Iterable<T>): PagedList<T> {
  let list = emptyList<T>();
  for (const item of items) list = append(list, item);
  return list;
}

/** How many items lie in the tree; the rest are the tail. */
function treeSize(length: number): number {
  return length === 0 ? 0 : ((length - 1) >>> BITS) << BITS;
}

/** The array of up to 32 items that holds `index`. */
function pageOf<T>(list: PagedList<T>, index: number): readonly T[] {
  if (index >= treeSize(list.length)) return list.tail;
  let node = list.root;
  for (let shift = list.depth * BITS; shift > 0; shift -= BITS) node = node[(index >>> shift) & MASK] as Tree<T>;
  return node as readonly T[];
}

/** The item at `index`, or undefined outside the list. */
export function at<T>(list: PagedList<T>, index: number): T | undefined {
  if (index < 0 || index >= list.length) return undefined;
  return pageOf(list, index)[index & MASK];
}

export function last<T>(list: PagedList<T>): T | undefined {
  return list.tail[list.tail.length - 1];
}

/** A new list with `item` at the end: copies at most 32 references, and one path of the tree every 32nd time. */
export function append<T>(list: PagedList<T>, item: T): PagedList<T> {
  const { length, depth, root, tail } = list;
  if (tail.length < PAGE) return { length: length + 1, depth, root, tail: [...tail, item] };
  const pages = treeSize(length) >>> BITS;
  if (pages === 0) return { length: length + 1, depth: 0, root: tail, tail: [item] };
  const isFull = pages === 1 << (BITS * depth);
  const grown = isFull ? [root, spine(tail, depth)] : insert(root, depth, pages, tail);
  return { length: length + 1, depth: isFull ? depth + 1 : depth, root: grown, tail: [item] };
}

export function appendAll<T>(list: PagedList<T>, items: readonly T[]): PagedList<T> {
  let result = list;
  for (const item of items) result = append(result, item);
  return result;
}

/** A page at the end of a chain of `depth` arrays of one. */
function spine<T>(page: readonly T[], depth: number): Tree<T> {
  let node: Tree<T> = page;
  for (let level = 0; level < depth; level++) node = [node];
  return node;
}

function insert<T>(node: Tree<T>, depth: number, page: number, items: readonly T[]): Tree<T> {
  if (depth === 0) return items;
  const slot = (page >>> (BITS * (depth - 1))) & MASK;
  const child = node[slot] as Tree<T> | undefined;
  const grown = child === undefined ? spine(items, depth - 1) : insert(child, depth - 1, page, items);
  return [...node.slice(0, slot), grown];
}

/** The first `length` items; the same reference if that is all of them. */
export function take<T>(list: PagedList<T>, length: number): PagedList<T> {
  assert(length >= 0, `a list cannot be cut to ${length} items`);
  if (length >= list.length) return list;
  if (length === 0) return EMPTY;
  const pages = treeSize(length) >>> BITS;
  const tail = pageOf(list, length - 1).slice(0, ((length - 1) & MASK) + 1);
  if (pages === 0) return { length, depth: 0, root: [], tail };
  let root = keep(list.root, list.depth, pages);
  let { depth } = list;
  while (depth > 0 && root.length === 1) {
    root = root[0] as Tree<T>;
    depth--;
  }
  return { length, depth, root, tail };
}

/** The tree of a node's first `pages` pages. */
function keep<T>(node: Tree<T>, depth: number, pages: number): Tree<T> {
  if (depth === 0) return node;
  const below = BITS * (depth - 1);
  const whole = pages >>> below;
  const rest = pages - (whole << below);
  if (rest === 0) return whole === node.length ? node : node.slice(0, whole);
  return [...node.slice(0, whole), keep(node[whole] as Tree<T>, depth - 1, rest)];
}

/** Items `from` to `to` − 1 as an array. */
export function slice<T>(list: PagedList<T>, from: number, to: number = list.length): readonly T[] {
  const items: T[] = [];
  const end = Math.min(to, list.length);
  for (let index = Math.max(from, 0); index < end; ) {
    const page = pageOf(list, index);
    const until = Math.min(end, (index & ~MASK) + page.length);
    for (; index < until; index++) items.push(page[index & MASK] as T);
  }
  return items;
}

/**
 * How many items the two lists have in common from the start, compared by value.
 * Subtrees that both share by reference are not looked into, so two versions of one log cost next to nothing.
 */
export function commonLength<T extends Plain>(a: PagedList<T>, b: PagedList<T>): number {
  if (a === b) return a.length;
  const [deep, flat] = a.depth >= b.depth ? [a, b] : [b, a];
  let root = deep.root;
  for (let depth = deep.depth; depth > flat.depth; depth--) root = root[0] as Tree<T>;
  const different = firstDifference(root, flat.root, flat.depth, 0);
  if (different !== undefined) return different;
  const end = Math.min(a.length, b.length);
  let index = Math.min(treeSize(a.length), treeSize(b.length));
  while (index < end && equalPlain(at(a, index), at(b, index))) index++;
  return index;
}

/** The index of the first item that differs where both trees have one; undefined if there is none. */
function firstDifference<T extends Plain>(a: Tree<T>, b: Tree<T>, depth: number, first: number): number | undefined {
  if (a === b) return undefined;
  const both = Math.min(a.length, b.length);
  for (let i = 0; i < both; i++) {
    if (depth === 0) {
      if (!equalPlain(a[i] as T, b[i] as T)) return first + i;
      continue;
    }
    const below = firstDifference(a[i] as Tree<T>, b[i] as Tree<T>, depth - 1, first + i * PAGE ** depth);
    if (below !== undefined) return below;
  }
  return undefined;
}
