// The nearest of some names to a word that is none of them. How it is put to people: `scenario/suggest.ts`.

/** How many slips are forgiven: one in a short word, three in a long one. */
function slipsMax(word: string): number {
  // Two edits turn any word of three letters into another.
  if (word.length <= 3) return 1;
  return word.length < 9 ? 2 : 3;
}

/** The candidate with the fewest slips, else the only one that begins with the word. */
export function nearest(found: string, candidates: readonly string[]): string | undefined {
  const word = found.toLowerCase();
  let best = slipsMax(word) + 1;
  let name: string | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(word, candidate.toLowerCase(), best);
    if (distance < best) {
      best = distance;
      name = candidate;
    }
  }
  if (name !== undefined || word.length < 3) return name;
  const begun = candidates.filter((candidate) => candidate.toLowerCase().startsWith(word));
  return begun.length === 1 ? begun[0] : undefined;
}

/**
 * Insertions, deletions, replacements and swaps of neighbours (the "optimal string alignment" distance); anything from
 * `limit` on is reported as `limit`.
 */
export function editDistance(a: string, b: string, limit = Number.POSITIVE_INFINITY): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? before[j - 2]! + 1 : Number.POSITIVE_INFINITY;
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1, swapped));
    }
    before = row;
    row = next;
  }
  return Math.min(row[b.length]!, limit);
}
