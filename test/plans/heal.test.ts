// Plans that end: from `healed` on nothing is wrong, whatever was drawn, and the run can be asked whether it recovers.
import { expect, test } from 'vitest';
import { TimedRun } from '../../src/kernel/index.ts';
import { systems } from '../../src/protocols/registry.ts';
import { compile, loadScenario } from '../../src/scenario/index.ts';

const text = `faultline: 1
name: a
about: b
system: raft-kv
nodes: 3
options: { heartbeat: 50ms, electionTimeoutMin: 150ms, electionTimeoutMax: 300ms }
workload: { kind: register, clients: 1, rate: 5/s }
faults: { generate: { faults: 20, kinds: [crash, partition, pause, clock, failWrites, network], to: 3s, lasting: 1s..2s, healed: HEALED } }
run: 6s
`;

function windowsOf(seed: string) {
  const { scenario, problems } = loadScenario(text.replace('HEALED', '3s'), 'a.yaml', systems);
  if (scenario === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  const run = new TimedRun(compile(scenario, { seed }).plan);
  run.run();
  const { windows, probes } = run.result();
  const struck = windows.filter(({ skipped }) => skipped === undefined);
  return { struck, states: probes.at(-1)!.states };
}

test('no fault begins later, all are over by then, and every server is up at the end', () => {
  // Faults last 1 to 2 s and begin up to 3 s, so in five plans some would last beyond 3 s by themselves.
  const runs = Array.from({ length: 5 }, (_, index) => windowsOf(String(index + 1)));
  const atTheEnd = runs.flatMap(({ struck }) => struck.filter(({ to }) => to === 3_000_000));
  expect(atTheEnd.length).toBeGreaterThan(0);
  for (const { struck, states } of runs) {
    for (const { from, to, kind } of struck) {
      expect(to ?? from, kind).toBeLessThanOrEqual(3_000_000);
      if (kind !== 'restart') expect(from, kind).toBeLessThan(3_000_000);
    }
    for (const id of ['n1', 'n2', 'n3']) expect(states[id]).toBeDefined();
  }
});

test.each([
  ['100ms', 'time-order'],
  ['6s', 'after-the-end'],
])('healed: %s is refused', (healed, code) => {
  const { problems } = loadScenario(text.replace('HEALED', healed), 'a.yaml', systems);
  expect(problems.map((problem) => problem.code)).toContain(code);
});
