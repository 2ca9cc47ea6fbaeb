import { expect, test } from 'vitest';
import type { RunVerdict } from '../../src/contract/report.ts';
import { judgeSweep, type SeedReport } from '../../src/scenario/index.ts';

function run(seed: string, every: RunVerdict, some: RunVerdict): SeedReport {
  const base = { kind: 'expectation', text: '', found: 'x', event: Number(seed) } as const;
  const expectations = [
    { ...base, key: 'expect.0', quantifier: 'every', verdict: every } as const,
    { ...base, key: 'expect.1', quantifier: 'some', verdict: some } as const,
  ];
  return { seed, reason: undefined, expectations };
}

const shown = (runs: readonly ReturnType<typeof run>[], isQuick = false) => {
  const { verdict, expectations } = judgeSweep(runs, { isQuick });
  return [verdict, ...expectations.map((finding) => `${finding.verdict} at ${finding.seed ?? '-'}`)];
};

test('an expectation holds at every seed, a violation is found at one or more', () => {
  expect(shown([run('1', 'held', 'failed'), run('2', 'held', 'held')])).toEqual(['held', 'held at -', 'held at 2']);
  expect(shown([run('1', 'held', 'held'), run('2', 'failed', 'held')])).toEqual(['failed', 'failed at 2', 'held at 1']);
  expect(shown([run('1', 'held', 'failed'), run('2', 'held', 'failed')])).toEqual([
    'failed',
    'held at -',
    'failed at -',
  ]);
});

test('what is unknown at a seed is unknown in all, unless another decides it', () => {
  expect(shown([run('1', 'unknown', 'unknown'), run('2', 'held', 'held')])).toEqual([
    'unknown',
    'unknown at 1',
    'held at 2',
  ]);
  expect(shown([run('1', 'unknown', 'held'), run('2', 'failed', 'held')])).toEqual([
    'failed',
    'failed at 2',
    'held at 1',
  ]);
});

test('a quick sweep does not judge a violation that it has not found', () => {
  expect(shown([run('1', 'held', 'failed')], true)).toEqual(['held', 'held at -', 'not judged at -']);
  expect(shown([run('1', 'failed', 'held')], true)).toEqual(['failed', 'failed at 1', 'held at 1']);
  expect(shown([run('1', 'held', 'held')], true)).toEqual(['held', 'held at -', 'held at 1']);
});

test('the tally counts seeds and quotes the one that decides', () => {
  const { expectations } = judgeSweep([run('1', 'held', 'held'), run('2', 'failed', 'held')], { isQuick: false });
  expect(expectations[0]!.found).toBe('held at 1 of 2 seeds, failed at 1; seed 2: x');
  expect(expectations[0]!.event).toBe(2);
});

test('a promise that some seeds never exercised is judged by the others', () => {
  const promise = (seed: string, isVacuous: boolean): SeedReport => {
    const verdict = isVacuous ? 'unknown' : 'held';
    const base = { key: 'promise.p', kind: 'promise', text: 'p', quantifier: 'every', found: '' } as const;
    return {
      seed,
      reason: undefined,
      expectations: [...run(seed, 'held', 'held').expectations, { ...base, verdict, isVacuous }],
    };
  };
  const some = judgeSweep([promise('1', true), promise('2', false)], { isQuick: false });
  expect(some.verdict).toBe('held');
  expect(some.expectations[2]).toMatchObject({
    verdict: 'held',
    found: 'held at 1 of 2 seeds, never exercised at 1; seed 2: ',
  });
  const none = judgeSweep([promise('1', true), promise('2', true)], { isQuick: false });
  expect([none.verdict, none.expectations[2]!.verdict]).toEqual(['held', 'unknown']);
});
