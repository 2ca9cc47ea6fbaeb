// The capsule of a failing case: its run again, recorded, and its schedule made as small as can be.
import { capsuleOfSmall, type Sizes, sizesOf } from '../campaign/minimise/small.ts';
import { systems as ownSystems } from '../protocols/registry.ts';
import { compileFaultless } from '../scenario/index.ts';
import { shrink } from '../search/index.ts';
import { baseOfCase, type ClusterCase } from './case.ts';
import { type ClusterFault, prepare } from './run.ts';

/** A failure made small: the text of its capsule, and its figures. */
export type ClusterCapsule = Sizes & {
  /** For `faultline replay`, `faultline minimise` and `expectCapsule`. */
  readonly text: string;
  /** What happened, in words. */
  readonly story: string;
};

/** A string: why there is no capsule, in a clause. */
export function capsuleOfFailure(one: ClusterCase, failure: ClusterFault): ClusterCapsule | string {
  if (failure.isExpectation === true) return 'what only an expectation says cannot be made smaller';
  const { scenario, plan } = prepare(one);
  const { seed, model, file } = scenario;
  const small = shrink(plan, compileFaultless(scenario, seed), failure, model);
  if (small === undefined) return 'its schedule, played without times, does not fail alike';
  const written = capsuleOfSmall(small, { file, text: one.toString(), seed, event: failure.event });
  if ('problem' in written) return written.problem;
  return { ...sizesOf(small), text: written.text, story: small.story };
}

/** How it is replayed: by the command, or, where no file names its system, from a test that has it. */
export function replayWords(one: ClusterCase): string {
  const { system, systems } = baseOfCase(one);
  const isFound = one.scenario['use'] !== undefined || systems.find(({ name }) => name === system) === ownOf(system);
  return isFound ? 'npx faultline replay <file>' : 'expectCapsule(<file>, { systems: [its system] })';
}

const ownOf = (name: string | undefined) => ownSystems.find((system) => system.name === name);
