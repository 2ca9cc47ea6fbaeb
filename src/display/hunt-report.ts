// What a hunt has come to, as every face shows it and `--json` prints it. Nothing in it depends on the clock on the wall
// or on the number of workers, and so a campaign that was interrupted and taken up again comes to the same.
import type { Duration, Time } from '../contract/time.ts';

export type HuntVerdict =
  /** Something failed. */
  | 'failed'
  /** Nothing failed, and something could have. */
  | 'clean'
  /** Nothing failed, but of some seeds nobody knows: their budget was spent, or that of the judge of their history. */
  | 'open'
  /** No property could have failed: no seed is finished, or none met what a property speaks of. */
  | 'untested'
  | 'not deterministic';

export type HuntReport = {
  /** Path of the file. */
  readonly scenario: string;
  readonly name: string;
  readonly system: string;
  readonly modules: readonly string[];
  readonly verdict: HuntVerdict;
  /** How worlds were chosen. `world`: one alone, that somebody named. */
  readonly strategy: 'random' | 'guided' | 'world';
  readonly seeds: HuntSeeds;
  readonly failures: readonly HuntGroup[];
  readonly explored: HuntExplored;
  /** Seeds that were run twice. */
  readonly repeated: number;
  /** The first seed whose two runs differ. */
  readonly difference: HuntDifference | null;
};

export type HuntSeeds = {
  readonly first: number;
  readonly last: number;
  /** `1/2`: of which shard; null: of the whole. */
  readonly shard: string | null;
  readonly asked: number;
  readonly done: number;
  readonly failing: number;
  /** Ended by their budget of events: nobody knows how they would have gone on. */
  readonly unfinished: number;
  /** Whose history could not be judged: the search for an order of its operations was given up. */
  readonly unjudged: number;
  /** As many have failed as were to: those behind the last one do not count. */
  readonly isCut: boolean;
};

/** Failures of one property by one rule. */
export type HuntGroup = {
  readonly property: string;
  readonly rule: string;
  /** Of the first seed. */
  readonly reason: string;
  readonly seeds: readonly string[];
  readonly seed: string;
  /** The name of its world; null: that of the seed. */
  readonly world: string | null;
  readonly event: number;
  readonly timeUs: Time;
  /** The options that were drawn for the first seed. */
  readonly options: { readonly [name: string]: number | boolean | string } | null;
  readonly minimised: HuntMinimised | null;
};

export type HuntMinimised = {
  /** Path of the file. */
  readonly capsule: string;
  /** Events up to the violation: as they were found, and what is left of them; write completions apart. */
  readonly before: number;
  readonly events: number;
  readonly writes: number;
  readonly faults: number;
  readonly operations: number;
  readonly story: string;
  /** Whether the capsule, replayed, violates the same property by the same rule. */
  readonly isReproduced: boolean;
};

export type HuntExplored = {
  readonly events: number;
  readonly simulatedUs: Duration;
  /** Distinct abstract states; null: the system does not say what they are made of. */
  readonly states: number | null;
  readonly kinds: { readonly met: readonly string[]; readonly missing: readonly string[] };
  /** Of kinds that struck in one run. */
  readonly pairs: { readonly met: number; readonly possible: number; readonly missing: readonly string[] };
  /** In how many seeds each could have been violated. */
  readonly properties: readonly { readonly name: string; readonly seeds: number }[];
};

export type HuntDifference = {
  readonly seed: string;
  readonly fingerprints: readonly [first: string, second: string];
  /** Index of the first event that differs; null: it could not be named. */
  readonly event: number | null;
  readonly lines: readonly string[];
};
