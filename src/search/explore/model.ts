// What is explored and what is asked of it: initial states, the actions of a state, the next state, and properties.
// A specification of thirty lines is enough (test/search/explore/two-phase-commit.ts). The answers are in `answer.ts`.
import type { Hash } from '../../base/hash.ts';
import type { Plain } from '../../base/plain.ts';

/**
 * A transition system over immutable states `S`. All its functions are pure: a path is rebuilt by calling them again.
 *
 * `hash` takes in the whole state (any field that it forgets merges states that differ); default `hashPlain`, for
 * states that are plain data.
 */
export type Model<S, A> = Shape<S, A> &
  ([S] extends [Plain] ? { readonly hash?: HashOf<S> } : { readonly hash: HashOf<S> });

type HashOf<S> = (state: S) => Hash;

type Shape<S, A> = {
  readonly init: readonly S[];
  /** In an order that depends on the state alone. */
  readonly actions: (state: S) => readonly A[];
  /** Undefined: not enabled after all, or outside the model's own bounds; it counts as no transition. */
  readonly next: (state: S, action: A) => S | undefined;
  /**
   * The model's own bounds leave out something that would happen here: where this is true a path is cut short, and its end
   * shows nothing about `eventually`. Default: never.
   */
  readonly isCut?: (state: S) => boolean;
  /**
   * The representative of the states that differ from this one only by exchanging equal parts (nodes, clients). Used
   * with `symmetry` only. It must exchange *every* mention of a part. One that answers differently within a class only
   * costs states; one that joins two classes is wrong. Sort the parts' rows of data; do not try all permutations.
   */
  readonly canonical?: (state: S) => S;
  /** One line for people. */
  readonly describe: (action: A) => string;
};

/**
 * A sentence about states, and the claim: `always`, it holds in every state; `sometimes`, in at least one; `eventually`,
 * every maximal path meets a state in which it holds. A maximal path ends in a state without transitions or never
 * ends. No fairness is assumed: a loop that could be left but is not counts against `eventually`.
 */
export type SearchProperty<S> = {
  readonly kind: 'always' | 'sometimes' | 'eventually';
  readonly name: string;
  readonly holds: (state: S) => boolean;
};

export type SearchOptions = {
  /**
   * `breadth` (default): the paths to what is found are shortest, and among those the first actions are preferred. `depth`: goes far early, the
   * last of the actions first; paths may be long.
   */
  readonly order?: 'breadth' | 'depth';
  /**
   * Explores one state of each symmetry class: `model.canonical` must be there. Default false.
   *
   * Sound for symmetric properties, `eventually` included: a path between classes is followed by a real path from every
   * state of the first class, so a cycle of classes is an endless real path. A property that tells the members of a
   * class apart ("n1 leads") has no verdict here. One that is caught at it is a `ModelError`; ask it without symmetry.
   * If `init` has not all members of its classes, a depth bound reaches further with symmetry: the depth of a class is
   * the least of its members'.
   */
  readonly symmetry?: boolean;
  /** Ends the search when one more state would be met. Default: no bound. */
  readonly maxStates?: number;
  /** The greatest number of transitions from an initial state. Default: no bound. */
  readonly maxDepth?: number;
  /** Ends the search at the first violation of an `always` property. Default false: the counts are then of the whole. */
  readonly stopAtViolation?: boolean;
};

/** The model breaks what `Model` asks of it, or a property what `symmetry` asks. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}
