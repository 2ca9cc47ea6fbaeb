// Generated plans, printed into a scenario: loading it gives the same faults.
import { expect, test } from 'vitest';
import type { Fault } from '../../src/contract/faults.ts';
import { generatePlan, type PlanLimits, printPlan } from '../../src/plans/index.ts';
import { raftKv } from '../../src/protocols/raft/index.ts';
import { loadScenario } from '../../src/scenario/index.ts';
import { raftLimits } from './clusters.ts';

function load(plan: readonly Fault[], { servers, clients, streams }: PlanLimits): readonly Fault[] {
  const text = [
    'faultline: 1\nname: a\nabout: b\nsystem: raft-kv\nrun: 20s',
    `nodes: ${servers.length}`,
    `network: { links: ${streams ? 'stream' : 'datagram'} }`,
    `workload: { kind: register, clients: ${clients.length} }`,
    printPlan(plan),
  ].join('\n');
  const { scenario, problems } = loadScenario(text, 'a.yaml', [raftKv]);
  if (scenario === undefined) {
    throw new Error(`${problems.map(({ message, path }) => `${path}: ${message}`).join('\n')}\n${text}`);
  }
  return scenario.faults;
}

const clusters = [1, 2, 3, 5].flatMap((size) =>
  [true, false].map((streams) => ({ ...raftLimits, servers: raftLimits.servers.slice(0, size), streams })),
);

test.each(clusters)('125 plans come back as they were: $servers.length servers, streams $streams', (limits) => {
  for (let seed = 0; seed < 125; seed++) {
    const plan = generatePlan(String(seed), limits);
    expect(load(plan, limits)).toEqual(plan);
  }
});
