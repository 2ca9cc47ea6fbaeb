// Options that the quorum stores have in common, and what is wrong with them.
import type { NodeId } from '../../contract/ids.ts';
import type { OptionSpec, Options } from '../../contract/system.ts';
import { ms, seconds } from '../../contract/time.ts';
import type { Settings } from './state.ts';

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

type Common =
  | 'replicas'
  | 'tokens'
  | 'handoffInterval'
  | 'gossipInterval'
  | 'phiThreshold'
  | 'repairInterval'
  | 'treeDepth';

/** What every quorum store has an option of the same name for. */
export function commonSettings(options: Options): Pick<Settings, Common> {
  return {
    replicas: Number(options['replicas']),
    tokens: Number(options['tokens']),
    handoffInterval: Number(options['handoffInterval']),
    gossipInterval: Number(options['gossipInterval']),
    phiThreshold: Number(options['phiThreshold']),
    repairInterval: Number(options['repairInterval']),
    treeDepth: Number(options['treeDepth']),
  };
}

export function replicasProblem({ replicas }: Pick<Settings, Common>, servers?: readonly NodeId[]): string | undefined {
  if (servers === undefined || servers.length >= replicas) return undefined;
  return `replicas is ${replicas}, and there are ${servers.length} servers: expected at least as many servers`;
}

/** Never, or not so often that nothing else happens. */
export function repairProblem({ repairInterval }: Pick<Settings, Common>): string | undefined {
  if (repairInterval === 0 || repairInterval >= ms(1)) return undefined;
  return `repairInterval is ${repairInterval}us: expected 0s, which is never, or at least 1ms`;
}
