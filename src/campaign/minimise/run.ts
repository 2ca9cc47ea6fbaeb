// Makes the failure of a whole run small: of a scenario at a seed, its own faults included.
import { TimedRun } from '../../kernel/index.ts';
import { compile, compileFaultless, levelsOf, type Scenario } from '../../scenario/index.ts';
import {
  type Failure,
  failureOfViolation,
  judgeRun,
  type MinimiseOptions,
  type Shrunken,
  shrink,
} from '../../search/index.ts';

/** `wanted`: the property that counts, of several that are violated. A string: why there is nothing to make small. */
export function minimiseRun(
  scenario: Scenario,
  seed: string,
  { wanted, ...options }: MinimiseOptions & { readonly wanted?: string | undefined } = {},
): { readonly small: Shrunken; readonly failure: Failure } | string {
  const { plan } = compile(scenario, { seed });
  const run = new TimedRun(plan);
  run.run();
  const judged = judgeRun(run, scenario.model, levelsOf(scenario));
  const recorded = run.world.violations.find(({ property }) => property === wanted);
  const failure = recorded === undefined ? judged : failureOfViolation(recorded);
  if (typeof failure === 'string') return `its history could not be judged: ${failure}`;
  if (failure === undefined)
    return 'the run violates no property: what only an expectation says cannot be made smaller';
  const small = shrink(plan, compileFaultless(scenario, seed), failure, scenario.model, options);
  return small === undefined ? 'its schedule, played without times, does not fail alike' : { small, failure };
}
