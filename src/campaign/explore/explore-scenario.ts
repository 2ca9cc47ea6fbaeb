// Explores a scenario, in slices, and reports. In a worker, as everything that runs protocols; or by the API.
import type { ExploreCounts, ExploreReport } from '../../display/explore-report.ts';
import type { AmbientGuard, Schedule } from '../../kernel/index.ts';
import { claimOf, compileExplored, type Explorable, type ExploreClaim } from '../../scenario/explore.ts';
import { levelsOf, type Scenario } from '../../scenario/index.ts';
import {
  Exploration,
  type ExplorationAnswer,
  ModelError,
  type ProtocolBounds,
  type StateProperty,
} from '../../search/index.ts';
import { ambient } from '../ambient.ts';
import { ownBeginning } from './beginning.ts';
import { boundsText } from './bounds-text.ts';
import { type Evidence, evidenceOf } from './evidence.ts';
import { notJudged, propertiesOf, verdictOf } from './verdicts.ts';

export type ExploreOptions = {
  /** Where there are any, in the place of the scenario's own. */
  readonly bounds?: Partial<ProtocolBounds>;
  readonly order?: 'breadth' | 'depth';
  /** Transitions from the first state. Default: no bound. */
  readonly depth?: number;
  /** Default 2,000,000. */
  readonly states?: number;
  readonly symmetry?: 'off' | 'on' | 'both';
  /** Besides those of the scenario, in the words of `scenario/explore-claims.ts`: what some state is, what each path comes to. */
  readonly sometimes?: readonly string[];
  readonly eventually?: readonly string[];
  /** The API alone: they are functions. */
  readonly properties?: readonly StateProperty[];
  /** Played first, at no cost. Default: the scenario's own. */
  readonly prefix?: Schedule;
  /** Says of each claim that is reached the schedule that leads there. */
  readonly reached?: boolean;
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
  const settled = settledOptions(scenario, options);
  const { symmetry } = settled;
  const runs = { off: [false], on: [true], both: [false, true] }[symmetry];
  const searches: ExploreCounts[] = [];
  const answers: ExplorationAnswer[] = [];
  let shown: { exploration: Exploration; answer: ExplorationAnswer } | undefined;
  const { guard, during } = ambient();
  for (const isSymmetric of runs) {
    const exploration = during(() => begin(scenario, settled, isSymmetric, guard));
    const { search } = exploration;
    while (!search.isDone) {
      during(() => search.run(SLICE));
      if (!goOn(search.states, search.transitions)) break;
    }
    const answer = search.answer();
    refuseMisspelt(settled.claims);
    answers.push(answer);
    searches.push(countsOf(answer, isSymmetric));
    // With symmetry the same is found as without; where it is not, what is violated must not be hidden.
    if (shown === undefined || (!isViolated(shown.answer) && isViolated(answer))) shown = { exploration, answer };
  }
  const { exploration, answer } = shown!;
  const evidence = evidenceOf(scenario, text, exploration, answer, options.folder);
  const { bounds, plan } = exploration.model;
  const properties = [...propertiesOf(exploration, answer, options.reached), ...notJudged(scenario)];
  const report: ExploreReport = {
    scenario: scenario.file,
    name: scenario.name,
    system: scenario.system.name,
    verdict: verdictOf(
      properties,
      answers.map(({ completeness }) => completeness.complete),
    ),
    bounds: boundsText(bounds, plan, settled),
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

/** `claims`: the flags' too. */
type Settled = Explorable &
  Omit<ExploreOptions, 'symmetry' | 'sometimes' | 'eventually'> & { readonly symmetry: 'off' | 'on' | 'both' };

/** What the scenario says in `explore:`, where nothing else is said. Claims add up. */
function settledOptions(scenario: Scenario, options: ExploreOptions): Settled {
  const { explore } = scenario;
  const { sometimes = [], eventually = [], ...rest } = options;
  const prefix = options.prefix ?? ownBeginning(scenario);
  const { plan, roles, claims } = compileExplored(scenario);
  const added = { sometimes, eventually };
  const asked = (['sometimes', 'eventually'] as const).flatMap((kind) =>
    added[kind].map((text) => {
      const claim = claimOf(kind, text, scenario);
      if (!('problem' in claim)) return claim;
      throw new ModelError(`--${kind}: ${claim.problem}${claim.hint === undefined ? '' : ` (${claim.hint})`}`);
    }),
  );
  const { depth, states, symmetry = 'off' } = explore;
  return {
    ...(depth === undefined ? {} : { depth }),
    ...(states === undefined ? {} : { states }),
    symmetry,
    ...rest,
    ...(prefix === undefined ? {} : { prefix }),
    bounds: { ...explore.bounds, ...options.bounds },
    plan,
    roles,
    claims: distinct(roles, [...claims, ...asked]),
  };
}

/** Asked once, though a scenario expects it and a flag asks for it again. */
function distinct(roles: readonly string[], claims: readonly ExploreClaim[]): readonly ExploreClaim[] {
  const known = new Set(roles.map((role) => `sometimes a ${role}`));
  return claims.filter(({ kind, name }) => {
    const key = `${kind} ${name}`;
    const isNew = !known.has(key);
    known.add(key);
    return isNew;
  });
}

/** A field that no view ever shows: the claim is wrong, not the protocol. */
function refuseMisspelt(claims: readonly ExploreClaim[]): void {
  for (const { name, misspelt } of claims) {
    const problem = misspelt();
    if (problem !== undefined) throw new ModelError(`${name}: ${problem}`);
  }
}

function begin(scenario: Scenario, settled: Settled, symmetry: boolean, guard: AmbientGuard): Exploration {
  const { plan, roles, bounds = {}, order = 'breadth', depth, states = STATES_DEFAULT } = settled;
  const { properties = [], prefix } = settled;
  return new Exploration(plan, {
    order,
    symmetry,
    maxStates: states,
    historyModel: levelsOf(scenario).includes('linearizable') ? scenario.model : undefined,
    guard,
    roles,
    bounds,
    properties: [...settled.claims, ...properties],
    ...(depth === undefined ? {} : { maxDepth: depth }),
    ...(prefix === undefined ? {} : { prefix }),
  });
}

function countsOf(answer: ExplorationAnswer, isSymmetric: boolean): ExploreCounts {
  const { states, transitions, depth, terminals, completeness, collision } = answer;
  const endedBy = completeness.complete ? null : completeness.why;
  return { isSymmetric, states, transitions, depth, terminals, endedBy, collision };
}
