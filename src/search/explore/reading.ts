// How one search reads its model: defaults filled in, misuse refused.
import { type Hash, hashPlain } from '../../base/hash.ts';
import { type Model, ModelError, type SearchOptions, type SearchProperty } from './model.ts';

export type Reading<S, A> = {
  readonly model: Model<S, A>;
  readonly hash: (state: S) => Hash;
  /** Only with symmetry. */
  readonly canonical: ((state: S) => S) | undefined;
  readonly maxStates: number;
  readonly maxDepth: number;
};

export function readingOf<S, A>(model: Model<S, A>, options: SearchOptions): Reading<S, A> {
  const { symmetry = false, maxStates = Number.POSITIVE_INFINITY, maxDepth = Number.POSITIVE_INFINITY } = options;
  const { canonical } = model;
  if (symmetry && canonical === undefined) throw new ModelError('symmetry needs a model with a `canonical` function');
  // The type of a model allows no `hash` only where states are plain.
  const { hash = hashPlain as unknown as (state: S) => Hash } = model as { readonly hash?: (state: S) => Hash };
  return { model, hash, canonical: symmetry ? canonical : undefined, maxStates, maxDepth };
}

/** Two members of one symmetry class must not be told apart. */
export function checkSymmetric<S>({ name, holds }: SearchProperty<S>, state: S, representative: S): void {
  if (holds(state) === holds(representative)) return;
  throw new ModelError(
    `the property "${name}" holds in one of two symmetric states only: make it symmetric, or explore without symmetry`,
  );
}
