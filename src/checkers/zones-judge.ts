// The zone test as a judge of one key. It knows the verdict at once and visits no configuration.
import { countWhile } from '../base/halving.ts';
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
  const turn = countWhile(required.length - 1, (at) => hasOrder(clusters, required[at]!.completed + 1));
  return { turn, states: statesBefore(clusters, required[turn]!.completed) };
}
