// The proof of a timed scenario: its run fails as the schedule does.
import { slice } from '../../base/paged-list.ts';
import { isConsistencyLevel } from '../../checkers/index.ts';
import type { TimedRun } from '../../kernel/index.ts';
import { failureOfLevel, failureOfStop, failureOfViolation, isAlike } from '../failure.ts';
import type { Target } from '../minimise/attempt.ts';

/** Whether a run that is over violates the same property by the same rule, whatever else it does. */
export function failsAlike({ world }: TimedRun, { failure: wanted, model }: Omit<Target, 'plan'>): boolean {
  const { violations, stop, history } = world;
  if (violations.some((violation) => isAlike(failureOfViolation(violation), wanted))) return true;
  const stopped = stop === undefined ? undefined : failureOfStop(stop, stop.event, stop.time);
  if (stopped !== undefined && isAlike(stopped, wanted)) return true;
  const { property } = wanted;
  const judged = isConsistencyLevel(property) ? failureOfLevel(slice(history, 0), model, property) : undefined;
  return judged !== undefined && isAlike(judged, wanted);
}
