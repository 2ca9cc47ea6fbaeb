// The figures of a run's card, whatever the scenario expects.

import { sortedSet } from '../base/sorted.ts';
import type { Duration } from '../contract/time.ts';
import type { FaultWindow, RunResult } from '../kernel/result.ts';
import { type Availability, availabilityOf } from './expect/available.ts';
import { countsOf, type OperationCounts } from './expect/counts.ts';
import { latenciesOf, percentileOf } from './expect/latency.ts';
import { clientOperations } from './expect/operations.ts';
import { clientsOn, type Segment } from './expect/segments.ts';
import type { Scenario } from './scenario.ts';

/** Availability of one side while a partition lasted. `clients` is how many stood there. */
export type SideSummary = {
  readonly partition: FaultWindow;
  readonly side: 'minority' | 'majority';
  readonly clients: number;
  readonly availability: Availability;
};

export type LatencySummary = {
  readonly f: string;
  readonly answered: number;
  /** Undefined where none was answered. */
  readonly p50: Duration | undefined;
  readonly p99: Duration | undefined;
  readonly max: Duration | undefined;
};

export type Summary = {
  readonly counts: OperationCounts;
  /** Over the time in which the workload begins operations. */
  readonly availability: Availability;
  readonly sides: readonly SideSummary[];
  /** One entry for each kind of operation, by name. */
  readonly latencies: readonly LatencySummary[];
};

export function summarize(scenario: Scenario, result: RunResult): Summary {
  const { workload } = scenario;
  const operations = clientOperations(result, workload?.deadline);
  const to = Math.min(workload?.to ?? result.time, result.time);
  const whole: Segment = { from: workload?.from ?? 0, to, clients: undefined, isHealed: false };
  const partitions = result.windows.filter((window) => window.kind === 'partition' && window.skipped === undefined);
  const sides = partitions.flatMap((partition) =>
    (['majority', 'minority'] as const).flatMap((side): readonly SideSummary[] => {
      const clients = clientsOn(side, partition, scenario);
      if (clients === undefined || clients.size === 0) return [];
      const isHealed = partition.to !== undefined;
      const segment = { from: partition.from, to: partition.to ?? result.time, clients, isHealed };
      return [{ partition, side, clients: clients.size, availability: availabilityOf([segment], operations) }];
    }),
  );
  const names = sortedSet(operations.map(({ f }) => f));
  return {
    counts: countsOf(operations),
    availability: availabilityOf([whole], operations),
    sides,
    latencies: names.map((f) => latencySummary(f, latenciesOf(operations.filter((operation) => operation.f === f)))),
  };
}

function latencySummary(f: string, latencies: readonly Duration[]): LatencySummary {
  const at = (percentile: 'p50' | 'p99' | 'max') =>
    latencies.length === 0 ? undefined : percentileOf(latencies, percentile);
  return { f, answered: latencies.length, p50: at('p50'), p99: at('p99'), max: at('max') };
}
