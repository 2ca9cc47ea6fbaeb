// A scenario as an exploration takes it: its system, nodes and workload. Its faults, its network and its disk stay behind:
// what can go wrong is said by the bounds. Of its expectations the roles count that something is to become.
import type { RunPlan } from '../kernel/plan.ts';
import type { Scenario } from './scenario.ts';
import { compileFaultless } from './swarm.ts';

export type Explorable = {
  readonly plan: RunPlan;
  /** To be played at some time. */
  readonly roles: readonly string[];
};

export function compileExplored(scenario: Scenario, seed = scenario.seed): Explorable {
  const roles = scenario.expectations.flatMap((item) =>
    item.kind === 'becomes' && item.bounds.atMost !== 0 ? [item.role] : [],
  );
  return { plan: compileFaultless(scenario, seed), roles: [...new Set(roles)] };
}
