// A set in which an addition wins over a removal that did not know of it (OR-set: Shapiro et al. 2011, §3.3.5). Each
// addition has a tag of its own; a removal takes the tags that it sees, and no other. Tags that were taken are kept for
// ever, for an old state may still bring one back: nothing here knows when all have heard.
import { sortedSet } from '../../base/sorted.ts';
import { joinParts, type Parts } from './parts.ts';

export type OrSet = {
  readonly kind: 'set';
  /** By tag. */
  readonly added: Parts;
  readonly removed: Parts<true>;
};

export const empty: OrSet = { kind: 'set', added: {}, removed: {} };

export function addTo(set: OrSet, element: number, tag: string): OrSet {
  return { ...set, added: { ...set.added, [tag]: element } };
}

export function removeFrom(set: OrSet, element: number): OrSet {
  const seen = liveTags(set).filter((tag) => set.added[tag] === element);
  if (seen.length === 0) return set;
  return { ...set, removed: { ...set.removed, ...Object.fromEntries(seen.map((tag) => [tag, true as const])) } };
}

/** Each once, ascending. */
export function elementsOf(set: OrSet): readonly number[] {
  return sortedSet(liveTags(set).map((tag) => set.added[tag]!));
}

export function joinSets(a: OrSet, b: OrSet): OrSet {
  // The tag says what was added, so the two cannot differ.
  const added = joinParts(a.added, b.added, (own) => own);
  const removed = joinParts(a.removed, b.removed, (own) => own);
  return added === a.added && removed === a.removed ? a : { kind: 'set', added, removed };
}

export function tombstonesOf({ removed }: OrSet): number {
  return Object.keys(removed).length;
}

function liveTags({ added, removed }: OrSet): readonly string[] {
  return Object.keys(added).filter((tag) => !Object.hasOwn(removed, tag));
}
