// `recovers`: held, failed, and not told. Faults heal at 7 s (a partition) unless the test says otherwise; the bound is 2 s.
import { expect, test } from 'vitest';
import type { FaultWindow, RunResult } from '../../src/kernel/result.ts';
import { judge, loadScenario } from '../../src/scenario/index.ts';
import { systems } from './fake-system.ts';
import { historyOf, partition, resultOf, scenarioOf } from './runs.ts';

const seconds = 1_000_000;
const servers = ['n1', 'n2', 'n3', 'n4', 'n5'];

function told(claim: string, result: RunResult): string {
  const { findings } = judge(scenarioOf([`recovers: { ${claim} }`]), result);
  const { verdict, found } = findings.find(({ key }) => key === 'expect.0')!;
  return `${verdict}: ${found}`;
}

const run = (lines: readonly string[], parts: Partial<RunResult> = {}) =>
  resultOf({ history: historyOf(lines), ...parts });

const crash = (parts: Partial<FaultWindow>): FaultWindow => ({
  ...partition,
  name: 'crash',
  kind: 'crash',
  fault: 1,
  ...parts,
});

const statesAtTheEnd = (up: readonly string[]) => [
  { time: 12 * seconds, states: Object.fromEntries(servers.map((id) => [id, up.includes(id) ? {} : undefined])) },
];

test('an operation that is invoked after the last heal and answered within the bound is enough', () => {
  const answered = run(['c1 write 7 ok 8.9', 'c2 write 7.1 no-leader 7.2', 'c2 write 11 timeout 11.9']);
  expect(told('within: 2s', answered)).toBe('held: an operation was answered 1.9s after every fault had healed at 7s');
  expect(told('within: 2s, f: write', answered)).toContain('held: a write operation was answered 1.9s');
});

test('a cluster that answers nothing, too late, or only what was invoked before, has not recovered', () => {
  expect(told('within: 2s', run(['c1 write 7.5 timeout 9.5', 'c2 write 7.6 no-leader 7.7']))).toBe(
    'failed: none was answered after every fault had healed at 7s',
  );
  expect(told('within: 2s', run(['c1 write 7.5 no-leader 8', 'c1 write 8.5 ok 9.1']))).toBe(
    'failed: the first was answered 2.1s after every fault had healed at 7s',
  );
  expect(told('within: 2s', run(['c1 write 6.9 ok 7.1', 'c1 write 8 timeout 10']))).toContain(
    'failed: none was answered',
  );
});

test('an answered read says nothing of the writes that are asked for', () => {
  const stuck = run(['c1 read 7.5 ok 7.6', 'c2 write 7.5 timeout 9.5']);
  expect(told('within: 2s', stuck)).toContain('held');
  expect(told('within: 2s, f: write', stuck)).toContain('failed');
});

test('a failed claim points at the first operation that should have been answered', () => {
  const { findings } = judge(scenarioOf(['recovers: { within: 2s }']), run(['c1 write 7.5 timeout 9.5']));
  // An event's index is its time in milliseconds: see `historyOf`.
  expect(findings.find(({ key }) => key === 'expect.0')?.event).toBe(7_500);
});

test('the last fault counts: a restart ends the crash before it, and a fault of an instant is over as it begins', () => {
  const history = ['c1 write 7 ok 7.1', 'c1 write 9.5 timeout 11.5'];
  const restart = crash({ kind: 'restart', name: 'restart', from: 9 * seconds, to: undefined });
  const open = crash({ from: 3 * seconds, to: undefined });
  const probes = statesAtTheEnd(servers);
  expect(told('within: 2s', run(history, { windows: [open, restart], probes }))).toContain('had healed at 9s');
  const reset = crash({ kind: 'reset', name: 'reset', from: 8 * seconds, to: undefined });
  expect(told('within: 2s', run(history, { windows: [partition, reset], probes }))).toContain('had healed at 8s');
});

test('it is not told while a fault goes on, a server is down, nothing struck, or the run ends too soon', () => {
  const ok = ['c1 write 7 ok 7.1'];
  const lasting: FaultWindow = { ...partition, to: undefined };
  expect(told('within: 2s', run(ok, { windows: [partition, lasting] }))).toBe('unknown: partition had not healed');
  const probes = statesAtTheEnd(servers.slice(1));
  expect(told('within: 2s', run(ok, { probes }))).toBe('unknown: n1 stayed down');
  const skipped = { ...partition, skipped: 'no node is leader' };
  expect(told('within: 2s', run(ok, { windows: [skipped] }))).toBe('unknown: no fault struck');
  expect(told('within: 2s', run(['c1 write 7.5 - -'], { time: 8 * seconds }))).toBe(
    'unknown: every fault had healed at 7s, and the run ended 1s after that',
  );
  expect(told('within: 2s', run(['c1 write 6 ok 6.1']))).toBe(
    'unknown: no operation was invoked within 2s after every fault had healed at 7s',
  );
});

test('a claim that nothing can be said of is refused', () => {
  const text = (faults: string, within: string) =>
    `faultline: 1\nname: a\nabout: b\nsystem: fake-kv\nrun: 5s\nworkload: { kind: register }\n${faults}\nexpect: [{ recovers: { within: ${within}, f: write } }]`;
  const codes = (faults: string, within: string) =>
    loadScenario(text(faults, within), 'a.yaml', systems).problems.map(({ code }) => code);
  const crashed = 'faults: [{ at: 1s, crash: n1, restart: 1s }]';
  expect(codes(crashed, '2s')).toEqual([]);
  expect(codes(crashed, '0s')).toEqual(['wrong-value']);
  expect(codes(crashed, '5s')).toEqual(['after-the-end']);
  expect(codes('', '2s')).toEqual(['contradiction']);
});
