// Hunting: whole seeds of 5-node Raft, 6 s and 60 s each, in worlds that are drawn anew, judged and counted as `hunt`
// does it. Minimising: a failing run to a page. Exploring: two-phase commit with seven resource managers.

import { readFileSync } from 'node:fs';
import { exploreScenario } from '../../src/campaign/explore/explore-scenario.ts';
import { minimiseRun } from '../../src/campaign/minimise/run.ts';
import { systems } from '../../src/protocols/registry.ts';
import {
  abstractionOf,
  compileSwarm,
  loadScenario,
  loadScenarioObject,
  type Scenario,
} from '../../src/scenario/index.ts';
import { exploreModel } from '../../src/search/explore/index.ts';
import { huntSeed } from '../../src/search/index.ts';
import { twoPhaseCommit } from '../../test/search/explore/two-phase-commit.ts';

const SEEDS = { short: 40, long: 6 };

function ground(run: string, more: object = {}): Scenario {
  const { scenario, problems } = loadScenarioObject(
    {
      faultline: 1,
      name: 'The ground of the benchmark',
      about: 'Worlds are drawn over it.',
      system: 'raft-kv',
      nodes: 5,
      options: { batch: 2 },
      workload: { kind: 'register', clients: 3, rate: '15/s', reads: '30%', cas: '30%', keys: 2, deadline: '1s' },
      run,
      expect: [{ holds: 'linearizable' }],
      ...more,
    },
    'bench',
    systems,
  );
  if (scenario === undefined) throw new Error(problems[0]!.message);
  return scenario;
}

/** The number of seeds: what is counted a second. */
function hunted(scenario: Scenario, seeds: number): number {
  const abstraction = abstractionOf(scenario);
  for (let seed = 1; seed <= seeds; seed++) {
    const { plan } = compileSwarm(scenario, String(seed));
    huntSeed(plan, { model: scenario.model, abstraction });
  }
  return seeds;
}

const [short, long] = [ground('6s'), ground('60s')];
export const search = {
  huntSeeds6s: () => hunted(short, SEEDS.short),
  huntSeeds60s: () => hunted(long, SEEDS.long),
  exploreCommit: () => exploreModel(twoPhaseCommit(7), []).states,
  exploreRaft: exploredRaft,
};

const page = (file: string): Scenario => loadScenario(readFileSync(file, 'utf8'), file, systems).scenario!;
const unsafe = page('scenarios/faults/no-sync.yaml');
const three = page('scenarios/explore/raft-three.yaml');

/** The first 150,000 states of three servers with two candidacies. */
function exploredRaft(): number {
  const timerRules = [
    { kind: 'election', node: undefined, firings: 2 },
    { kind: 'heartbeat', node: undefined, firings: 0 },
  ];
  const { answers } = exploreScenario(three, '', { bounds: { timerRules }, states: 150_000 });
  return answers[0]!.states;
}

/** Power loss without sync, 3,000 events: from the start of the run to the smallest schedule. */
export function minimised(): void {
  const found = minimiseRun(unsafe, '1');
  if (typeof found === 'string') throw new Error(found);
}
