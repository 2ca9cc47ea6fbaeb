import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashPlain, hexOf } from '../../src/base/hash.ts';
import { equalPlain, type Plain, plainProblem } from '../../src/base/plain.ts';

const plain = fc.letrec<{ value: Plain }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false, 0, 1, -1, 0.5, 2 ** 40, ''),
    fc.string({ maxLength: 4 }),
    fc.array(tie('value'), { maxLength: 4 }) as fc.Arbitrary<Plain>,
    fc.dictionary(fc.string({ maxLength: 3 }), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

const reversed = (value: Plain): Plain => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed);
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, item]) => [key, reversed(item as Plain)]));
};

test('the order of keys changes neither equality nor the hash', () => {
  fc.assert(
    fc.property(plain, (value) => {
      expect(equalPlain(value, reversed(value))).toBe(true);
      expect(hashPlain(reversed(value))).toEqual(hashPlain(value));
    }),
  );
});

test('values that differ have different hashes', () => {
  const seen = new Map<string, Plain>();
  fc.assert(
    fc.property(plain, (value) => {
      const hex = hexOf(hashPlain(value));
      const other = seen.get(hex);
      if (other !== undefined) expect(equalPlain(other, value)).toBe(true);
      seen.set(hex, value);
    }),
    { numRuns: 20_000 },
  );
  expect(seen.size).toBeGreaterThan(1000);
});

test('small changes that a sum of parts would miss', () => {
  const pairs: [Plain, Plain][] = [
    [
      ['a', 'b'],
      ['b', 'a'],
    ],
    [
      [[], [[]]],
      [[[]], []],
    ],
    [
      { a: 1, b: 2 },
      { a: 2, b: 1 },
    ],
    [{ a: { b: 1 } }, { b: { a: 1 } }],
    [{ a: 'b' }, { b: 'a' }],
    [{}, []],
    [null, 0],
    [0, false],
    ['', []],
    ['1', 1],
    [1, 1.5],
    [2 ** 32, 0],
    [{ a: null }, {}],
  ];
  for (const [a, b] of pairs) expect(hashPlain(a), JSON.stringify([a, b])).not.toEqual(hashPlain(b));
});

test('the low lane and the high lane each spread: 200,000 small records, no two alike in both', () => {
  const hashes = new Set<string>();
  let lowDoubles = 0;
  const low = new Set<number>();
  for (let term = 0; term < 200; term++) {
    for (let index = 0; index < 1000; index++) {
      const hash = hashPlain({ kind: 'AppendEntries', term, index });
      hashes.add(hexOf(hash));
      if (low.has(hash.low)) lowDoubles++;
      low.add(hash.low);
    }
  }
  expect(hashes.size).toBe(200_000);
  // 200,000 draws from 2^32 give n²/2^33 ≈ 4.7 pairs by chance; 20 is beyond any luck.
  expect(lowDoubles).toBeLessThan(20);
});

test('what is not plain data is named by its place', () => {
  expect(plainProblem({ a: [1, { b: new Map() }] }, 'state')).toBe('state.a[1].b is a Map');
  expect(plainProblem({ a: undefined }, 'state')).toBe('state.a is undefined');
  expect(plainProblem({ a: () => 1 }, 'state')).toBe('state.a is a function');
  expect(plainProblem([Number.NaN], 'state')).toBe('state[0] is NaN');
  expect(plainProblem({ a: [null, 'x', 1, true, {}] })).toBeUndefined();
});
