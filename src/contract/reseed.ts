// Draws that come from another seed than the run's own, from a time on: how a hunt keeps a part of a run and draws the
// rest anew.
import type { Time } from './time.ts';

export type Reseed = {
  readonly seed: string;
  /** How the labels of the purposes begin: `timer/`. */
  readonly labels: readonly string[];
  readonly from: Time;
};
