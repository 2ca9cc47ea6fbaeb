// "Did you mean": the nearest of the names that would have been right, as messages put it.
import { nearest } from '../base/nearest.ts';

/** `did you mean "faults"?`, or undefined where no candidate is near. */
export function didYouMean(found: string, candidates: readonly string[]): string | undefined {
  const near = nearest(found, candidates);
  return near === undefined ? undefined : `did you mean "${near}"?`;
}

/** The same in brackets, behind a sentence; nothing where no candidate is near. */
export function nearBehind(found: string, candidates: readonly string[]): string {
  const hint = didYouMean(found, candidates);
  return hint === undefined ? '' : ` (${hint})`;
}

/** `a`, `a or b`, `a, b or c`. */
export function oneOf(names: readonly string[], last = 'or'): string {
  if (names.length <= 1) return names[0] ?? 'nothing';
  return `${names.slice(0, -1).join(', ')} ${last} ${names[names.length - 1]}`;
}
