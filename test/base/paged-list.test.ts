import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashPlain, PAGE } from '../../src/base/hash.ts';
import { append, at, commonLength, emptyList, last, listOf, slice, take } from '../../src/base/paged-list.ts';
import type { Plain } from '../../src/base/plain.ts';

// Lengths around every edge of the shape: one page, a full root of one, two and three levels.
const edges = [0, 1, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE, PAGE * PAGE, PAGE * PAGE + 1, PAGE * PAGE + PAGE + 1];
const lengths = fc.oneof(
  fc.integer({ min: 0, max: 100 }),
  fc.constantFrom(...edges),
  fc.integer({ min: 1000, max: 2200 }),
);
const upTo = (length: number) => Array.from({ length }, (_, i) => i);

test('a list holds what was appended', () => {
  fc.assert(
    fc.property(lengths, (length) => {
      const list = listOf(upTo(length));
      expect(slice(list, 0)).toEqual(upTo(length));
      expect(last(list)).toBe(length === 0 ? undefined : length - 1);
      expect(at(list, length)).toBeUndefined();
      expect(at(list, -1)).toBeUndefined();
      for (const edge of edges) expect(at(list, edge)).toBe(edge < length ? edge : undefined);
    }),
  );
});

test('the shape depends on the contents alone: cut and grown again, a list equals one made at once', () => {
  fc.assert(
    fc.property(lengths, lengths, lengths, (first, cut, second) => {
      const wanted = upTo(first).slice(0, cut);
      let list = take(listOf(upTo(first)), cut);
      for (const item of upTo(second)) {
        list = append(list, item);
        wanted.push(item);
      }
      expect(list).toEqual(listOf(wanted));
      expect(hashPlain(list as Plain)).toEqual(hashPlain(listOf(wanted) as Plain));
    }),
    { numRuns: 60 },
  );
});

test('older versions are untouched by what later ones do', () => {
  fc.assert(
    fc.property(lengths, lengths, (length, cut) => {
      const list = listOf(upTo(length));
      append(take(append(list, -1), cut), -2);
      expect(slice(list, 0)).toEqual(upTo(length));
    }),
    { numRuns: 60 },
  );
});

test('slices', () => {
  fc.assert(
    fc.property(lengths, fc.integer({ min: -5, max: 2300 }), fc.integer({ min: 0, max: 2300 }), (length, from, to) => {
      expect(slice(listOf(upTo(length)), from, to)).toEqual(upTo(length).slice(Math.max(from, 0), to));
    }),
  );
});

test('the common length of two lists, whether they share pages or not', () => {
  fc.assert(
    fc.property(lengths, lengths, lengths, fc.boolean(), (shared, left, right, isShared) => {
      const base = upTo(shared);
      const a = listOf([...base, ...upTo(left).map((i) => `a${i}`)]);
      const start = isShared ? take(a, shared) : listOf<string | number>(base);
      let b = start;
      for (const item of upTo(right)) b = append(b, `b${item}`);
      expect(commonLength(a as never, b as never)).toBe(shared);
      expect(commonLength(b as never, a as never)).toBe(shared);
      expect(commonLength(a as never, take(a, left) as never)).toBe(Math.min(left, a.length));
    }),
    { numRuns: 60 },
  );
});

test('an append copies no more than a page and a path', () => {
  const list = listOf(upTo(100_000));
  const next = append(list, 0);
  expect(next.root === list.root || next.tail.length === 1).toBe(true);
  expect(emptyList()).toBe(emptyList());
});
