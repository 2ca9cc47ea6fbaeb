// Small scenarios to explore.

import type { RunPlan } from '../../../src/kernel/index.ts';
import { systems } from '../../../src/protocols/registry.ts';
import { compileExplored } from '../../../src/scenario/explore.ts';
import { loadScenario, type Scenario } from '../../../src/scenario/index.ts';

export function scenarioOf(lines: string): Scenario {
  const text = `faultline: 1\nname: Small\nabout: Something small.\nrun: 1s\n${lines}\n`;
  const { scenario, problems } = loadScenario(text, 'small.yaml', systems);
  if (scenario === undefined) throw new Error(JSON.stringify(problems));
  return scenario;
}

export const planOf = (lines: string): RunPlan => compileExplored(scenarioOf(lines)).plan;

// Without what the thesis adds: each addition multiplies the states.
export const raftText = 'system: raft-kv\nnodes: 3\noptions: { preset: paper }\nexpect: [{ holds: election-safety }]';
export const clientText = `system: raft-kv
nodes: 3
options: { preset: paper }
workload: { kind: register, clients: 1, reads: 0%, cas: 0%, keys: 1, think: 100ms }
expect: [{ holds: election-safety }]`;
export const echoText =
  'system: echo\nnodes: 1\nworkload: { kind: echo, clients: 2, think: 10ms }\nexpect: [{ operations: { answered: { atLeast: 1 } } }]';
export const gossipText = 'system: gossip\nnodes: 3\nexpect: [{ state: { of: n1, field: rumours, atLeast: 1 } }]';
export const singleText = `system: single
nodes: 1
workload: { kind: register, clients: 1, reads: 50%, cas: 0%, keys: 1, think: 100ms }
expect: [{ holds: linearizable }]`;
