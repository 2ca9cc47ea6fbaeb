// What a search answers. Never a pass where a bound cut something off: such verdicts name the bound, or are `unknown`.

/** A transition, and the state after it. `text` is the model's description of the action. */
export type Step<S, A> = { readonly action: A; readonly text: string; readonly state: S };

/** A real execution from an initial state, also with symmetry. */
export type Path<S, A> = { readonly init: S; readonly steps: readonly Step<S, A>[] };

/** `cycle` leads from the last state of the path back to it, for ever; empty if that state has no transition. */
export type Lasso<S, A> = Path<S, A> & { readonly cycle: readonly Step<S, A>[] };

export type SearchVerdict<S, A> =
  | { readonly name: string; readonly kind: 'always'; readonly verdict: 'holds' | 'no violation within the bound' }
  | { readonly name: string; readonly kind: 'always'; readonly verdict: 'violated'; readonly path: Path<S, A> }
  | { readonly name: string; readonly kind: 'sometimes'; readonly verdict: 'reached'; readonly path: Path<S, A> }
  | {
      readonly name: string;
      readonly kind: 'sometimes';
      readonly verdict: 'never reached' | 'not reached within the bound';
    }
  | { readonly name: string; readonly kind: 'eventually'; readonly verdict: 'holds' | 'unknown' }
  | { readonly name: string; readonly kind: 'eventually'; readonly verdict: 'violated'; readonly path: Lasso<S, A> };

/**
 * Whether all reachable states were met and all their transitions tried; else which bound ended it. `depth` if a state
 * at the greatest depth has transitions, even if they happen to lead to known states only.
 */
export type Completeness =
  | { readonly complete: true }
  | { readonly complete: false; readonly why: 'depth' | 'states' | 'violation' | 'unfinished' };

export type SearchAnswer<S, A> = {
  /** Distinct states; with symmetry, distinct representatives. */
  readonly states: number;
  /** Pairs of a state whose depth is less than the bound and an action that leads to a state, known or not. */
  readonly transitions: number;
  /** The greatest depth at which a state was met, in transitions; without a bound, `depth` first meets states deeper. */
  readonly depth: number;
  /** States without transitions. */
  readonly terminals: number;
  readonly completeness: Completeness;
  /** In the order of the properties. */
  readonly verdicts: readonly SearchVerdict<S, A>[];
  readonly collision: { readonly probability: number; readonly text: string };
};

/**
 * An upper bound of the probability that two of `states` distinct states have the same 64-bit hash, so that one was
 * taken for the other and not explored: n² / 2^65 (birthday bound, of a hash that is as good as random).
 */
export function collisionOf(states: number): SearchAnswer<never, never>['collision'] {
  const probability = Math.min(1, (states * states) / 2 ** 65);
  const odds = probability === 0 ? '0' : `${probability.toExponential(1)} (1 in ${(1 / probability).toExponential(1)})`;
  return { probability, text: `at most ${odds} that a state was missed because two states have the same hash` };
}
