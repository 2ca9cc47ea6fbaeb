// The judges of histories, as other folders use them. Everything else in this folder is how they do it.
export { canonicalText } from './canonical.ts';
export { checkLevel, type LevelResult } from './check-level.ts';
export { type Explanation, explain, type Place, type Source } from './explanation.ts';
export {
  type HistoryVerdict,
  judgeLevel,
  judgeLevels,
  judgeLinearizable,
  type LevelVerdict,
  type LineOfRun,
} from './judge-history.ts';
export {
  CONSISTENCY_LEVELS,
  type ConsistencyLevel,
  isConsistencyLevel,
  LEVEL_ABOUT,
  LEVELS,
  type Level,
  levelsOfModel,
} from './levels.ts';
export {
  BUDGET_DEFAULT,
  checkLinearizable,
  type KeyResult,
  type LinearizableOptions,
  type LinearizableResult,
} from './linearizable.ts';
export {
  type Convergence,
  convergenceOf,
  type FinalValues,
  finalReadsOf,
  type LostWrites,
  lostByFinalValues,
  lostByKeptValues,
  type Observation,
  oldestOf,
  readsAndWrites,
  type Spread,
  type Staleness,
  type StaleRead,
  stalenessOf,
} from './measures/index.ts';
export type { MalformedCode, Model, ModelName, ModelOptions } from './models/model.ts';
/** `MODELS[name]` has the one-line `about` and the default `init` of each model. */
export { isModelName, MODEL_NAMES, MODELS } from './models.ts';
export { type HistoryProblem, operationsOf, type PairingCode } from './operations.ts';
export type { Broken } from './orders/broken.ts';
export { explainBroken } from './orders/words.ts';
export { modelProblems } from './partitions.ts';
export * from './transactions/index.ts';
export { verdictOf, verdictOfLevel } from './verdict-of.ts';
