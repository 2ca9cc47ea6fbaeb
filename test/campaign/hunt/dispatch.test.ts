// Seeds and shards, and which of them a lane is given: every one once, in order, and none behind the last failure that counts.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Dispatch } from '../../../src/campaign/hunt/dispatch.ts';
import { countOf, countOfAll, isRepeated, positionOf, seedAt, WHOLE } from '../../../src/campaign/hunt/seeds.ts';
import { worldsOf } from '../../../src/campaign/hunt/worlds.ts';

test('the shards of a range have every seed exactly once', () => {
  const range = fc.tuple(
    fc.integer({ min: 0, max: 1000 }),
    fc.integer({ min: 0, max: 60 }),
    fc.integer({ min: 1, max: 9 }),
  );
  fc.assert(
    fc.property(range, ([first, more, of]) => {
      const last = first + more;
      const shares = Array.from({ length: of }, (_, i) => ({ first, last, shard: { index: i + 1, of } }));
      const seeds = shares.flatMap((share) => Array.from({ length: countOf(share) }, (_, p) => seedAt(share, p)));
      expect(seeds.sort((a, b) => a - b)).toEqual(Array.from({ length: more + 1 }, (_, i) => first + i));
      expect(countOfAll(shares)).toBe(more + 1);
      for (const share of shares) if (countOf(share) > 0) expect(positionOf(share, seedAt(share, 0))).toBe(0);
    }),
  );
});

test('ranges that overlap count each seed once', () => {
  const [one, other] = [
    { first: 1, last: 10, shard: WHOLE },
    { first: 6, last: 20, shard: WHOLE },
  ];
  expect(countOfAll([one, other])).toBe(20);
});

const share = { first: 1, last: 100, shard: WHOLE };
const worlds = worldsOf({ strategy: 'random' }, share);
const seedsOf = (tasks: readonly { readonly seed: string }[]) => tasks.map(({ seed }) => Number(seed));

test('two lanes share the seeds in order; what one gives back goes out first', () => {
  const dispatch = new Dispatch({ share, worlds, lanes: 2, maxFailures: 10 });
  expect(seedsOf(dispatch.take(0, 3))).toEqual([1, 2, 3]);
  const taken = dispatch.take(1, 3);
  dispatch.giveBack(taken.slice(1));
  expect(seedsOf(dispatch.take(0, 4))).toEqual([5, 6, 7, 8]);
});

test('what an earlier campaign has finished is skipped', () => {
  const dispatch = new Dispatch({ share, worlds, lanes: 1, maxFailures: 10 });
  for (const position of [0, 2, 3]) dispatch.finish(position, false, false);
  expect(seedsOf(dispatch.take(0, 3))).toEqual([2, 5, 6]);
});

test('every twentieth is repeated, in the other lane where there is one', () => {
  expect([1, 2, 21, 41].map((seed) => isRepeated(share, seed))).toEqual([true, false, true, true]);
  for (const lanes of [1, 2]) {
    const dispatch = new Dispatch({ share, worlds, lanes, maxFailures: 10 });
    dispatch.take(0, 2);
    dispatch.finish(0, false, true, 0);
    dispatch.finish(1, false, true, 0);
    const [own] = dispatch.take(0, 1);
    const [others] = dispatch.take(1, 1);
    expect([own!.isRepeat, others!.isRepeat]).toEqual([lanes === 1, lanes === 2]);
  }
});

test('behind the last failure that counts nothing is begun, before it everything is finished', () => {
  const dispatch = new Dispatch({ share, worlds, lanes: 2, maxFailures: 2 });
  dispatch.take(0, 4);
  dispatch.take(1, 10);
  dispatch.finish(9, true, false, 1);
  expect(dispatch.until).toBe(100);
  dispatch.finish(11, true, false, 1);
  expect(dispatch.until).toBe(12);
  expect(dispatch.take(1, 5)).toEqual([]);
  dispatch.finish(2, true, false, 0);
  expect(dispatch.until).toBe(10);
  dispatch.giveBack([
    { position: 3, seed: '4', world: '4', isRepeat: false },
    { position: 10, seed: '11', world: '11', isRepeat: false },
  ]);
  expect(seedsOf(dispatch.take(1, 5))).toEqual([4]);
});
