// A small system with its questions, on which the search is compared with the plain reference.
import type { Plain } from '../../../../src/base/plain.ts';
import type { Model, SearchProperty } from '../../../../src/search/explore/index.ts';

export type Subject<S extends Plain, A> = {
  readonly name: string;
  readonly model: Model<S, A>;
  readonly properties: readonly SearchProperty<S>[];
  /** The states and transitions, where they can be counted by hand. */
  readonly counted?: { readonly states: number; readonly transitions: number };
  readonly maxDepth?: number;
  /** The state with the parts in another order: part i of the answer is part order[i]. For brute force over classes. */
  readonly permute?: (state: S, order: readonly number[]) => S;
  /** The orders that are symmetries; all of them form a group. */
  readonly orders?: readonly (readonly number[])[];
};

/** Hides the types of a subject, so that different ones stand in one list. */
export type System = {
  readonly name: string;
  readonly open: <R>(use: <S extends Plain, A>(subject: Subject<S, A>) => R) => R;
};

export function system<S extends Plain, A>(subject: Subject<S, A>): System {
  return { name: subject.name, open: (use) => use(subject) };
}

export const ordersOf2: readonly (readonly number[])[] = [
  [0, 1],
  [1, 0],
];

export const ordersOf3: readonly (readonly number[])[] = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

/** The indices of the rows in the order of their keys. */
export function sortedBy(keys: readonly string[]): readonly number[] {
  return keys.map((_, i) => i).sort((a, b) => (keys[a]! < keys[b]! ? -1 : keys[a]! > keys[b]! ? 1 : a - b));
}
