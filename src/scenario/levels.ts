// The consistency levels that a search judges a scenario's histories by.
import { type ConsistencyLevel, isConsistencyLevel, levelsOfModel } from '../checkers/index.ts';
import type { Scenario } from './scenario.ts';

/**
 * Those that the system promises, and those that the scenario names, to hold or to be violated: a search looks for what
 * breaks them. A system that promises nothing at all is judged by the strongest. Strongest first; empty without a model.
 */
export function levelsOf({ system, expectations, model }: Scenario): readonly ConsistencyLevel[] {
  if (model === undefined) return [];
  const promised = system.promises.map(({ property }) => property);
  const named = expectations.flatMap((item) => (item.kind === 'property' ? [item.property] : []));
  const levels = [...promised, ...named].filter(isConsistencyLevel);
  const all = levelsOfModel(model);
  if (levels.length === 0) return promised.length === 0 ? all.slice(0, 1) : [];
  return all.filter((level) => levels.includes(level));
}
