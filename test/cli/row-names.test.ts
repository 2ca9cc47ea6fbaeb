// Which rows there are, as errors name them.
import { expect, test } from 'vitest';
import { noRowNamed, noSuchRow } from '../../src/cli/row-names.ts';

const rows = (count: number) => Array.from({ length: count }, (_, index) => `row ${index + 1}`);

test('a few are named in a sentence, many on lines, and no more than a screen or two', () => {
  expect(noSuchRow('x', []).message).toBe('--row x: there is no such row, the scenario has no rows');
  expect(noSuchRow('ro 3', rows(3)).message).toBe(
    '--row ro 3: there is no such row, expected row 1, row 2 or row 3 (did you mean "row 3"?)',
  );
  expect(noRowNamed(rows(9)).message).toBe(
    `the scenario is a sweep over rows: name one with --row, one of these:${rows(9)
      .map((row) => `\n  ${row}`)
      .join('')}`,
  );
  const long = noSuchRow('x', rows(100)).message.split('\n');
  expect([long.length, long.at(-2), long.at(-1)]).toEqual([42, '  row 40', '  … and 60 more']);
});

test('rows of two files that compare systems are no table: each has a line', () => {
  const known = ['a / x', 'a / y', 'b / x', 'b / z', 'b / w', 'b / v', 'b / u', 'b / t', 'b / s'];
  expect(noSuchRow('q', known).message).toContain('expected one of these:\n  a / x\n  a / y\n  b / x');
});
