// What the option `works` takes, and what it refuses in words.
import { expect, test } from 'vitest';
import { seconds } from '../../../src/contract/time.ts';
import { workerProblem, workerSettings } from '../../../src/protocols/locks/index.ts';

const options = (works: string) => ({ work: seconds(1), workMax: 0, writeEvery: 0, works });

test('the work of single clients, and of the others', () => {
  const { workOf } = workerSettings(options('c1 12s, c2 never'));
  expect([workOf('c1'), workOf('c2'), workOf('c3')]).toEqual([
    { min: seconds(12), max: seconds(12) },
    null,
    { min: seconds(1), max: seconds(1) },
  ]);
  expect(workerProblem(options('c1 86400s, c2 never'))).toBeUndefined();
});

test.each([
  ['c1 for ever', 'works: found c1 for ever, expected pairs such as c1 12s, c2 never'],
  ['c1 999999999s', 'works: found c1 999999999s, expected 86400s at most'],
  ['c1 1s, c2 1s, c1 never', 'works: found c1 twice, expected it once'],
])('%s is refused', (works, problem) => {
  expect(workerProblem(options(works))).toBe(problem);
});
