// `figure`, `messages`, `writes` and `held`: claims and measures of what a system measures of itself, on hand-made runs.
import { describe, expect, test } from 'vitest';
import type { Sample } from '../../src/contract/figures.ts';
import type { RunResult } from '../../src/kernel/result.ts';
import { judge, loadScenario, reportOf } from '../../src/scenario/index.ts';
import { systems } from './fake-system.ts';
import { resultOf, scenarioOf } from './runs.ts';

const sample = (figure: string, value: number, second: number): Sample => ({
  figure,
  value,
  time: second * 1_000_000,
  event: second * 1000,
});
const samples = [sample('locked', 5_000_000, 3), sample('waiters', 3, 4), sample('locked', 1_000, 8)];
const kindCounts = { sent: { Prepare: 3, Vote: 2 }, written: { vote: 2, log: 7 } };

function told(claim: string, parts: Partial<RunResult> = { samples, kindCounts }): string {
  const { findings } = judge(scenarioOf([claim]), resultOf(parts));
  const { verdict, found, event } = findings.find(({ key }) => key === 'expect.0')!;
  return `${verdict}: ${found}${event === undefined ? '' : ` @${event}`}`;
}

describe('figure', () => {
  test('its statistics are bounded, in its unit', () => {
    expect(told('figure: { of: locked, max: { atLeast: 5s, atMost: 5s }, count: { atLeast: 2, atMost: 2 } }')).toBe(
      'held: max 5s, 2 samples of locked',
    );
    expect(told('figure: { of: locked, total: { atMost: 5s } }')).toBe(
      'failed: total 5.001s, 2 samples of locked @3000',
    );
    expect(told('figure: { of: locked, p50: { atLeast: 2ms } }')).toBe('failed: p50 1ms, 2 samples of locked @8000');
    expect(told('figure: { of: waiters, max: { atMost: 2 } }')).toBe('failed: max 3, 1 sample of waiters @4000');
    expect(told('figure: { of: locked, count: { atMost: 1 } }')).toBe('failed: 2 samples of locked @8000');
  });

  test('a window takes those that were recorded in it', () => {
    expect(told('figure: { of: locked, during: partition, max: { atLeast: 5s } }')).toContain('held: max 5s, 1 sample');
    expect(told('figure: { of: locked, from: 7s, max: { atMost: 1ms } }')).toContain('held: max 1ms, 1 sample');
  });

  test('of nothing there is no maximum, but a count and a total', () => {
    expect(told('figure: { of: locked, max: { atMost: 1s } }', {})).toBe('unknown: nothing was recorded of locked');
    expect(told('figure: { of: locked, count: { atMost: 0 } }', {})).toBe('held: 0 samples of locked');
    expect(told('figure: { of: locked, total: { atMost: 0s } }', {})).toBe('held: total 0s, 0 samples of locked');
    expect(told('figure: { of: locked, count: { atLeast: 1 } }', {})).toBe('failed: 0 samples of locked');
  });
});

test('messages and writes are counted by kind, or all together', () => {
  expect(told('messages: { kinds: [Prepare, Vote], atLeast: 5, atMost: 5 }')).toBe('held: 5 messages');
  expect(told('messages: { atMost: 4 }')).toBe('failed: 5 messages');
  expect(told('writes: { kinds: [vote], atMost: 1 }')).toBe('failed: 2 writes');
  expect(told('writes: { kinds: [other], atMost: 0 }')).toBe('held: 0 writes');
});

test('they are measures, and a property is one too', () => {
  const measures = [
    '{ name: longest, figure: { of: locked, take: max } }',
    '{ name: how-often, figure: { of: locked, take: count } }',
    '{ name: waiting, figure: { of: waiters, take: total } }',
    '{ name: prepares, messages: { kinds: [Prepare] } }',
    '{ name: writes, writes: {} }',
    '{ name: safe, held: election-safety }',
    '{ name: alike, held: log-matching }',
  ];
  const scenario = scenarioOf([], `measure:\n${measures.map((each) => `  - ${each}`).join('\n')}`);
  const violation = { property: 'log-matching', reason: 'x', witness: null, event: 1, time: 2 };
  const result = resultOf({ samples, kindCounts, violations: [violation] });
  const measured = reportOf(scenario, { result, judgement: judge(scenario, result) }, 0).measures.map(
    ({ name, unit, value }) => [name, unit, value],
  );
  expect(measured).toEqual([
    ['longest', 'duration', 5_000_000],
    ['how-often', 'count', 2],
    ['waiting', 'count', 3],
    ['prepares', 'count', 3],
    ['writes', 'count', 9],
    ['safe', 'share', 1],
    ['alike', 'share', 0],
  ]);
});

test('a promise that is measured is a column where systems are compared, and else a claim all the same', () => {
  const scenario = scenarioOf(
    ['figure: { of: locked, count: { atMost: 0 } }'],
    'measure: [{ name: safe, held: election-safety }]',
  );
  const keys = (of: typeof scenario) => judge(of, resultOf({})).findings.map(({ key }) => key);
  expect(keys(scenario)).toContain('promise.election-safety');
  const compared = { system: 'fake-kv', row: undefined };
  expect(keys({ ...scenario, compared })).not.toContain('promise.election-safety');
  expect(keys({ ...scenario, measures: [], compared })).toContain('promise.election-safety');
});

const problemsOf = (parts: string) =>
  loadScenario(`faultline: 1\nname: a\nabout: b\nrun: 9s\n${parts}`, 'a.yaml', systems).problems.map(
    ({ path, message, hint }) => `${path}: ${message}${hint === undefined ? '' : ` (${hint})`}`,
  );

describe('what is wrong is said', () => {
  const expecting = (claim: string) => problemsOf(`system: fake-kv\nexpect: [{ ${claim} }]`)[0];

  test('a name that is none, a value in another unit, a claim of nothing', () => {
    expect(expecting('figure: { of: lockd, max: { atMost: 1s } }')).toBe(
      'expect.0.figure.of: fake-kv has no figure "lockd": expected locked or waiters (did you mean "locked"?)',
    );
    expect(expecting('figure: { of: locked, max: { atMost: 3 } }')).toContain('expect.0.figure.max.atMost: found 3');
    expect(expecting('figure: { of: waiters, max: { atMost: 3s } }')).toContain('found "3s", expected a number');
    expect(expecting('figure: { of: locked }')).toContain('nothing is claimed here');
    expect(expecting('figure: { of: locked, count: { atLeast: 0 } }')).toContain('it cannot fail');
    expect(expecting('messages: { kinds: [] , atMost: 3 }')).toContain('of no kind there is nothing');
  });

  test('of several systems one may lack what is measured, but not all', () => {
    const measuring = (measure: string) =>
      problemsOf(`systems: [fake-kv, { system: fake-kv, name: other }]\nmeasure: [{ name: m, ${measure} }]`);
    expect(measuring('figure: { of: locked, take: max }')).toEqual([]);
    expect(measuring('figure: { of: lockd, take: max }')).toEqual([
      'measure.0: none of the systems has what "m" is a measure of',
    ]);
    expect(measuring('held: election-safty')).toEqual(['measure.0: none of the systems has what "m" is a measure of']);
  });

  test('of several systems that list their writes one has to have each kind that is measured, and each what is claimed', () => {
    const [fake] = systems;
    const listing = [
      { ...fake!, writes: { log: '', vote: '' } },
      { ...fake!, name: 'other', writes: { log: '' } },
    ];
    const saying = (parts: string) =>
      loadScenario(
        `faultline: 1\nname: a\nabout: b\nrun: 9s\nsystems: [fake-kv, other]\n${parts}`,
        'a.yaml',
        listing,
      ).problems.map(({ path, message, hint }) => `${path}: ${message} ${hint ?? ''}`);
    expect(saying('measure: [{ name: m, writes: { kinds: [vote, log] } }]')).toEqual([]);
    expect(saying('measure: [{ name: m, writes: { kinds: [vote, vott] } }]')).toEqual([
      'measure.0.writes.kinds.1: none of the systems has writes of the kind "vott": expected log or vote did you mean "vote"?',
    ]);
    expect(saying('expect: [{ writes: { kinds: [vote], atMost: 0 } }]')).toEqual([
      expect.stringContaining('other has no writes of the kind "vote": expected log'),
    ]);
  });
});
