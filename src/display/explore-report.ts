// What an exploration has come to, as every face shows it and `--json` prints it. Nothing in it depends on the clock on
// the wall.

export type ExploreVerdict =
  /** A property is violated. */
  | 'violated'
  /** All states within the bounds were met, and every property holds and was exercised. */
  | 'held'
  /** A bound ended the search, or a property was never exercised, or what is to happen some time never did. */
  | 'inconclusive';

export type ExploreReport = {
  /** Path of the file. */
  readonly scenario: string;
  readonly name: string;
  readonly system: string;
  readonly verdict: ExploreVerdict;
  /** In words, one each. */
  readonly bounds: readonly string[];
  readonly order: 'breadth' | 'depth';
  readonly symmetry: 'off' | 'on' | 'both';
  /** With symmetry, and where both were asked for without it first. */
  readonly searches: readonly ExploreCounts[];
  readonly properties: readonly ExploreProperty[];
  readonly counterexample: ExploreCounterexample | null;
};

export type ExploreCounts = {
  readonly isSymmetric: boolean;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly terminals: number;
  /** Null: it is complete. */
  readonly endedBy: 'depth' | 'states' | 'violation' | 'unfinished' | null;
  readonly collision: { readonly probability: number; readonly text: string };
};

export type ExploreProperty = {
  readonly name: string;
  /** `expect`: a sentence of the scenario that is not judged here. */
  readonly kind: 'always' | 'sometimes' | 'eventually' | 'expect';
  /** As `SearchVerdict` has it, or `not judged` and why. */
  readonly verdict: string;
  /** Whether anything happened that it could have refused; null where nobody says. */
  readonly isExercised: boolean | null;
  /** Of the path that shows it. */
  readonly steps: number | null;
  /** With `--reached`, of what is reached: the schedule that leads there, a line an entry. */
  readonly schedule?: readonly string[];
};

export type ExploreCounterexample = {
  readonly property: string;
  readonly rule: string;
  readonly reason: string;
  readonly steps: readonly string[];
  /** What follows them again and again, of what never comes true; left out where the steps come to an end. */
  readonly cycle?: readonly string[];
  /** With `cycle`, or of such an end: the schedule of the steps, for `explore: schedule:` to go on from. */
  readonly schedule?: readonly string[];
  /** To replay the capsule is to run the code of a module. */
  readonly needsCode: boolean;
  readonly story: string;
  /** Path of the file; null: there is none, and `problem` says why. */
  readonly capsule: string | null;
  readonly problem: string | null;
};
