// Options that the quorum stores have in common.
import type { OptionSpec, Options } from '../../contract/system.ts';
import { ms, seconds } from '../../contract/time.ts';

const DAY = seconds(86_400);

export const repairOptions: { readonly [name: string]: OptionSpec } = {
  repairInterval: {
    about: 'Time between two comparisons of what a pair of servers holds, by trees of hashes. 0s: never.',
    source: 'Cassandra: nodetool repair, as often as the operator says; Dynamo §4.7 names no number',
    type: 'duration',
    default: 0,
    min: 0,
    max: 100 * DAY,
    swarm: [0, ms(500)],
  },
  treeDepth: {
    about: 'The trees have 2 to this power leaves: where one differs, all that is held in it is sent. 0: all of it.',
    source: 'CASSANDRA-5263: 2^20 leaves at most; Dynamo §4.7 has a leaf for each key',
    type: 'count',
    default: 20,
    min: 0,
    max: 24,
  },
};

/** Never, or not so often that nothing else happens. */
export function repairProblem(options: Options): string | undefined {
  const interval = Number(options['repairInterval']);
  if (interval === 0 || interval >= ms(1)) return undefined;
  return `repairInterval is ${interval}us: expected 0s, which is never, or at least 1ms`;
}
