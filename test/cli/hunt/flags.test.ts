// The flags of `hunt` that are more than a word: what they mean, and how they are refused.
import { expect, test } from 'vitest';
import { Exit } from '../../../src/cli/exit.ts';
import { courseOf, seedsOf, shardOf, timeOf } from '../../../src/cli/hunt/flags.ts';

test('ranges of seeds, shards and times are read', () => {
  expect(seedsOf(undefined)).toEqual({ first: 1, last: 1000 });
  expect(seedsOf('5..7')).toEqual({ first: 5, last: 7 });
  expect(seedsOf('41')).toEqual({ first: 41, last: 41 });
  expect(shardOf('2/3')).toEqual({ index: 2, of: 3 });
  expect(timeOf('1.5s')).toBe(1500);
});

test.for([
  [() => seedsOf('9..1'), '--seeds: found "9..1", expected the lower seed first: 1..9'],
  [() => seedsOf('x'), '--seeds: found "x", expected two whole numbers up to 9007199253740991 such as 1..1000'],
  [() => seedsOf('1..3000000000'), '--seeds: found "1..3000000000", expected at most 2147483646 seeds'],
  [() => shardOf('3/2'), '--shard: found "3/2", expected i/n such as 1/4, i from 1 to n, n up to 10000'],
  [() => shardOf('0/2'), '--shard: found "0/2", expected i/n such as 1/4, i from 1 to n, n up to 10000'],
  [() => timeOf('1us'), '--time: found "1us", expected at least 1ms'],
  [() => timeOf('30'), /^--time: found "30", expected a duration such as/],
] as const)('what they do not mean is refused in a sentence: %#', ([read, sentence]) => {
  expect(read).toThrow(Exit);
  expect(read).toThrow(sentence);
});

const flags = { maxFailures: 10, minimise: true, color: 'never' } as const;

test('worlds are chosen at random, or guided; one that is named is hunted in alone', () => {
  expect(courseOf(flags)).toMatchObject({ share: { first: 1, last: 1000 }, course: { strategy: 'random' } });
  expect(courseOf({ ...flags, strategy: 'guided' }).course).toEqual({ strategy: 'guided' });
  const world = '4711:timers=900';
  expect(courseOf({ ...flags, world })).toEqual({
    share: { first: 4711, last: 4711, shard: { index: 1, of: 1 } },
    course: { strategy: 'world', world },
  });
});

test.each([
  [{ world: 'x' }, '--world: found "x", expected a name that a guided hunt printed, such as 4711:timers=900'],
  // Numbers of JavaScript, and no seeds as `--seeds` has them.
  [{ world: '1e3' }, '--world: found "1e3", expected a name'],
  [{ world: '007' }, '--world: found "007", expected a name'],
  [{ world: '4711:timer=900' }, '--world: found "4711:timer=900", expected a name'],
  [{ world: '1', strategy: 'guided' }, '--world names one world: leave out --strategy'],
  [{ world: '1', seeds: '1..2' }, '--world names one world: leave out --seeds'],
] as const)('%j is refused', (other, message) => {
  expect(() => courseOf({ ...flags, ...other })).toThrow(message);
});
