// Isolation levels as properties of a scenario: which workload can be judged by which, and what a run is told.
import { expect, test } from 'vitest';
import { systems } from '../../src/protocols/registry.ts';
import { loadScenario, reportOf, runScenario } from '../../src/scenario/index.ts';

const scenario = (isolation: string, kind: string, ...expect: readonly string[]) =>
  [
    'faultline: 1',
    'name: Isolation',
    'about: Transactions.',
    'system: transactions',
    `options: { isolation: ${isolation} }`,
    `workload: { kind: ${kind}, clients: 6, think: 1ms, keys: 3, to: 700ms }`,
    'run: 1s',
    ...(expect.length === 0 ? [] : ['expect:', ...expect.map((claim) => `  - ${claim}`)]),
  ].join('\n');

const load = (text: string) => loadScenario(text, 'isolation.yaml', systems);

test('a level that does not fit the workload is refused, with those that do', () => {
  const { problems } = load(scenario('snapshot', 'list-append', 'holds: causal'));
  expect(problems.map(({ code, line }) => [code, line])).toEqual([['contradiction', 9]]);
  expect(problems[0]!.message).toMatch(/histories of list-append are judged by strict-serializable, .*found "causal"/);
  const single = load(
    scenario('snapshot', 'list-append', 'holds: linearizable')
      .replace(/system.*\n.*\n.*/, 'system: single\nworkload: { kind: register }')
      .replace('linearizable', 'serializable'),
  );
  expect(single.problems[0]!.message).toMatch(
    /histories of cas-register are judged by linearizable, .*found "serializable"/,
  );
});

test('a slip in the name of a level has a guess', () => {
  const { problems } = load(scenario('snapshot', 'list-append', 'holds: snapshot-izolation'));
  expect(problems[0]).toMatchObject({ code: 'unknown-name', hint: 'did you mean "snapshot-isolation"?' });
});

test.each([
  ['list-append', 'snapshot', 'strong-snapshot-isolation', 'serializable'],
  ['rw-register', 'read-committed', 'read-committed', 'cursor-stability'],
])('%s: what is claimed is judged, and the card tells every level', (kind, isolation, kept, broken) => {
  const { scenario: loaded, problems } = load(scenario(isolation, kind, `holds: ${kept}`, `violates: ${broken}`));
  expect(problems).toEqual([]);
  const run = runScenario(loaded!);
  const report = reportOf(loaded!, run, 0);
  expect(report.verdict).toBe('held');
  expect(report.consistency).toEqual({ [kept]: 'ok', [broken]: 'violated' });
  const levels = Object.fromEntries((report.levels ?? []).map(({ level, verdict }) => [level, verdict]));
  expect(levels).toMatchObject({
    'strict-serializable': 'violated',
    'repeatable-read': 'violated',
    'read-committed': 'ok',
  });
  // The violation has a moment: the answer that completed it.
  expect(report.failures[0]).toMatchObject({ what: broken, isExpected: true });
  expect(run.result.history.some(({ event, type }) => event === report.failures[0]!.event && type === 'ok')).toBe(true);
});
