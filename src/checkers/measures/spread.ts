// Median, 99th percentile and greatest of whole numbers, by nearest rank.

export type Spread = { readonly p50: number; readonly p99: number; readonly max: number };

/** Of at least one value. The nearest rank: the smallest value that at least so many of a hundred do not exceed. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (hundredths: number) => sorted[Math.max(1, Math.ceil((hundredths * sorted.length) / 100)) - 1]!;
  return { p50: at(50), p99: at(99), max: at(100) };
}
