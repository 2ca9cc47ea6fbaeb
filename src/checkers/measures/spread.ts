// Median, 99th and 99.9th percentile and greatest of whole numbers, by nearest rank.

export type Spread = { readonly p50: number; readonly p99: number; readonly 'p99.9': number; readonly max: number };

/** Of at least one value. The nearest rank: the smallest value that at least so many of a thousand do not exceed. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (thousandths: number) => sorted[Math.max(1, Math.ceil((thousandths * sorted.length) / 1_000)) - 1]!;
  return { p50: at(500), p99: at(990), 'p99.9': at(999), max: at(1_000) };
}
