// Latencies of answered operations, by percentile.
import type { Duration } from '../../contract/time.ts';
import type { LatencyExpectation, Percentile } from '../scenario.ts';
import { counted, durationText } from '../words.ts';
import { operationsIn } from './available.ts';
import { type Evidence, type Measure, measure, unknown } from './finding.ts';
import type { ClientOperation } from './operations.ts';
import { segmentsOf } from './segments.ts';

const HUNDREDTHS: { readonly [P in Percentile]: number } = { p50: 50, p99: 99, max: 100 };

/** Latencies of the operations that were answered, ascending. */
export function latenciesOf(operations: readonly ClientOperation[]): readonly Duration[] {
  const latencies = operations.flatMap(({ answeredAt, invokedAt }) =>
    answeredAt === undefined ? [] : [answeredAt - invokedAt],
  );
  return latencies.sort((a, b) => a - b);
}

/** The nearest rank: the smallest latency that at least so many of a hundred do not exceed. `sorted` is not empty. */
export function percentileOf(sorted: readonly Duration[], percentile: Percentile): Duration {
  const rank = Math.ceil((HUNDREDTHS[percentile] * sorted.length) / 100);
  return sorted[Math.max(1, rank) - 1]!;
}

export function judgeLatency(expectation: LatencyExpectation, evidence: Evidence): Measure {
  const { window, who, f, limits } = expectation;
  const found = segmentsOf(window, who, evidence);
  if ('unknown' in found) return unknown(found.unknown);
  const within = operationsIn(found.segments, evidence.operations).filter(
    (operation) => f === undefined || operation.f === f,
  );
  const latencies = latenciesOf(within);
  if (latencies.length === 0) return unknown(`no ${f ?? 'operation'} was answered in it`);
  const measured = limits.map(({ percentile, bounds }) => ({
    percentile,
    bounds,
    value: percentileOf(latencies, percentile),
  }));
  const isHeld = measured.every(
    ({ bounds: { atLeast, atMost }, value }) => value >= (atLeast ?? 0) && value <= (atMost ?? value),
  );
  const figures = measured.map(({ percentile, value }) => `${percentile} ${durationText(value)}`).join(', ');
  return measure(isHeld, `${figures} of ${counted(latencies.length, `answered ${f ?? 'operation'}`)}`);
}
