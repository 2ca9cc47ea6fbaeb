// Scenarios: text in, a run's plan out, and verdicts on what the run left behind. The way through: `load.ts` (text to
// scenario), `compile.ts` (scenario to plan), `expect/judge.ts` (result to verdict). What is not here stays inside.

export { type Playable, playableOf } from './capsule/playable.ts';
export { rowTexts } from './capsule/row-text.ts';
export { type TimedPart, type TimedWorld, timedText, unwritable } from './capsule/timed.ts';
export { type Small, smallCapsule } from './capsule/write.ts';
export {
  type Capsule,
  capsuleOf,
  capsuleText,
  deedsOfCapsule,
  parseCapsule,
  problemsInCapsule,
  problemsInFaults,
} from './capsule.ts';
export { type Compiled, compile, faultsOf, seedsOf } from './compile.ts';
export type { WrittenOptions } from './drawn.ts';
export { type Availability, availabilityText } from './expect/available.ts';
export type { Finding, Judged, Judgement } from './expect/finding.ts';
export { judge } from './expect/judge.ts';
export { judgeRows, type RowOutline, type RowRuns, rowsOf, scenarioOfRow } from './expect/rows.ts';
export { judgeSweep, type SeedReport, type SweepChoices } from './expect/sweep.ts';
export { codeFrame, formatProblem } from './frame.ts';
export { type ModelHistory, readHistory } from './history-model.ts';
export { type HistoryText, parseHistory } from './history-text.ts';
export { levelsOf } from './levels.ts';
export { type Loaded, loadScenario, loadScenarioObject } from './load.ts';
export { aroundMoment } from './moment.ts';
export { headOf, type ModuleProblem, type Modules, systemOf, type Used, useOf } from './outside/use.ts';
export type { Problem, ProblemCode } from './problem.ts';
export { codeFamilies } from './problem-codes.ts';
export { finishScenario, reportOf, runScenario, type ScenarioRun, startScenario } from './report.ts';
export type { Expectation, LoadedModule, Scenario } from './scenario.ts';
export { scenarioSchema } from './schema/json-schema.ts';
export { didYouMean, nearBehind, oneOf } from './suggest.ts';
export { type LatencySummary, type Parts, partsOf, type SideSummary, type Summary, summarize } from './summary.ts';
export { abstractionOf, type CompiledSwarm, compileFaultless, compileSwarm, sceneOf } from './swarm.ts';
export { parseDuration, parseRange, parseRate, parseRatio } from './units.ts';
export { counted, durationText, percentText } from './words.ts';
