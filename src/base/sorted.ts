// Sets as sorted arrays without doubles: plain data that compares, hashes and prints the same however it was built.
// Strings order by UTF-16 code unit, as `<` does; never by locale.
import { countWhile } from './halving.ts';

export type Sortable = string | number;

/** The first position whose item is not before `item`. */
function position<T extends Sortable>(set: readonly T[], item: T): number {
  return countWhile(set.length, (at) => set[at]! < item);
}

export function hasItem<T extends Sortable>(set: readonly T[], item: T): boolean {
  return set[position(set, item)] === item;
}

/** The set with `item`; the same reference if it was in. */
export function withItem<T extends Sortable>(set: readonly T[], item: T): readonly T[] {
  const at = position(set, item);
  return set[at] === item ? set : [...set.slice(0, at), item, ...set.slice(at)];
}

/** The set without `item`; the same reference if it was not in. */
export function withoutItem<T extends Sortable>(set: readonly T[], item: T): readonly T[] {
  const at = position(set, item);
  return set[at] === item ? [...set.slice(0, at), ...set.slice(at + 1)] : set;
}

/** A sorted copy without doubles. */
export function sortedSet<T extends Sortable>(items: Iterable<T>): readonly T[] {
  return [...new Set(items)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The keys of a record in code-unit order: the order to iterate in when order can be seen. */
export function sortedKeys(record: { readonly [key: string]: unknown }): readonly string[] {
  return Object.keys(record).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
