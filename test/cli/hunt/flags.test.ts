// The flags of `hunt` that are more than a word: what they mean, and how they are refused.
import { expect, test } from 'vitest';
import { Exit } from '../../../src/cli/exit.ts';
import { seedsOf, shardOf, timeOf } from '../../../src/cli/hunt/flags.ts';

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
