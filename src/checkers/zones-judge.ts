// The zone test as a judge of one key. It knows the verdict at once and visits no configuration.
import type { Failure } from './explanation.ts';
import type { Partition } from './partitions.ts';
import type { Judge } from './search-judge.ts';
import { type Clusters, clustersOf, hasOrder, statesBefore } from './zones.ts';

/** A judge, or undefined where the test does not apply. */
export function zonesJudge(partition: Partition): Judge | undefined {
  const clusters = clustersOf(partition);
  if (clusters === undefined) return undefined;
  return {
    partition,
    method: 'zones',
    outcome: hasOrder(clusters) ? 'ok' : 'violated',
    configurations: 0,
    run: () => {},
    failure: () => failureOf(clusters),
  };
}

/** The shortest beginning without an order ends at the completion looked for: every beginning of an ordered one has one. */
function failureOf(clusters: Clusters): Failure {
  const { required } = clusters.partition;
  let from = 0;
  let to = required.length - 1;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (hasOrder(clusters, required[middle]!.completed + 1)) from = middle + 1;
    else to = middle;
  }
  return { turn: from, states: statesBefore(clusters, required[from]!.completed) };
}
