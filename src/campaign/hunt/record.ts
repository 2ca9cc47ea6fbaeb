// What the journal keeps: of each finished seed what it came to, of each repeated one whether it was the same, of each
// minimised failure its capsule. Plain data without anything of the wall clock, so that a report of it can be had again.

import type { LoadedModule, WrittenOptions } from '../../scenario/index.ts';
import type { Failure, Hunted } from '../../search/index.ts';
import type { Code } from './code.ts';
import type { Course } from './course.ts';
import type { Share } from './seeds.ts';

/** `Hunted`, without the witness: it may share parts with states. `lost`: its worker had to be ended. */
export type SeedRecord = Omit<Hunted, 'ending' | 'failure'> & {
  readonly ending: Hunted['ending'] | 'lost';
  readonly failure?: Failure;
  /** Where it is another one than that of the seed as it stands. */
  readonly world?: string;
  /** The options that were drawn for a seed that failed, where any were. */
  readonly drawn?: WrittenOptions;
};

/** Where two runs of one seed part. */
export type Difference = {
  /** Index of the first event that differs, or after which the states do; null where it could not be named. */
  readonly event: number | null;
  /** In words: what either run did there. */
  readonly lines: readonly string[];
};

export type Repeat = {
  readonly repeated: string;
  /** Of the second run. */
  readonly fingerprint: string;
  /** Left out: the second run was the same. */
  readonly difference?: Difference;
};

/** A failure made small. Sizes count events, writes, faults and client operations of the schedule that is left. */
export type Minimised = {
  /** Name of the capsule's file, in the folder of the campaign. */
  readonly capsule: string;
  readonly before: number;
  readonly events: number;
  readonly writes: number;
  readonly faults: number;
  readonly operations: number;
  readonly story: string;
  readonly isReproduced: boolean;
};

export type MinimisedRecord = {
  readonly minimised: string;
  readonly property: string;
  readonly rule: string;
  readonly result: Minimised;
};

/** What is known of a scenario once it is loaded: what could have been met. */
export type Description = {
  readonly system: string;
  readonly nodes: readonly string[];
  readonly properties: readonly string[];
  /** The kinds of faults that may be drawn. */
  readonly kinds: readonly string[];
  /** Whether the system says what its abstract states are made of. */
  readonly hasStates: boolean;
  readonly modules: readonly LoadedModule[];
};

/** The first line of a journal. */
export type Header = Share &
  Course & {
    readonly hunt: 1;
    readonly version: string;
    readonly code: Code;
    readonly scenario: string;
    readonly name: string;
    readonly sha256: string;
    readonly text: string;
    readonly description: Description;
  };

export type Line = SeedRecord | Repeat | MinimisedRecord;

export function recordOf({ failure, ...rest }: Hunted, extra: readonly string[] = []): SeedRecord {
  const exercised = [...rest.exercised, ...extra];
  return { ...rest, exercised, ...(failure === undefined ? {} : { failure: { ...failure, witness: null } }) };
}

/** Fields that make one campaign: journals that differ in one of them do not belong together. */
export function isSameScenario(one: Header, other: Pick<Header, 'sha256'>): boolean {
  return one.sha256 === other.sha256;
}
