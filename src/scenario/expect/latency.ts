// Latencies of answered operations, by percentile.
import type { Duration } from '../../contract/time.ts';
import type { LatencyExpectation, Percentile } from '../scenario.ts';
import { counted, durationText, operationText } from '../words.ts';
import { operationsIn } from './available.ts';
import { isWithin } from './counts.ts';
import { type Evidence, type Measure, measure, unknown } from './finding.ts';
import type { ClientOperation } from './operations.ts';
import { segmentsOf } from './segments.ts';

const THOUSANDTHS: { readonly [P in Percentile]: number } = { p50: 500, p99: 990, 'p99.9': 999, max: 1_000 };

/** Latencies of the operations that were answered, ascending. */
export function latenciesOf(operations: readonly ClientOperation[]): readonly Duration[] {
  return operations.flatMap((operation) => latencyOf(operation) ?? []).sort((a, b) => a - b);
}

function latencyOf({ answeredAt, invokedAt }: ClientOperation): Duration | undefined {
  return answeredAt === undefined ? undefined : answeredAt - invokedAt;
}

/** The nearest rank: the smallest latency that at least so many of a thousand do not exceed. `sorted` is not empty. */
export function percentileOf(sorted: readonly Duration[], percentile: Percentile): Duration {
  const rank = Math.ceil((THOUSANDTHS[percentile] * sorted.length) / 1_000);
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
  if (latencies.length === 0) return unknown(`no ${operationText(f)} was answered in it`);
  const measured = limits.map(({ percentile, bounds }) => ({
    percentile,
    bounds,
    value: percentileOf(latencies, percentile),
  }));
  const broken = measured.find(({ bounds, value }) => !isWithin(value, bounds));
  const figures = measured.map(({ percentile, value }) => `${percentile} ${durationText(value)}`).join(', ');
  const text = `${figures} of ${counted(latencies.length, `answered ${operationText(f)}`)}`;
  if (broken === undefined) return measure(true, text);
  const isTooHigh = broken.value > (broken.bounds.atMost ?? broken.value);
  const told = latencies[isTooHigh ? latencies.length - 1 : 0];
  return measure(false, text, within.find((operation) => latencyOf(operation) === told)?.invokedEvent);
}
