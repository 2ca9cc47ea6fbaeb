// Hand-made results of runs, for the tests of expectations.
import { type FaultWindow, noCounts, type RecordedEvent, type RunResult } from '../../src/kernel/result.ts';
import { loadScenario, type Scenario } from '../../src/scenario/index.ts';
import { systems } from './fake-system.ts';

const seconds = 1_000_000;

/** Five servers, five clients each at home on one of them, deadline 2 s, 12 s; `expect` is the list's items. */
export function scenarioOf(expect: readonly string[], extra = ''): Scenario {
  const text = [
    'faultline: 1\nname: a\nabout: b\nsystem: fake-kv\nnodes: 5\nrun: 12s',
    'workload: { kind: register, clients: 5 }',
    'faults: [{ at: 2s, partition: [[n1, n2], rest], until: 7s }, { at: 9s, crash: n1, name: outage }]',
    expect.length === 0 ? '' : `expect:\n${expect.map((item) => `  - ${item}`).join('\n')}`,
    extra,
  ].join('\n');
  const { scenario, problems } = loadScenario(text, 'a.yaml', systems);
  if (scenario === undefined) throw new Error(problems.map(({ line, message }) => `${line} ${message}`).join('\n'));
  return scenario;
}

export const partition: FaultWindow = {
  fault: 0,
  name: 'partition',
  kind: 'partition',
  text: 'partition [n1, n2] | rest',
  from: 2 * seconds,
  to: 7 * seconds,
  event: 2_000,
  nodes: [
    ['n1', 'n2'],
    ['n3', 'n4', 'n5'],
  ],
  skipped: undefined,
};

export function resultOf(parts: Partial<RunResult>): RunResult {
  return {
    seed: '1',
    ending: 'completed',
    stop: undefined,
    events: 1_000,
    time: 12 * seconds,
    fingerprint: '0123456789abcdef',
    marks: [],
    history: [],
    violations: [],
    exercised: { 'election-safety': true, 'log-matching': true },
    windows: [partition],
    probes: [],
    roleChanges: [],
    halts: [],
    counts: noCounts,
    ...parts,
  };
}

/**
 * `c1 read 2.5 ok 2.6`: client, operation, when it began, how it ended (or a code of failure, or `-`), and when. An
 * event's index is its time in milliseconds.
 */
export function historyOf(lines: readonly string[]): readonly RecordedEvent[] {
  const events = lines.flatMap((line, index): readonly RecordedEvent[] => {
    const [client, f, from, end, to] = line.split(' ') as [string, string, string, string, string | undefined];
    const base = { process: index, f, value: null, client };
    const at = (text: string | undefined) => ({
      time: Math.round(Number(text) * seconds),
      event: Math.round(Number(text) * 1_000),
    });
    const begin: RecordedEvent = { ...base, type: 'invoke', ...at(from) };
    if (end === '-') return [begin];
    if (end === 'ok') return [begin, { ...base, type: 'ok', ...at(to) }];
    const type = end === 'timeout' ? 'info' : 'fail';
    return [begin, { ...base, type, ...at(to), error: { code: end, definite: type === 'fail' } }];
  });
  return [...events].sort((a, b) => a.time - b.time);
}
