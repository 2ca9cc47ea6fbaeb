// Reports of runs of real systems, and of hand-made results.
import { describe, expect, test } from 'vitest';
import { card } from '../../src/display/card.ts';
import { plainStyle } from '../../src/display/style.ts';
import { systems } from '../../src/protocols/registry.ts';
import { judge, loadScenario, reportOf, runScenario, type ScenarioRun } from '../../src/scenario/index.ts';
import { historyOf, partition, resultOf, scenarioOf } from './runs.ts';

function reportFor(expected: readonly string[], parts: Parameters<typeof resultOf>[0]) {
  const scenario = scenarioOf(expected);
  const result = resultOf(parts);
  const judged = { result, judgement: judge(scenario, result) } as ScenarioRun;
  return reportOf(scenario, judged, 0);
}

test('a run in which every message was lost tested nothing', () => {
  const text = [
    'faultline: 1\nname: a\nabout: b\nsystem: raft-kv\nrun: 10s',
    'network: { loss: 100% }\nworkload: { kind: register, clients: 2 }\n',
  ].join('\n');
  const { scenario } = loadScenario(text, 'a.yaml', systems);
  const report = reportOf(scenario!, runScenario(scenario!), 0);
  // What a node sends to itself does not cross the network.
  expect(report.counts['lost']).toBe(report.counts['sent']);
  expect([report.verdict, report.reason]).toEqual([
    'unknown',
    'nothing was tested: nothing that the system promises was exercised, and nothing is expected',
  ]);
  expect(report.consistency['linearizable']).toBe('unknown');
  const lines = card(report, plainStyle);
  expect(lines).toContain('    ? linearizable: never exercised: no operation was answered');
  expect(lines).toContain('    ? leader-completeness: never exercised');
});

describe('the levels of a report', () => {
  const at = (process: number, type: 'invoke' | 'ok', f: string, time: number, value: number | null) =>
    ({ process, type, f, value, time: time * 1_000_000, event: time, client: `c${process}` }) as const;
  // Stale for process 2, which had seen nothing: not linearizable, and all that is weaker.
  const stale = [
    at(1, 'invoke', 'write', 1, 1),
    at(1, 'ok', 'write', 2, 1),
    at(2, 'invoke', 'read', 3, null),
    at(2, 'ok', 'read', 4, null),
  ];

  test('are those of a history that is not linearizable, each violated one with its event', () => {
    const { levels } = reportFor(['violates: linearizable'], { history: stale });
    expect(levels?.map(({ level, verdict }) => `${level} ${verdict}`)).toEqual([
      'linearizable violated',
      'sequential ok',
      'causal ok',
      'causal-convergence ok',
      'read-your-writes ok',
      'monotonic-reads ok',
      'monotonic-writes ok',
      'writes-follow-reads ok',
    ]);
    expect(levels?.[0]).toMatchObject({ event: 4, reason: expect.stringContaining('(3s to 4s)') });
  });

  test('are left out of one that is', () => {
    expect(reportFor([], { history: stale.slice(0, 2) }).levels).toBeUndefined();
  });
});

describe('the moment of a report', () => {
  const history = historyOf(['c1 read 1 ok 1.1', 'c1 write 3 no-leader 3.5', 'c3 read 4 ok 4.1']);
  const violation = { property: 'log-matching', reason: 'x', witness: null, event: 4_000, time: 4_000_000 };

  test('is that of a failed expectation, where no property was violated', () => {
    const report = reportFor(
      [
        'becomes: { role: leader, atLeast: 1 }',
        'available: { atLeast: 100% }',
        'operations: { refused: { atMost: 0 } }',
      ],
      { history },
    );
    // The first has no event; c1 invokes at 3 s what is refused at 3.5 s.
    expect(report.moment).toBe('a.yaml:1:3000');
    expect(report.failures).toEqual([]);
  });

  test('is that of a violation before all else', () => {
    const report = reportFor(['available: { atLeast: 100% }'], { history, violations: [violation] });
    expect(report.moment).toBe('a.yaml:1:4000');
  });

  test('is not that of an expected violation, where an expectation failed', () => {
    const items = ['violates: log-matching', 'available: { atLeast: 100% }'];
    expect(reportFor(items, { history, violations: [violation] }).moment).toBe('a.yaml:1:3000');
    expect(reportFor(items.slice(0, 1), { history, violations: [violation] }).moment).toBe('a.yaml:1:4000');
  });

  test('is none where nothing failed', () => {
    expect(reportFor(['available: { atLeast: 50% }'], { history }).moment).toBeNull();
  });
});

test('sides of partitions of one name are told apart by when they began', () => {
  const history = historyOf(['c1 read 3 ok 3.1']);
  const names = (windows: readonly (typeof partition)[]) =>
    reportFor([], { history, windows }).availability.map(({ of }) => of);
  expect(names([partition])).toEqual(['all clients', 'majority, partition', 'minority, partition']);
  const later = { ...partition, from: 3_500_000, to: 8_000_000 };
  expect(names([partition, later, { ...partition, name: 'other' }])).toEqual([
    'all clients',
    'majority, partition at 2s',
    'minority, partition at 2s',
    'majority, partition at 3.5s',
    'minority, partition at 3.5s',
    'majority, other',
    'minority, other',
  ]);
});

test('nodes are counted by the plural of their group', () => {
  const scenario = scenarioOf([]);
  const nodes = ['a1', 'a2'].map((id) => ({ id, group: 'primary' }));
  const result = resultOf({});
  const run = { result, judgement: judge(scenario, result) } as ScenarioRun;
  expect(reportOf({ ...scenario, nodes }, run, 0).nodes).toBe('2 primaries, 5 clients');
});

test('a fault that is too long for the card goes on in the next line', () => {
  const long = { ...partition, text: 'partition [follower(1), follower(2)] | rest' };
  const faults = (width: number) => {
    const lines = card(reportFor([], { windows: [long] }), plainStyle, width);
    return lines.slice(lines.indexOf('  faults') + 1, lines.indexOf('  consistency') - 1);
  };
  expect(faults(100)).toEqual([
    '    2.000s to 7.000s  partition [follower(1), follower(2)] | rest  [n1 n2 | n3 n4 n5]',
  ]);
  expect(faults(80)).toEqual([
    '    2.000s to 7.000s partition [follower(1), follower(2)] | rest [n1 n2 | n3',
    '      n4 n5]',
  ]);
});
