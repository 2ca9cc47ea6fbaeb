// "Did you mean": the nearest of the names that would have been right.

const DISTANCE_MAX = 2;

/** `did you mean "faults"?`, or undefined where no candidate is within two edits (one for short words). */
export function didYouMean(found: string, candidates: readonly string[]): string | undefined {
  const near = nearest(found, candidates);
  return near === undefined ? undefined : `did you mean "${near}"?`;
}

export function nearest(found: string, candidates: readonly string[]): string | undefined {
  // Two edits turn any word of three letters into another: there only one is a slip of the hand.
  let best = found.length <= 3 ? 2 : DISTANCE_MAX + 1;
  let name: string | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(found.toLowerCase(), candidate.toLowerCase(), best);
    if (distance < best) {
      best = distance;
      name = candidate;
    }
  }
  return name;
}

/** Levenshtein distance: insertions, deletions and replacements; anything from `limit` on is reported as `limit`. */
export function editDistance(a: string, b: string, limit = Number.POSITIVE_INFINITY): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return Math.min(row[b.length]!, limit);
}

/** `a`, `a or b`, `a, b or c`. */
export function oneOf(names: readonly string[], last = 'or'): string {
  if (names.length <= 1) return names[0] ?? 'nothing';
  return `${names.slice(0, -1).join(', ')} ${last} ${names[names.length - 1]}`;
}
