// A scenario as an exploration takes it: its system, nodes and workload. Its faults, its network and its disk stay behind:
// what can go wrong is said by the bounds. Of its expectations two kinds count, as what is to happen at some time: that
// something becomes a role, and what the end of a run is to look like.
import { isConsistencyLevel } from '../checkers/index.ts';
import type { RunPlan } from '../kernel/plan.ts';
import type { Evidence } from './expect/finding.ts';
import { judgeState } from './expect/state.ts';
import { expectationText } from './expect/text.ts';
import { parseClaim, type StateClaim } from './explore-claims.ts';
import type { Scenario, StateExpectation } from './scenario.ts';
import { compileFaultless } from './swarm.ts';

/** A sentence about the states of all nodes at one moment. */
export type ExploreClaim = StateClaim & { readonly kind: 'sometimes' | 'eventually' };

export type Explorable = {
  readonly plan: RunPlan;
  /** To be played at some time. */
  readonly roles: readonly string[];
  readonly claims: readonly ExploreClaim[];
};

export function compileExplored(scenario: Scenario, seed = scenario.seed): Explorable {
  const { expectations, explore } = scenario;
  const roles = expectations.flatMap((item) =>
    item.kind === 'becomes' && item.bounds.atMost !== 0 ? [item.role] : [],
  );
  const expected = expectations.flatMap((item) =>
    item.kind === 'state' && item.at === undefined ? [expectedClaim(scenario, item)] : [],
  );
  const asked = (['sometimes', 'eventually'] as const).flatMap((kind) =>
    explore[kind].flatMap((text) => {
      const parsed = claimOf(kind, text, scenario);
      return 'problem' in parsed ? [] : [parsed];
    }),
  );
  return { plan: compileFaultless(scenario, seed), roles: [...new Set(roles)], claims: [...expected, ...asked] };
}

/** Of a claim in the words of `explore-claims.ts`. */
export function claimOf(
  kind: ExploreClaim['kind'],
  text: string,
  scenario: Scenario,
): ExploreClaim | { readonly problem: string; readonly hint?: string | undefined } {
  const parsed = parseClaim(text, scenario);
  return 'problem' in parsed ? parsed : { kind, ...parsed };
}

/** What a scenario expects and nothing of an exploration says: of the levels of a history one is judged on the way. */
export function unjudgedBy({ expectations }: Scenario): readonly string[] {
  return expectations.flatMap((item) => {
    if (item.kind === 'property') return isJudged(item.property) ? [] : [item.property];
    const isSometime =
      (item.kind === 'becomes' && item.bounds.atMost !== 0) || (item.kind === 'state' && item.at === undefined);
    return isSometime ? [] : [expectationText(item)];
  });
}

function isJudged(property: string): boolean {
  return property === 'linearizable' || !isConsistencyLevel(property);
}

function expectedClaim(scenario: Scenario, expectation: StateExpectation): ExploreClaim {
  return {
    kind: 'sometimes',
    name: expectationText({ ...expectation, line: 0 }).replace('at the end, ', ''),
    misspelt: () => undefined,
    holds({ nodes }) {
      const states = Object.fromEntries(nodes.map(({ id, state }) => [id, state]));
      const moment = { time: 0, probes: [{ time: 0, states }] };
      return judgeState(expectation, { scenario, result: moment } as unknown as Evidence).verdict === 'held';
    },
  };
}
