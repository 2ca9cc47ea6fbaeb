// Exhaustive, bounded search of any `{ init, actions, next }`: every state once, known by its 64-bit hash. It knows no
// kernel and no protocol. Read `model.ts` (what goes in), `answer.ts` (what comes out), then `search.ts`.
import type { SearchAnswer } from './answer.ts';
import type { Model, SearchOptions, SearchProperty } from './model.ts';
import { Search } from './search.ts';

export type { Completeness, Lasso, Path, SearchAnswer, SearchVerdict, Step } from './answer.ts';
export { collisionOf } from './answer.ts';
export { type Model, ModelError, type SearchOptions, type SearchProperty } from './model.ts';
export { Search } from './search.ts';

/** Searches to the end. To show progress or to stop early, run a `Search` in slices instead. */
export function exploreModel<S, A>(
  model: Model<S, A>,
  properties: readonly SearchProperty<S>[],
  options: SearchOptions = {},
): SearchAnswer<S, A> {
  const search = new Search(model, properties, options);
  search.run(Number.POSITIVE_INFINITY);
  return search.answer();
}
