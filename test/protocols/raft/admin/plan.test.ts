import { describe, expect, test } from 'vitest';
import { defaultsOf } from '../../../../src/contract/system.ts';
import { ms, seconds } from '../../../../src/contract/time.ts';
import { type Plan, planOf } from '../../../../src/protocols/raft/admin/plan.ts';
import { raftKv } from '../../../../src/protocols/raft/index.ts';
import { loadScenarioObject } from '../../../../src/scenario/index.ts';

describe('what administrators are asked for', () => {
  const change = (at: number, voters: readonly string[], learners: readonly string[] = []) =>
    ({ at, do: 'change', voters, learners }) as const;
  test.each<[string, Plan]>([
    ['', { steps: [], every: undefined }],
    ['   ', { steps: [], every: undefined }],
    ['random 2s', { steps: [], every: seconds(2) }],
    [' random  1500ms ', { steps: [], every: ms(1500) }],
    ['0s voters n1', { steps: [change(0, ['n1'])], every: undefined }],
    ['2s voters n1 n2 learners n3 n4', { steps: [change(seconds(2), ['n1', 'n2'], ['n3', 'n4'])], every: undefined }],
    [
      '2s voters n1 n2; 2s transfer n2',
      { steps: [change(seconds(2), ['n1', 'n2']), { at: seconds(2), do: 'transfer', target: 'n2' }], every: undefined },
    ],
    ['9999999ms transfer n1000', { steps: [{ at: ms(9_999_999), do: 'transfer', target: 'n1000' }], every: undefined }],
  ])('%j', (text, plan) => {
    expect(planOf(text)).toEqual(plan);
  });
});

const steps = '"2s voters n1 n2 n4 learners n5" or "5s transfer n2"';
const order = 'a time not before that of the step before it';

/** What is written, the part that is wrong, and what was expected in its place. */
const wrong: readonly (readonly [text: string, found: string, expected: string])[] = [
  ['voters n1', 'voters n1', steps],
  ['2 voters n1', '2 voters n1', steps],
  ['-2s voters n1', '-2s voters n1', steps],
  ['2.5s voters n1', '2.5s voters n1', steps],
  ['2m voters n1', '2m voters n1', steps],
  ['12345678s voters n1', '12345678s voters n1', steps],
  ['2s', '2s', steps],
  ['2s voters', '2s voters', steps],
  ['2s voter n1', '2s voter n1', steps],
  ['2s voters n1 n1', '2s voters n1 n1', steps],
  ['2s voters n1 learners', '2s voters n1 learners', steps],
  ['2s voters learners n1', '2s voters learners n1', steps],
  ['2s voters n1 learners n1', '2s voters n1 learners n1', steps],
  ['2s voters n1, n2', '2s voters n1, n2', steps],
  ['2s voters c1', '2s voters c1', steps],
  ['2s voters n12345', '2s voters n12345', steps],
  ['2s transfer', '2s transfer', steps],
  ['2s transfer n1 n2', '2s transfer n1 n2', steps],
  ['2s transfer leader', '2s transfer leader', steps],
  ['2s voters n1;', '', steps],
  ['2s voters n1; 1s transfer n1', '1s transfer n1', order],
  ['random', 'random', steps],
  ['random 0s', 'random 0s', '"random 2s"'],
  ['random soon', 'random soon', '"random 2s"'],
  ['random 1s; 2s transfer n1', 'random 1s', steps],
];

test.each(wrong)('%j is refused in a sentence', (text, found, expected) => {
  const problem = `admin: found ${JSON.stringify(found)}, expected ${expected}`;
  expect(planOf(text)).toEqual({ problem });
  // And as a problem of the system's options, where a scenario writes it.
  expect(raftKv.check?.({ ...defaultsOf(raftKv), admin: text })).toBe(problem);
});

test.each([
  ['2s voters n1 n2; 3s voters n1 n4', 'n4'],
  ['2s voters n1 learners n4', 'n4'],
  ['2s transfer n12', 'n12'],
])('%j names a server that three servers do not have', (admin, stranger) => {
  const scenario = { faultline: 1, name: 'n', about: 'a', system: 'raft-kv', nodes: 3, options: { admin }, run: '5s' };
  const { problems } = loadScenarioObject(scenario, 'scenario', [raftKv]);
  const message = `admin: there is no server ${stranger}, expected n1 to n3`;
  expect(problems.map((problem) => [problem.code, problem.message])).toEqual([['contradiction', message]]);
  expect(loadScenarioObject({ ...scenario, nodes: 12 }, 'scenario', [raftKv]).problems).toEqual([]);
});
