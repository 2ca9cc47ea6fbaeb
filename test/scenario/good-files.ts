// Good files of each kind, to be spoilt: the whole book, a history, a capsule.
import { version } from '../../src/campaign/version.ts';
import { systems } from '../../src/protocols/registry.ts';
import { capsuleOf, capsuleText, loadScenario, reportOf, runScenario } from '../../src/scenario/index.ts';

const event = (process: number, type: string, f: string, value: unknown) =>
  JSON.stringify({ process, type, f, value, key: 'x', time: 1000 });

export const goodHistory = `${[
  event(0, 'invoke', 'write', 1),
  event(1, 'invoke', 'read', null),
  event(0, 'ok', 'write', 1),
  event(1, 'ok', 'read', 1),
  event(0, 'invoke', 'cas', [1, 2]),
  event(2, 'invoke', 'write', 'three'),
  event(0, 'fail', 'cas', [1, 2]).replace('}', ',"error":{"code":"cas-mismatch","definite":true}}'),
  event(2, 'info', 'write', 'three'),
  event(1, 'invoke', 'read', null),
].join('\n')}\n`;

export const goodScenario = `faultline: 1
name: A small run
about: A cluster that loses its leader for a while.
system: raft-kv
nodes: 3
network: { latency: 1ms..2ms, loss: 0.1% }
workload: { kind: register, clients: 2, rate: 20/s, reads: 50% }
faults:
  - { at: 1s, crash: leader, restart: 500ms }
run: 2s
limits: { events: 20000 }
expect:
  - available: { from: 1s, longestGap: 900ms }
`;

export function goodCapsule(): string {
  const { scenario, problems } = loadScenario(goodScenario, 'small.yaml', systems);
  if (scenario === undefined) throw new Error(problems[0]?.message);
  const run = runScenario(scenario);
  return capsuleText(capsuleOf(version, goodScenario, reportOf(scenario, run, 0), run.result));
}
