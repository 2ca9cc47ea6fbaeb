// A failing seed of a hunt to a capsule that a person can read. In a worker, as everything that runs protocols.
import type { Ratio } from '../../contract/system.ts';
import type { Scenario } from '../../scenario/index.ts';
import { compileFaultless, compileSwarm } from '../../scenario/index.ts';
import { type Failure, shrink } from '../../search/index.ts';
import { capsuleOfSmall, type Sizes, sizesOf } from '../minimise/small.ts';

export type ShrinkTask = {
  readonly file: string;
  readonly text: string;
  readonly scenario: Scenario;
  readonly seed: string;
  /** Default: that of the seed. */
  readonly world?: string | undefined;
  readonly failure: Failure;
};

/** Plain data. */
export type Shrunk = Sizes & {
  /** The text of the capsule; empty where there is none. */
  readonly capsule: string;
  /** Why not, in a clause. */
  readonly problem: string | undefined;
  /** Whether a schedule of the run fails alike at all. */
  readonly isReproduced: boolean;
  readonly story: string;
};

export function shrinkSeed({ file, text, scenario, seed: number, world, failure }: ShrinkTask): Shrunk {
  const { plan, pace, options, scenario: drawn } = compileSwarm(scenario, world ?? number);
  const { seed } = plan;
  const small = shrink(plan, compileFaultless(drawn, seed, pace), failure, scenario.model);
  if (small === undefined) return unreproduced(failure);
  const written = capsuleOfSmall(small, {
    file,
    text,
    seed,
    world,
    event: failure.event,
    pace: paceText(pace),
    options,
  });
  const capsule = 'text' in written ? written.text : '';
  const problem = 'problem' in written ? written.problem : undefined;
  return { ...sizesOf(small), capsule, problem, isReproduced: true, story: small.story };
}

function unreproduced({ event }: Failure): Shrunk {
  const problem = 'its schedule, played without times, does not fail alike';
  const sizes = { before: event + 1, events: event + 1, writes: 0, faults: 0, operations: 0, attempts: 0 };
  return { ...sizes, isMinimal: false, capsule: '', isReproduced: false, problem, story: '' };
}

/** Left out where it is that of the scenario. */
function paceText({ numerator, denominator }: Ratio): string | undefined {
  return numerator === denominator ? undefined : `${numerator}/${denominator}`;
}
