// Trees of hashes: equal where what is held is equal, and they lead to what is not.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plain } from '../../../src/base/plain.ts';
import { tokenOf } from '../../../src/protocols/quorum/ring.ts';
import { childrenOf, entriesIn, hashOf, levelBelow, type Tree, treeOf } from '../../../src/protocols/quorum/tree.ts';

const held = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, { value: at }]));
const root = (tree: Tree<Plain>) => hashOf(tree, 0, 0);

/** Leaves that the walk down from the root finds apart, as two servers walk it. */
function apart(a: Tree<Plain>, b: Tree<Plain>): readonly number[] {
  let [level, nodes] = [0, [0]];
  for (;;) {
    nodes = nodes.filter((index) => hashOf(a, level, index) !== hashOf(b, level, index));
    if (level === a.depth) return nodes;
    nodes = nodes.flatMap((index) => childrenOf(a, level, index));
    level = levelBelow(a, level);
  }
}

const leafOf = (key: string, depth: number) => Math.floor(tokenOf(key) / 2 ** (32 - depth));

test('the order in which keys came is of no account', () => {
  const values = held(50);
  const reversed = Object.fromEntries(Object.entries(values).reverse());
  expect(root(treeOf(reversed, 8))).toBe(root(treeOf(values, 8)));
});

test('one key more, one less, or another value: the root differs, and the walk ends at the leaf of that key alone', () => {
  const { k7: _, ...without } = held(100);
  for (const other of [without, { ...held(100), k7: { value: 8 } }]) {
    for (const depth of [1, 3, 4, 7, 20, 24]) {
      const [a, b] = [treeOf(held(100), depth), treeOf<Plain>(other, depth)];
      expect(root(a)).not.toBe(root(b));
      expect(apart(a, b)).toEqual([leafOf('k7', depth)]);
    }
  }
});

test('keys of one token are in one order, whichever came first', () => {
  const byToken = new Map<number, string>();
  let pair: readonly [string, string] | undefined;
  for (let number = 0; pair === undefined; number++) {
    const other = byToken.get(tokenOf(`x${number}`));
    if (other !== undefined) pair = [other, `x${number}`];
    byToken.set(tokenOf(`x${number}`), `x${number}`);
  }
  const [a, b] = pair;
  const one = treeOf({ [a]: { value: 1 }, [b]: { value: 2 } }, 24);
  const other = treeOf({ [b]: { value: 2 }, [a]: { value: 1 } }, 24);
  expect(root(one)).toBe(root(other));
});

test('a leaf reaches from its first token to the last one before the next leaf', () => {
  const at = (token: number) => ({ token, key: String(token), versions: { value: 1 } });
  const width = 2 ** 30;
  const tree = { depth: 2, entries: [at(0), at(width - 1), at(width), at(2 ** 32 - 1)] };
  const keys = (leaf: number) => entriesIn(tree, 2, leaf).map(({ token }) => token);
  expect([0, 1, 2, 3].map(keys)).toEqual([[0, width - 1], [width], [], [2 ** 32 - 1]]);
});

test('a value under another key of the same leaf is another leaf', () => {
  expect(root(treeOf({ a: { value: 1 } }, 0))).not.toBe(root(treeOf({ b: { value: 1 } }, 0)));
});

test('levels are compared four at a time, and the last as many as are left', () => {
  const tree = treeOf({}, 10);
  expect([0, 4, 8].map((level) => levelBelow(tree, level))).toEqual([4, 8, 10]);
  expect(childrenOf(tree, 4, 3)).toEqual(Array.from({ length: 16 }, (_, at) => 48 + at));
  expect(childrenOf(tree, 8, 3)).toEqual([12, 13, 14, 15]);
});

describe('for any two stores', () => {
  const key = fc.integer({ min: 0, max: 40 }).map((number) => `k${number}`);
  const store = fc.dictionary(key, fc.record({ value: fc.integer({ min: 0, max: 2 }) }));
  const depth = fc.integer({ min: 0, max: 24 });

  test('every entry is in exactly one leaf, the one of its token', () => {
    fc.assert(
      fc.property(store, fc.integer({ min: 0, max: 6 }), (values, shallow) => {
        const tree = treeOf(values, shallow);
        const leaves = Array.from({ length: 2 ** shallow }, (_, leaf) => entriesIn(tree, shallow, leaf));
        expect(
          leaves
            .flat()
            .map(({ key }) => key)
            .sort(),
        ).toEqual(Object.keys(values).sort());
        for (const [leaf, entries] of leaves.entries()) {
          for (const entry of entries) expect(leafOf(entry.key, shallow)).toBe(leaf);
        }
      }),
    );
  });

  test('the leaves found apart are those of the keys that differ', () => {
    fc.assert(
      fc.property(store, store, depth, (a, b, deep) => {
        const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
        const differing = keys.filter((key) => a[key]?.value !== b[key]?.value).map((key) => leafOf(key, deep));
        const expected = [...new Set(differing)].sort((x, y) => x - y);
        expect(apart(treeOf<Plain>(a, deep), treeOf<Plain>(b, deep))).toEqual(expected);
      }),
    );
  });
});
