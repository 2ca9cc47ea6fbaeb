// Explores a scenario, in slices, and reports. In a worker, as everything that runs protocols; or by the API.
import type { ExploreCounts, ExploreReport } from '../../display/explore-report.ts';
import type { AmbientGuard, Schedule } from '../../kernel/index.ts';
import { compileExplored } from '../../scenario/explore.ts';
import type { Scenario } from '../../scenario/index.ts';
import { Exploration, type ExplorationAnswer, type ProtocolBounds, type StateProperty } from '../../search/index.ts';
import { ambient } from '../ambient.ts';
import { boundsText } from './bounds-text.ts';
import { type Evidence, evidenceOf } from './evidence.ts';
import { notJudged, propertiesOf, verdictOf } from './verdicts.ts';

export type ExploreOptions = {
  readonly bounds?: Partial<ProtocolBounds>;
  readonly order?: 'breadth' | 'depth';
  /** Transitions from the first state. Default: no bound. */
  readonly depth?: number;
  /** Default 2,000,000. */
  readonly states?: number;
  readonly symmetry?: 'off' | 'on' | 'both';
  /** Roles that are to be played at some time, besides those that the scenario expects. */
  readonly roles?: readonly string[];
  /** The API alone: they are functions. */
  readonly properties?: readonly StateProperty[];
  /** Played first, at no cost. */
  readonly prefix?: Schedule;
  /** Where the capsule is to go. Default: the current folder. */
  readonly folder?: string;
};

export type Explored = {
  readonly report: ExploreReport;
  /** What shows the violation, ready to be written down. */
  readonly evidence: Evidence | undefined;
  readonly answers: readonly ExplorationAnswer[];
};

export const STATES_DEFAULT = 2_000_000;

/** Expansions between two looks at whether to go on. */
const SLICE = 100;

/** `goOn` is told of the search after each slice; false ends it. */
export function exploreScenario(
  scenario: Scenario,
  text: string,
  options: ExploreOptions = {},
  goOn: (states: number, transitions: number) => boolean = () => true,
): Explored {
  const { symmetry = 'off' } = options;
  const runs = { off: [false], on: [true], both: [false, true] }[symmetry];
  const searches: ExploreCounts[] = [];
  const answers: ExplorationAnswer[] = [];
  let shown: { exploration: Exploration; answer: ExplorationAnswer } | undefined;
  const { guard, during } = ambient();
  for (const isSymmetric of runs) {
    const exploration = during(() => begin(scenario, options, isSymmetric, guard));
    const { search } = exploration;
    while (!search.isDone) {
      during(() => search.run(SLICE));
      if (!goOn(search.states, search.transitions)) break;
    }
    const answer = search.answer();
    answers.push(answer);
    searches.push(countsOf(answer, isSymmetric));
    // With symmetry the same is found as without; where it is not, what is violated must not be hidden.
    if (shown === undefined || (!isViolated(shown.answer) && isViolated(answer))) shown = { exploration, answer };
  }
  const { exploration, answer } = shown!;
  const evidence = evidenceOf(scenario, text, exploration, answer, options.folder);
  const { bounds, plan } = exploration.model;
  const properties = [...propertiesOf(exploration, answer), ...notJudged(scenario, exploration)];
  const report: ExploreReport = {
    scenario: scenario.file,
    name: scenario.name,
    system: scenario.system.name,
    verdict: verdictOf(
      properties,
      answers.map(({ completeness }) => completeness.complete),
    ),
    bounds: boundsText(bounds, plan, options),
    order: options.order ?? 'breadth',
    symmetry,
    searches,
    properties,
    counterexample: evidence?.counterexample ?? null,
  };
  return { report, evidence, answers };
}

function isViolated({ verdicts }: ExplorationAnswer): boolean {
  return verdicts.some(({ verdict }) => verdict === 'violated');
}

function begin(scenario: Scenario, options: ExploreOptions, symmetry: boolean, guard: AmbientGuard): Exploration {
  const { bounds, order = 'breadth', depth, states = STATES_DEFAULT, properties = [], prefix } = options;
  const { plan, roles, claims } = compileExplored(scenario);
  return new Exploration(plan, {
    order,
    symmetry,
    maxStates: states,
    guard,
    roles: [...new Set([...roles, ...(options.roles ?? [])])],
    ...(depth === undefined ? {} : { maxDepth: depth }),
    ...(bounds === undefined ? {} : { bounds }),
    properties: [...claims, ...properties],
    ...(prefix === undefined ? {} : { prefix }),
  });
}

function countsOf(answer: ExplorationAnswer, isSymmetric: boolean): ExploreCounts {
  const { states, transitions, depth, terminals, completeness, collision } = answer;
  const endedBy = completeness.complete ? null : completeness.why;
  return { isSymmetric, states, transitions, depth, terminals, endedBy, collision };
}
