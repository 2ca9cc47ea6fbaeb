import { expect, test } from 'vitest';
import { RandomStream } from '../../src/base/random.ts';
import { hasItem, sortedKeys, sortedSet, withItem, withoutItem } from '../../src/base/sorted.ts';

test('frozen draws: a seed and a label give the same numbers for ever', () => {
  const stream = new RandomStream('1', 'link/n1>n2');
  expect(Array.from({ length: 8 }, () => stream.int(1000))).toMatchInlineSnapshot(`
    [
      744,
      499,
      338,
      487,
      833,
      182,
      399,
      773,
    ]
  `);
  expect(stream.int(2 ** 40)).toMatchInlineSnapshot(`538582839919`);
});

test('streams of other labels and seeds are other streams', () => {
  const first = (seed: string, label: string) => new RandomStream(seed, label).int(2 ** 32);
  const all = ['link/n1>n2', 'link/n2>n1', 'timer/n1/election'].flatMap((label) => [
    first('1', label),
    first('2', label),
  ]);
  expect(new Set(all).size).toBe(all.length);
});

test('a stream goes on from where it was saved', () => {
  const stream = new RandomStream('7', 'x');
  for (let i = 0; i < 10; i++) stream.int(6);
  const copy = new RandomStream('7', 'x', stream.save());
  for (let i = 0; i < 100; i++) expect(copy.int(6)).toBe(stream.int(6));
});

test('draws are spread evenly over small bounds', () => {
  const stream = new RandomStream('3', 'dice');
  const counts = new Array<number>(6).fill(0);
  for (let i = 0; i < 60_000; i++) counts[stream.int(6)]!++;
  // Chi-square with 5 degrees of freedom: below 20.5 in 99.9 % of all fair dice.
  const chi = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
  expect(chi).toBeLessThan(20.5);
});

test('a bound below 1 is refused', () => {
  expect(() => new RandomStream('1', 'x').int(0)).toThrow('at least 1');
});

test('sorted sets keep their order and their reference where nothing changes', () => {
  const set = sortedSet(['n3', 'n1', 'n2', 'n1']);
  expect(set).toEqual(['n1', 'n2', 'n3']);
  expect(withItem(set, 'n2')).toBe(set);
  expect(withItem(set, 'n10')).toEqual(['n1', 'n10', 'n2', 'n3']);
  expect(withoutItem(set, 'n9')).toBe(set);
  expect(withoutItem(set, 'n2')).toEqual(['n1', 'n3']);
  expect(hasItem(set, 'n3')).toBe(true);
  expect(hasItem(set, 'n4')).toBe(false);
  expect(sortedKeys({ b: 1, a: 2, 10: 3, 9: 4 })).toEqual(['10', '9', 'a', 'b']);
});
