// One try of the minimiser: a schedule is played until it fails as wanted, or is at its end.
import { slice } from '../../base/paged-list.ts';
import { isConsistencyLevel } from '../../checkers/index.ts';
import { type Entry, Player, type RunPlan, type Schedule } from '../../kernel/index.ts';
import { type Failure, failureOfLevel, failureOfStop, failureOfViolation, isAlike, type Likeness } from '../failure.ts';

/** What is wanted of a schedule: a failure of this kind, in a run of this plan. */
export type Target = {
  /** Of it the nodes, the options and the seed count; its faults and its network do not. */
  readonly plan: RunPlan;
  readonly failure: Likeness;
  /** The checker's model of the history. */
  readonly model: string | undefined;
};

/** A schedule that fails as wanted: what was executed of it, up to the failure, with the contents that messages had. */
export type Failing = { readonly schedule: Schedule; readonly failure: Failure };

/** Plays a schedule. Undefined: it does not fail as wanted. `onEntry` is told of each entry that is tried. */
export function attempt(target: Target, schedule: Schedule, onEntry: () => void = () => {}): Failing | undefined {
  const player = new Player(target.plan, schedule);
  const executed: Entry[] = [];
  const failing = (failure: Failure) => ({ schedule: { ...schedule, entries: executed }, failure });
  const atOnce = failureNow(player, target);
  if (atOnce !== undefined) return failing(atOnce);
  for (const entry of schedule.entries) {
    onEntry();
    const played = player.play(entry);
    if (played !== undefined) executed.push(played);
    const failure = failureNow(player, target);
    if (failure !== undefined) return failing(failure);
    if (player.stop !== undefined) return undefined;
  }
  const judged = historyFailure(player, target);
  return judged === undefined ? undefined : failing(judged);
}

function failureNow({ world, stop }: Player, { failure: wanted }: Target): Failure | undefined {
  for (const violation of world.violations) {
    const failure = violation.property === wanted.property ? failureOfViolation(violation) : undefined;
    if (failure !== undefined && isAlike(failure, wanted)) return failure;
  }
  const failure = stop === undefined ? undefined : failureOfStop(stop, Math.max(0, world.events - 1), world.time);
  return failure !== undefined && isAlike(failure, wanted) ? failure : undefined;
}

function historyFailure({ world }: Player, { failure: wanted, model }: Target): Failure | undefined {
  if (!isConsistencyLevel(wanted.property)) return undefined;
  const failure = failureOfLevel(slice(world.history, 0), model, wanted.property);
  return failure !== undefined && isAlike(failure, wanted) ? failure : undefined;
}
