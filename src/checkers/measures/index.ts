// What a history and observations tell in figures: how stale, how many lost, how long until all agree.
import type { Operation } from '../../contract/history.ts';
import { canonicalText } from '../canonical.ts';
import type { LinearizableOptions } from '../linearizable.ts';
import type { ModelName } from '../models/model.ts';
import { MODELS } from '../models.ts';
import { type Accesses, accessesOf } from '../orders/accesses.ts';
import { modelProblems } from '../partitions.ts';

export { type Convergence, convergenceOf, type Observation } from './convergence.ts';
export { type FinalValues, finalReadsOf, type LostWrites, lostByFinalValues, lostByKeptValues } from './lost-writes.ts';
export type { Spread } from './spread.ts';
export { oldestOf, type Staleness, type StaleRead, stalenessOf } from './staleness.ts';

/** The reads and writes of a history that measures are taken of, or why it cannot be told which write a read returned. */
export function readsAndWrites(
  operations: readonly Operation[],
  model: ModelName,
  options: LinearizableOptions = {},
): Accesses | { readonly unknown: string } {
  const specification = MODELS[model];
  const init = options.init === undefined ? specification.init : options.init;
  const initial = specification.initialState(init);
  if (initial === undefined) return { unknown: `no ${model} can begin with ${canonicalText(init)}` };
  const [problem] = modelProblems(operations, specification);
  if (problem !== undefined) return { unknown: problem.message };
  const found = accessesOf(operations, specification, initial, options);
  if (found.kind === 'accesses') return found.accesses;
  return { unknown: found.kind === 'unknown' ? found.reason : 'a read returned what no operation wrote' };
}
