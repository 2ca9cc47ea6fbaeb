// Distributions: what many runs have measured, a number each, and the statistics of it. Plain data and pure functions;
// what is measured in a run is said by `measure:` of a scenario (`scenario/expect/measure.ts`).
//
// A run that ended before its measure did is not left out, which would make slow runs look like none: all that is known
// of it is that it took longer. It counts as beyond every value, so a statistic may be known only as "more than".
import type { Ratio } from './system.ts';

/** `duration` in microseconds, `share` from 0 to 1. */
export type Unit = 'duration' | 'count' | 'share';

/** In thousandths of the runs: the nearest rank, as latencies have it. */
export const quantiles = {
  min: 0,
  p1: 10,
  p10: 100,
  p25: 250,
  median: 500,
  p75: 750,
  p90: 900,
  p95: 950,
  p99: 990,
  'p99.9': 999,
  max: 1000,
} as const;

export type Quantile = keyof typeof quantiles;
export type Statistic = Quantile | 'mean';

export const statistics: readonly Statistic[] = [...(Object.keys(quantiles) as Quantile[]), 'mean'];

/** A measure of one run. All undefined: its beginning never came, or there was nothing to measure. */
export type MeasuredReport = {
  readonly name: string;
  readonly unit: Unit;
  readonly value: number | undefined;
  /** The run ended first: it would have been more than this. */
  readonly beyond: number | undefined;
};

/** A measure over the runs of a sweep. */
export type Distribution = {
  readonly measure: string;
  readonly unit: Unit;
  /** Ascending. */
  readonly values: readonly number[];
  /** Of the runs that ended first: each would have been more than this. Ascending. */
  readonly beyond: readonly number[];
  /** Runs in which there was nothing to measure. */
  readonly unmeasured: number;
};

/** A statistic; with `isMore` all that is known is that it is more than this. */
export type Figure = { readonly value: number; readonly isMore: boolean };

/** What a paper, or anybody, has published of a measure. */
export type Published = {
  readonly measure: string;
  readonly figures: readonly { readonly statistic: Statistic; readonly value: number }[];
  /** Shares of the runs that were within a limit: at most it. */
  readonly shares: readonly { readonly within: number; readonly share: Ratio }[];
};

export function distributionOf(measure: string, unit: Unit, runs: readonly MeasuredReport[]): Distribution {
  const ascending = (pick: 'value' | 'beyond') => runs.flatMap((run) => run[pick] ?? []).sort((a, b) => a - b);
  const [values, beyond] = [ascending('value'), ascending('beyond')];
  return { measure, unit, values, beyond, unmeasured: runs.length - values.length - beyond.length };
}

/** Runs that count. */
export function sizeOf({ values, beyond }: Pick<Distribution, 'values' | 'beyond'>): number {
  return values.length + beyond.length;
}

/** Undefined where nothing was measured. */
export function figureOf(distribution: Distribution, statistic: Statistic): Figure | undefined {
  const { values, beyond } = distribution;
  const size = sizeOf(distribution);
  if (size === 0) return undefined;
  if (statistic === 'mean') return { value: sum([...values, ...beyond]) / size, isMore: beyond.length > 0 };
  const rank = Math.max(1, Math.ceil((quantiles[statistic] * size) / 1000));
  const value = values[rank - 1];
  const least = beyond[0];
  // Above the least of what is open nothing is certain: a run that ended first may belong there.
  if (least === undefined || (value !== undefined && value <= least)) return { value: value!, isMore: false };
  const certain = values.filter((known) => known <= least).length;
  return { value: rank > certain ? least : value!, isMore: true };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** How many runs were within a limit: surely, and at most, were those that are open within it too. */
export function countWithin(
  distribution: Distribution,
  limit: number,
): { readonly least: number; readonly most: number } {
  const least = distribution.values.filter((value) => value <= limit).length;
  return { least, most: least + distribution.beyond.filter((bound) => bound < limit).length };
}
