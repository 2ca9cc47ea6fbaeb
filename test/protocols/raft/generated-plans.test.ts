// Raft under generated plans of every kind of fault, over sizes, streams and datagrams, latencies, disks and options: its
// properties hold, and every history is linearizable. PLANS=10000 for a long look; the default takes seconds.
import { expect, test } from 'vitest';
import { allKinds } from '../../../src/plans/index.ts';
import { systems } from '../../../src/protocols/registry.ts';
import { loadScenario, runScenario } from '../../../src/scenario/index.ts';

const count = Number(process.env['PLANS'] ?? 300);

function scenario(i: number): string {
  const isStream = i % 2 === 0;
  const link = isStream ? 'links: stream, resetAfter: 2s' : 'loss: 1%, duplicate: 2%, reorder: 2%';
  const kinds = allKinds.filter((kind) => isStream || kind !== 'reset').join(', ');
  return `
faultline: 1
name: A generated plan
about: Raft under it.
system: raft-kv
nodes: ${[3, 3, 5, 5, 1, 2, 4, 7][i % 8]}
options: { writes: ${i % 3 === 0 ? 'together' : 'apart'}, timers: ${i % 5 === 0 ? 'wall' : 'monotonic'} }
network: { latency: ${i % 4 === 0 ? '{ exponential: 8ms }' : '0.5ms..5ms'}, ${link} }
disk: { latency: 0.2ms..${i % 7 === 0 ? '30ms' : '2ms'}, blocking: ${i % 6 === 0} }
workload: { kind: register, clients: 3, rate: 30/s, reads: 40%, cas: 30%, keys: 2 }
faults: { generate: { faults: 4..12, kinds: [${kinds}], from: 300ms, to: 5s, lasting: 5ms..1500ms } }
run: 7s
`;
}

test(`${count} generated plans: nothing is violated, and every kind of fault and pair of kinds strikes`, () => {
  const kinds = new Set<string>();
  const pairs = new Set<string>();
  const failed: string[] = [];
  for (let i = 0; i < count; i++) {
    const loaded = loadScenario(scenario(i), `plan ${i}`, systems);
    expect(loaded.problems, scenario(i)).toEqual([]);
    const { result, judgement } = runScenario(loaded.scenario!, String(i));
    const struck = new Set(result.windows.filter(({ skipped }) => skipped === undefined).map(({ kind }) => kind));
    for (const a of struck) {
      kinds.add(a);
      for (const b of struck) if (a < b) pairs.add(`${a} and ${b}`);
    }
    const broken = judgement.findings.filter(({ verdict }) => verdict === 'failed');
    failed.push(...broken.map(({ text, found }) => `plan ${i}: ${text}: ${found}`));
  }
  expect(failed).toEqual([]);
  expect([...kinds].sort()).toEqual([...allKinds, 'restart'].sort());
  const possible = (kinds.size * (kinds.size - 1)) / 2;
  expect(pairs.size / possible).toBeGreaterThanOrEqual(0.9);
});
