// A scenario as an exploration takes it: its system, nodes and workload. Its faults, its network and its disk stay behind:
// what can go wrong is said by the bounds. Of its expectations two kinds count, as what is to happen at some time: that
// something becomes a role, and what the end of a run is to look like.
import type { Plain } from '../base/plain.ts';
import { isConsistencyLevel } from '../checkers/index.ts';
import type { NodeId } from '../contract/ids.ts';
import type { RunPlan } from '../kernel/plan.ts';
import type { Evidence } from './expect/finding.ts';
import { judgeState } from './expect/state.ts';
import { expectationText } from './expect/text.ts';
import type { Scenario, StateExpectation } from './scenario.ts';
import { compileFaultless } from './swarm.ts';

/** A sentence about the states of all nodes at one moment. */
export type SometimesClaim = {
  readonly kind: 'sometimes';
  readonly name: string;
  readonly holds: (view: { readonly nodes: readonly NodeNow[] }) => boolean;
};

/** Undefined: it is down. */
type NodeNow = { readonly id: NodeId; readonly state: Plain | undefined };

export type Explorable = {
  readonly plan: RunPlan;
  /** To be played at some time. */
  readonly roles: readonly string[];
  readonly claims: readonly SometimesClaim[];
};

export function compileExplored(scenario: Scenario, seed = scenario.seed): Explorable {
  const { expectations } = scenario;
  const roles = expectations.flatMap((item) =>
    item.kind === 'becomes' && item.bounds.atMost !== 0 ? [item.role] : [],
  );
  const claims = expectations.flatMap((item) =>
    item.kind === 'state' && item.at === undefined ? [claimOf(scenario, item)] : [],
  );
  return { plan: compileFaultless(scenario, seed), roles: [...new Set(roles)], claims };
}

/** What a scenario expects or its system promises, and no state of an exploration says. */
export type Unjudged = {
  readonly text: string;
  /** A property, promised or expected; else another sentence about a run. */
  readonly isProperty: boolean;
};

export function unjudgedBy(scenario: Scenario): readonly Unjudged[] {
  const { expectations, system, model } = scenario;
  const expected = expectations.flatMap((item): readonly Unjudged[] => {
    if (item.kind === 'property')
      return isConsistencyLevel(item.property) ? [{ text: item.property, isProperty: true }] : [];
    if (item.kind === 'becomes' && item.bounds.atMost !== 0) return [];
    if (item.kind === 'state' && item.at === undefined) return [];
    return [{ text: expectationText(item), isProperty: false }];
  });
  const promised = system.promises.filter(({ property }) => {
    const isNamed = expected.some(({ text, isProperty }) => isProperty && text === property);
    return model !== undefined && isConsistencyLevel(property) && !isNamed;
  });
  return [...promised.map(({ property: text }) => ({ text, isProperty: true })), ...expected];
}

function claimOf(scenario: Scenario, expectation: StateExpectation): SometimesClaim {
  return {
    kind: 'sometimes',
    name: expectationText({ ...expectation, line: 0 }).replace('at the end, ', ''),
    holds({ nodes }) {
      const states = Object.fromEntries(nodes.map(({ id, state }) => [id, state]));
      const moment = { time: 0, probes: [{ time: 0, states }] };
      return judgeState(expectation, { scenario, result: moment } as unknown as Evidence).verdict === 'held';
    },
  };
}
