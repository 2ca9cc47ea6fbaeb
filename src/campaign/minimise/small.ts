// What the search has made small, as a capsule and as figures.
import { capsuleText, parseCapsule, smallCapsule, type WrittenOptions } from '../../scenario/index.ts';
import { isEvent, type Shrunken } from '../../search/index.ts';
import { version } from '../version.ts';

/** Where a failure comes from: a scenario at a seed, and the event at which it was found there. */
export type Origin = {
  readonly file: string;
  readonly text: string;
  readonly seed: string;
  /** Where a hunt found it, unless in that of the seed. */
  readonly world?: string | undefined;
  readonly event: number;
  readonly module?: string | undefined;
  /** What the rate of the workload was multiplied by. */
  readonly pace?: string | undefined;
  /** The options that were drawn. */
  readonly options?: WrittenOptions | undefined;
};

/** Events before and after, without starts and without writes that are through. */
export type Sizes = {
  readonly before: number;
  readonly events: number;
  /** Of the small schedule: writes and stalls that it names, faults, operations that clients begin. */
  readonly writes: number;
  readonly faults: number;
  readonly operations: number;
  /** Schedules that were tried; false: the budget was spent before nothing more could be left out. */
  readonly attempts: number;
  readonly isMinimal: boolean;
};

export function sizesOf({ schedule, before, operations, attempts, isMinimal }: Shrunken): Sizes {
  const events = schedule.entries.filter(isEvent).length;
  const writes = schedule.entries.length - events;
  return { before, events, writes, faults: schedule.faults.length, operations, attempts, isMinimal };
}

/** The text of the capsule, or in a clause why there can be none. */
export function capsuleOfSmall(
  small: Shrunken,
  { file, text, seed, world, event, module, pace, options }: Origin,
): { readonly text: string } | { readonly problem: string } {
  const { schedule, failure, events, fingerprint, before, story } = small;
  const found = { event, entries: before, ...(world === undefined ? {} : { world }) };
  const capsule = smallCapsule({
    version,
    file,
    text,
    seed,
    module,
    pace,
    options,
    failure,
    schedule,
    events,
    fingerprint,
    found,
    story,
  });
  if (typeof capsule === 'string') return { problem: `a fault cannot be written down: ${capsule}` };
  const written = capsuleText(capsule);
  const [problem] = parseCapsule(written, file).problems;
  return problem === undefined ? { text: written } : { problem: `it cannot be written down: ${problem.message}` };
}
