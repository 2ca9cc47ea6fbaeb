// What a hunt's workers are sent and what they answer: plain data, and an array that both sides see.
import type { Problem } from '../../scenario/index.ts';
import { places } from '../drive.ts';
import type { Description, Difference, SeedRecord } from './record.ts';

/** One run of one seed, in its world. */
export type SeedTask = {
  readonly position: number;
  readonly seed: string;
  readonly world: string;
  readonly isRepeat: boolean;
};

export type Finished = { readonly task: SeedTask; readonly record: SeedRecord };

/** Of a worker, from its birth on. */
export type WorkerData = { readonly file: string; readonly text: string; readonly progress: SharedArrayBuffer };

/** `compare`: a world. */
export type ToWorker = { readonly batch: readonly SeedTask[] } | { readonly compare: string };

export type FromWorker =
  | { readonly ready: Description }
  | { readonly problems: readonly Problem[] }
  | { readonly bug: string }
  /** Some of a batch, which took so many milliseconds; and what of it was not to be begun any more. */
  | { readonly finished: readonly Finished[]; readonly ms: number; readonly skipped: readonly SeedTask[] }
  | { readonly difference: Difference };

/**
 * Places of the shared array: those of a run, then `position`, that of the seed at work (−1: none yet), and `until`: no
 * seed at this position or behind it is to be begun.
 */
export const huntPlaces = { ...places, position: 32, until: 33 } as const;
/** Many more than there are: arrays of two workers in one line of the cache would slow both. */
export const PLACES = 64;
