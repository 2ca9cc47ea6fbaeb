// The figures of a run's card, whatever the scenario expects.

import { sortedSet } from '../base/sorted.ts';
import type { NodeId } from '../contract/ids.ts';
import type { Duration } from '../contract/time.ts';
import type { FaultWindow, RunResult } from '../kernel/result.ts';
import { type Availability, availabilityOf, operationsIn } from './expect/available.ts';
import { countsOf, type OperationCounts } from './expect/counts.ts';
import { latenciesOf, percentileOf } from './expect/latency.ts';
import { type ClientOperation, clientOperations } from './expect/operations.ts';
import { type Phase, phasesOf } from './expect/phases.ts';
import { clientsOn, type Segment } from './expect/segments.ts';
import type { Scenario } from './scenario.ts';

/** Availability of one side while a partition lasted. `clients` is how many stood there. */
export type SideSummary = {
  readonly partition: FaultWindow;
  readonly side: 'minority' | 'majority';
  readonly clients: number;
  readonly availability: Availability;
};

export type LatencySummary = Latencies & { readonly f: string };

/** Of the operations of a phase of the run, whatever their kind. */
export type PhaseSummary = {
  readonly phase: Phase;
  readonly availability: Availability;
  readonly latency: Latencies;
};

export type Latencies = {
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

/** What cards do not show: a table over many runs asks for it. */
export type Parts = {
  readonly clients: readonly { readonly client: NodeId; readonly availability: Availability }[];
  /** Phases that came about. */
  readonly phases: readonly PhaseSummary[];
};

export function summarize(scenario: Scenario, result: RunResult): Summary {
  const { operations, whole } = workOf(scenario, result);
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
    latencies: names.map((f) => ({ f, ...latencyOf(operations.filter((operation) => operation.f === f)) })),
  };
}

export function partsOf(scenario: Scenario, result: RunResult): Parts {
  const { operations, whole } = workOf(scenario, result);
  return {
    clients: scenario.clients.map(({ id: client }) => ({
      client,
      availability: availabilityOf([{ ...whole, clients: new Set([client]) }], operations),
    })),
    phases: phasesIn(scenario, result),
  };
}

/** The phases that came about. */
export function phasesIn(scenario: Scenario, result: RunResult): readonly PhaseSummary[] {
  const { operations, whole } = workOf(scenario, result);
  return phaseSummaries(result, whole, operations);
}

/** The operations, and the time in which the workload begins them. */
function workOf(
  { workload }: Scenario,
  result: RunResult,
): { readonly operations: readonly ClientOperation[]; readonly whole: Segment } {
  const to = Math.min(workload?.to ?? result.time, result.time);
  return {
    operations: clientOperations(result, workload?.deadline),
    whole: { from: workload?.from ?? 0, to, clients: undefined, isHealed: false },
  };
}

function phaseSummaries(
  { windows }: RunResult,
  { from, to }: Segment,
  operations: readonly ClientOperation[],
): readonly PhaseSummary[] {
  const phases = phasesOf(windows, from, to);
  return (['before', 'during', 'after'] as const).flatMap((phase): readonly PhaseSummary[] => {
    const segments = phases[phase];
    if (segments.length === 0) return [];
    const latency = latencyOf(operationsIn(segments, operations));
    return [{ phase, availability: availabilityOf(segments, operations), latency }];
  });
}

function latencyOf(operations: readonly ClientOperation[]): Latencies {
  const latencies = latenciesOf(operations);
  const at = (percentile: 'p50' | 'p99' | 'max') =>
    latencies.length === 0 ? undefined : percentileOf(latencies, percentile);
  return { answered: latencies.length, p50: at('p50'), p99: at('p99'), max: at('max') };
}
