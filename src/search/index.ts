// What the layers above use of the search: hunts of one seed, and failures that can be compared.

export { ModelError } from './explore/index.ts';
export { type Failure, failureOfHistory, failureOfViolation, isAlike, LINEARIZABLE, ruleOf } from './failure.ts';
export { failureIn, Hunt, type Hunted, huntSeed, judgeRun } from './hunt.ts';
export { attempt, type Failing, type Target } from './minimise/attempt.ts';
export { type Minimised, type MinimiseOptions, minimise } from './minimise/minimise.ts';
export { storyOf } from './minimise/story.ts';
export {
  type Counterexample,
  type DiskMode,
  defaultBounds,
  Exploration,
  type ExplorationAnswer,
  type ExplorationOptions,
  type NetworkMode,
  NO_FAILURE,
  type ProtocolBounds,
  type StateProperty,
  type StateView,
  type TimerRule,
} from './protocol-model/index.ts';
export { type Recorded, replaySchedule, type ScheduleReplay } from './replay.ts';
export { isEvent, playSchedule, type Shrunken, shrink, shrinkSchedule } from './shrink.ts';
export { failsAlike, type Timed, timings, untimeable } from './timed/index.ts';
