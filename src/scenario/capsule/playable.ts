// The way back from a capsule with a schedule to what can be played.
import type { System } from '../../contract/system.ts';
import type { RunPlan, Schedule } from '../../kernel/index.ts';
import { compile } from '../compile.ts';
import { fixedOptions } from '../drawn.ts';
import { loadScenarioObject } from '../load.ts';
import type { Modules } from '../outside/use.ts';
import type { Problem } from '../problem.ts';
import type { Scenario } from '../scenario.ts';
import { isRecord } from '../schema/issues.ts';
import { atPace } from '../swarm.ts';
import { parseText } from '../text/parse.ts';
import { scheduleOf } from './rows.ts';
import type { SmallFields } from './small.ts';

export type Playable = {
  readonly scenario: Scenario;
  readonly plan: RunPlan;
  readonly schedule: Schedule;
};

/**
 * What a capsule's schedule is played on: its scenario's system, nodes and workload, with the capsule's own faults.
 * `path` of a problem begins with `faults` where it lies in the capsule, else it lies in the scenario.
 */
export function playableOf(
  {
    scenario: text,
    file,
    seed,
    ...fields
  }: SmallFields & { readonly scenario: string; readonly file: string; readonly seed: string },
  systems: readonly System[],
  modules?: Modules,
): Playable | { readonly problems: readonly Problem[] } {
  const { tree, problems: refused } = parseText(text, file);
  if (tree === undefined || !isRecord(tree.value)) return { problems: refused };
  const { expect: _, faults: __, sweep: ___, notes: ____, claims: _____, options: given, ...rest } = tree.value;
  const faults = fields.faults ?? [];
  const options = fixedOptions(given, fields.options);
  const value = { ...rest, ...(options === undefined ? {} : { options }), ...(faults.length === 0 ? {} : { faults }) };
  const { scenario, problems } = loadScenarioObject(value, file, systems, modules);
  if (scenario === undefined) return { problems };
  const [numerator = 1, denominator = 1] = (fields.pace ?? '1/1').split('/').map(Number);
  const paced = atPace(scenario, { numerator, denominator });
  const { plan } = compile(paced, { seed });
  return { scenario: paced, plan, schedule: scheduleOf(fields, plan.faults) };
}
