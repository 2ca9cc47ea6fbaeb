// What the option `works` takes, and what it refuses in words.
import { expect, test } from 'vitest';
import { seconds } from '../../../src/contract/time.ts';
import { workerProblem, workerSettings } from '../../../src/protocols/locks/index.ts';
import { systems } from '../../../src/protocols/registry.ts';
import { loadScenario } from '../../../src/scenario/index.ts';

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

test('whoever works differently is one of the clients, where they are known', () => {
  const three = ['c1', 'c2', 'c3'];
  expect(workerProblem(options('c3 1s, c1 never'), three)).toBeUndefined();
  expect(workerProblem(options('c1 1s, c99 never'), three)).toBe('works: found c99, expected a client from c1 to c3');
  expect(workerProblem(options('c2 1s'), ['c1'])).toBe('works: found c2, expected c1, the only client');
  expect(workerProblem(options('c1 1s'), [])).toBe('works: found c1, expected no client, for there is no workload');
  expect(workerProblem(options(''), [])).toBeUndefined();
});

const locks = systems.filter(({ options: known }) => Object.hasOwn(known, 'works'));
const kindOf = (name: string) => (name.endsWith('-election') ? 'election' : 'lock');

test.each(locks.map(({ name }) => name))('a scenario of %s that names a client that is none is refused', (name) => {
  const problemsOf = (works: string) =>
    loadScenario(
      `faultline: 1\nname: a\nabout: b\nsystem: ${name}\noptions: { works: ${works} }\nworkload: { kind: ${kindOf(name)}, clients: 2 }\nrun: 1s\n`,
      'a.yaml',
      systems,
    ).problems.map(({ message }) => message);
  expect(problemsOf('c2 1s')).toEqual([]);
  expect(problemsOf('c3 1s')).toEqual(['works: found c3, expected a client from c1 to c2']);
});

test.each([
  ['c1 for ever', 'works: found c1 for ever, expected pairs such as c1 12s, c2 never'],
  ['c1 999999999s', 'works: found c1 999999999s, expected 86400s at most'],
  ['c1 1s, c2 1s, c1 never', 'works: found c1 twice, expected it once'],
])('%s is refused', (works, problem) => {
  expect(workerProblem(options(works))).toBe(problem);
});
