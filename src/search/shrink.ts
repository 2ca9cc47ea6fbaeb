// From a hunt's failure to the smallest schedule that fails alike: the run is repeated and recorded, then minimised.

import { hexOf } from '../base/hash.ts';
import { slice } from '../base/paged-list.ts';
import { isConsistencyLevel } from '../checkers/index.ts';
import { Player, type RunPlan, recordRun, type Schedule, TimedRun } from '../kernel/index.ts';
import type { Failure } from './failure.ts';
import { attempt, type Failing, type Target } from './minimise/attempt.ts';
import { type MinimiseOptions, minimise } from './minimise/minimise.ts';
import { storyOf } from './minimise/story.ts';

export type Shrunken = Failing & {
  /** Entries of the recorded schedule up to the failure, but for writes. */
  readonly before: number;
  /** Of the minimised schedule, played: its events, and the fingerprint of the run. */
  readonly events: number;
  readonly fingerprint: string;
  /** That clients begin in it. */
  readonly operations: number;
  readonly story: string;
  /** Schedules that were tried. */
  readonly attempts: number;
  /** False: the budget was spent before nothing more could be left out. */
  readonly isMinimal: boolean;
};

/**
 * `hunted`: the plan of the run that failed. `base`: the same system, nodes and workload without any fault, in its
 * scenario's own world; schedules are played on it. Undefined: no schedule of the run fails alike.
 */
export function shrink(
  hunted: RunPlan,
  base: RunPlan,
  failure: Failure,
  model: string | undefined,
  options?: MinimiseOptions,
): Shrunken | undefined {
  const candidates = record(hunted, failure);
  const before = candidates[0]!.entries.filter(isEvent).length;
  return smallest({ plan: base, failure, model }, candidates, before, options);
}

/** Of a schedule, which may have been made smaller before: from `before` events. */
export function shrinkSchedule(
  target: Target,
  schedule: Schedule,
  before: number = schedule.entries.filter(isEvent).length,
  options?: MinimiseOptions,
): Shrunken | undefined {
  return smallest(target, [schedule], before, options);
}

function smallest(
  target: Target,
  candidates: readonly Schedule[],
  before: number,
  options: MinimiseOptions | undefined,
): Shrunken | undefined {
  const small = minimise(target, candidates, options);
  // Played once more: after the faults were numbered anew it has to fail as it did.
  const failing = small && attempt(target, small.schedule);
  if (small === undefined || failing === undefined) return undefined;
  const { plan } = target;
  const { world } = playSchedule(plan, failing.schedule);
  const operations = slice(world.history, 0).filter(({ type }) => type === 'invoke').length;
  const [events, fingerprint] = [world.events, hexOf(world.fingerprint.result())];
  const { attempts, isMinimal } = small;
  return { ...failing, before, events, fingerprint, operations, story: storyOf(plan, failing), attempts, isMinimal };
}

/** What counts as an event: not a write that is through, nor a disk that stalls. */
export function isEvent(entry: Schedule['entries'][number]): boolean {
  return entry.do !== 'write' && entry.do !== 'stall';
}

/** The run again, as schedules: with automatic writes, which are fewer entries, and with named ones, which are exact. */
function record(plan: RunPlan, { property, event }: Failure): readonly Schedule[] {
  const run = new TimedRun(plan);
  const recorder = recordRun(run);
  // Of a history all counts; of states nothing after the failure does.
  run.run(isConsistencyLevel(property) ? Number.POSITIVE_INFINITY : event + 1);
  return [recorder.schedule('automatic'), recorder.schedule('named')];
}

/** Plays a schedule to its end. */
export function playSchedule(plan: RunPlan, schedule: Schedule): Player {
  const player = new Player(plan, schedule);
  for (const entry of schedule.entries) player.play(entry);
  return player;
}
