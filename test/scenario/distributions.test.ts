// Claims on what a sweep has measured, and rows: judged from hand-made reports.
import { describe, expect, test } from 'vitest';
import type { MeasuredReport } from '../../src/contract/distribution.ts';
import type { RunReport, RunVerdict } from '../../src/contract/report.ts';
import { judgeRows, loadScenario, rowsOf, scenarioOfRow } from '../../src/scenario/index.ts';
import { systems } from './fake-system.ts';

const head = `faultline: 1
name: a
about: b
system: fake-kv
run: 10s
workload: { kind: register, clients: 2 }
measure: [{ name: gap, longestGap: {} }, { name: answered, available: {} }]
`;

function load(text: string) {
  const { scenario, problems } = loadScenario(head + text, 'a.yaml', systems);
  if (scenario === undefined) throw new Error(problems.map(({ line, message }) => `${line} ${message}`).join('\n'));
  return scenario;
}

const gap = (value: number | undefined, beyond?: number): MeasuredReport => ({
  name: 'gap',
  unit: 'duration',
  value: value === undefined ? undefined : value * 1000,
  beyond: beyond === undefined ? undefined : beyond * 1000,
});

/** Of a report what is judged: a promise that held or did not, and the gaps in ms. */
function report(measures: readonly MeasuredReport[], verdict: RunVerdict = 'held'): RunReport {
  const promise = { key: 'promise.p', kind: 'promise', text: 'p', verdict, found: '', quantifier: 'every' } as const;
  return { seed: '1', verdict, reason: undefined, expectations: [promise], measures } as unknown as RunReport;
}

/** The verdicts: of the whole, and of each claim on the gaps. */
function judged(claims: string, gaps: readonly MeasuredReport[], isQuick = false): readonly string[] {
  const scenario = load(
    `sweep: { seeds: ${isQuick ? gaps.length + 1 : gaps.length} }\npublished: { gap: { median: 3ms, mean: 4ms, within: { 3ms: 50% } } }\nexpect:\n${claims}`,
  );
  const [outline] = rowsOf(scenario);
  const reports = gaps.map((each) => report([each]));
  const { verdict, expectations } = judgeRows([{ outline: outline!, reports, planned: gaps.length }], { isQuick });
  return [verdict, ...expectations.flatMap((item) => (item.kind === 'expectation' ? [item.verdict] : []))];
}

const hundred = Array.from({ length: 100 }, (_, i) => gap(i + 1));

test('a claim that failed names the run that lies farthest out, on the side where it is broken', () => {
  const far = (claim: string, gaps: readonly MeasuredReport[]) => {
    const scenario = load(
      `sweep: { seeds: ${gaps.length} }\npublished: { gap: { median: 3ms } }\nexpect:\n  - ${claim}\n`,
    );
    const [outline] = rowsOf(scenario);
    const reports = gaps.map((each, i) => ({ ...report([each]), seed: `${i + 11}` }));
    const { expectations } = judgeRows([{ outline: outline!, reports, planned: gaps.length }], { isQuick: false });
    const { seed, found } = expectations.find(({ kind }) => kind === 'expectation')!;
    return `${seed}: ${found.split(' runs').at(-1)}`;
  };
  const five = [gap(4), gap(9), gap(2), gap(undefined), gap(9)];
  expect(far('distribution: { of: gap, median: { atMost: 3ms } }', five)).toBe(
    '12: ; 1 not measured; the most is 9ms, at seed 12',
  );
  expect(far('distribution: { of: gap, p99: { atLeast: 10ms } }', five)).toBe(
    '13: ; 1 not measured; the least is 2ms, at seed 13',
  );
  expect(far('distribution: { of: gap, within: { 4ms: { atLeast: 90% } } }', five)).toContain('the most is 9ms');
  expect(far('distribution: { of: gap, within: { 4ms: { atMost: 10% } } }', five)).toContain('the least is 2ms');
  expect(far('reproduces: { of: gap, median: 10% }', five)).toContain('the most is 9ms');
  // Whoever ended first took longer than all.
  const open = [...five, gap(undefined, 7)];
  expect(far('distribution: { of: gap, max: { atMost: 3ms } }', open)).toContain(
    'the most is more than 7ms, at seed 16',
  );
  // Nothing is wrong with any run, and none is to be opened, where a claim holds or a known miss is gone.
  expect(far('distribution: { of: gap, max: { atMost: 9ms } }', five)).toBe('undefined: ; 1 not measured');
  expect(far('misses: { of: gap, median: 100% }', five)).toBe('undefined: ; 1 not measured');
});

describe('bounds', () => {
  test('of statistics, met and missed by a microsecond', () => {
    const claim = (bounds: string) => judged(`  - distribution: { of: gap, ${bounds} }\n`, hundred);
    expect(claim('median: { atMost: 50ms }')).toEqual(['held', 'held']);
    expect(claim('median: { atMost: 49.999ms }')).toEqual(['failed', 'failed']);
    expect(claim('mean: { atLeast: 50.5ms, atMost: 50.5ms }')).toEqual(['held', 'held']);
    expect(claim('p99: { atLeast: 99.001ms }')).toEqual(['failed', 'failed']);
    expect(claim('max: { atMost: 100ms }, min: { atLeast: 2ms }')).toEqual(['failed', 'failed']);
  });

  test('of shares within a limit, the limit included', () => {
    const claim = (bounds: string) => judged(`  - distribution: { of: gap, within: { 90ms: ${bounds} } }\n`, hundred);
    expect(claim('{ atLeast: 90% }')).toEqual(['held', 'held']);
    expect(claim('{ atLeast: 90.1% }')).toEqual(['failed', 'failed']);
    expect(claim('{ atMost: 89% }')).toEqual(['failed', 'failed']);
  });

  test('runs that ended first break an upper bound, and leave open what they may still have come to', () => {
    const open = [
      ...Array.from({ length: 60 }, () => gap(10)),
      ...Array.from({ length: 40 }, () => gap(undefined, 50)),
    ];
    const claim = (bounds: string) => judged(`  - distribution: { of: gap, ${bounds} }\n`, open);
    expect(claim('median: { atMost: 10ms }')).toEqual(['held', 'held']);
    expect(claim('max: { atMost: 50ms }')).toEqual(['unknown', 'unknown']);
    expect(claim('max: { atMost: 49ms }')).toEqual(['failed', 'failed']);
    expect(claim('max: { atLeast: 50ms }')).toEqual(['held', 'held']);
    expect(claim('within: { 40ms: { atMost: 60% } }')).toEqual(['held', 'held']);
    expect(claim('within: { 60ms: { atMost: 60% } }')).toEqual(['unknown', 'unknown']);
  });

  test('nothing measured is unknown, not held', () => {
    expect(judged('  - distribution: { of: gap, max: { atMost: 1ms } }\n', [gap(undefined)])).toEqual([
      'unknown',
      'unknown',
    ]);
  });
});

describe('published figures', () => {
  const claim = (text: string, gaps: readonly number[]) =>
    judged(
      `  - ${text}\n`,
      gaps.map((each) => gap(each)),
    );

  test('are reproduced within their tolerance, above and below', () => {
    expect(claim('reproduces: { of: gap, median: 10% }', [3.3])).toEqual(['held', 'held']);
    expect(claim('reproduces: { of: gap, median: 10% }', [2.7])).toEqual(['held', 'held']);
    expect(claim('reproduces: { of: gap, median: 10% }', [3.301])).toEqual(['failed', 'failed']);
    expect(claim('reproduces: { of: gap, median: 10% }', [2.699])).toEqual(['failed', 'failed']);
    expect(claim('reproduces: { of: gap, within: 25% }', [1, 2, 3, 4])).toEqual(['held', 'held']);
    expect(claim('reproduces: { of: gap, within: 24% }', [1, 2, 3, 4])).toEqual(['failed', 'failed']);
  });

  test('are missed only where each one that is named is', () => {
    expect(claim('misses: { of: gap, median: 10% }', [3.301])).toEqual(['held', 'held']);
    expect(claim('misses: { of: gap, median: 10% }', [3.3])).toEqual(['failed', 'failed']);
    // The median is 3, the mean 7: one is missed, the other is not.
    expect(claim('misses: { of: gap, median: 10%, mean: 10% }', [3, 3, 15])).toEqual(['failed', 'failed']);
  });
});

test('a quick sweep judges no distribution, and is judged by the rest', () => {
  const claims = '  - distribution: { of: gap, max: { atMost: 1ms } }\n';
  expect(judged(claims, [gap(5)], true)).toEqual(['held', 'not judged']);
});

test('a promise that is broken at a seed fails the row whose distributions hold', () => {
  const [outline] = rowsOf(
    load('sweep: { seeds: 2 }\nexpect: [{ distribution: { of: gap, max: { atMost: 9ms } } }]\n'),
  );
  const reports = [report([gap(1)]), report([gap(2)], 'failed')];
  expect(judgeRows([{ outline: outline!, reports, planned: 2 }], { isQuick: false }).verdict).toBe('failed');
});

describe('rows', () => {
  const scenario = load(`options: { heartbeat: 100ms, batch: 4 }
network: { latency: 2ms, loss: 1% }
faults: [{ at: 1s, crash: n1 }]
sweep:
  seeds: 50
  quick: 5
  over:
    - { name: as it is }
    - { name: other, seeds: 3, nodes: 5, options: { batch: 8 }, network: { loss: 2% }, run: 5s }
    - { name: calm, faults: [{ at: 2s, pause: n2, for: 1s }], expect: [{ becomes: { role: leader, atMost: 3 } }] }
expect:
  - available: { atLeast: 50% }
`);
  const own = (row: string) => scenarioOfRow(scenario, row)!;

  test('a mapping is laid over the scenario’s key by key, the rest replaces it', () => {
    const { options, network, nodes, run, faults } = own('other');
    expect(options).toEqual({ heartbeat: 100_000, batch: 8, fsync: 'always', preVote: false });
    expect(network).toMatchObject({ latencyMin: 2_000, loss: { numerator: 1, denominator: 50 } });
    expect([nodes.length, run, faults.length]).toEqual([5, 5_000_000, 1]);
    expect(own('calm').faults.map(({ action }) => action.kind)).toEqual(['pause']);
    expect(own('calm').expectations.map(({ kind }) => kind)).toEqual(['becomes']);
    const { row: _, sweep: __, ...rest } = own('as it is');
    const { sweep: ___, ...whole } = scenario;
    expect(rest).toEqual(whole);
    expect(scenarioOfRow(scenario, 'none')).toBeUndefined();
  });

  test('each has its own number of seeds, and its own verdict', () => {
    expect(rowsOf(scenario).map(({ row, sweep }) => [row, sweep?.seeds, sweep?.quick])).toEqual([
      ['as it is', 50, 5],
      ['other', 3, 3],
      ['calm', 50, 5],
    ]);
    const rows = rowsOf(scenario).map((outline, index) => ({
      outline,
      reports: [report([], index === 1 ? 'failed' : 'held')],
      planned: 1,
    }));
    const { verdict, rows: reports, expectations } = judgeRows(rows, { isQuick: true });
    expect([verdict, ...reports.map((row) => row.verdict)]).toEqual(['failed', 'held', 'failed', 'held']);
    expect(expectations.map(({ row, text }) => [row, text])).toEqual([
      ['as it is', 'as it is: p'],
      ['other', 'other: p'],
      ['calm', 'calm: p'],
    ]);
  });

  test('where its expectations stand is told by their lines', () => {
    // Line 7 of the head is the last; the row `calm` is the eleventh after it.
    expect(own('calm').expectations[0]!.line).toBe(7 + 10);
    expect(own('other').expectations[0]!.line).toBe(7 + 12);
  });
});
