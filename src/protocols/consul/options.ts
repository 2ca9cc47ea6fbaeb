// The options of Consul's servers: Raft's, with Consul's values, and what clients ask of sessions. What they mean together is
// in `settings.ts`.
import type { OptionSpec } from '../../contract/system.ts';
import { ms, seconds } from '../../contract/time.ts';
import { raftKv } from '../raft/index.ts';

const { reads, followerReads, sessionTimeout, stickiness, preVote, ...raftOptions } = raftKv.options;

/** Values of the options that Consul leaves no choice in. Pre-vote came with hashicorp/raft 1.7. */
export const fixedOptions = {
  reads: 'read-index',
  followerReads: false,
  sessionTimeout: 0,
  stickiness: true,
  preVote: true,
} as const;

/** hashicorp/raft's 1 s for each, times the performance multiplier. */
const multiplied = (name: string, value: number): OptionSpec =>
  ({
    ...raftKv.options[name]!,
    default: value,
    source: 'consul: performance.raft_multiplier 5; hashicorp/raft: 1000 ms, drawn from [v, 2v)',
  }) as OptionSpec;

export const options: { readonly [name: string]: OptionSpec } = {
  ...raftOptions,
  heartbeat: {
    ...raftKv.options['heartbeat']!,
    default: ms(500),
    source: 'hashicorp/raft: a tenth of the heartbeat timeout, 5 s here, to twice as much',
  } as OptionSpec,
  electionTimeoutMin: multiplied('electionTimeoutMin', seconds(5)),
  electionTimeoutMax: multiplied('electionTimeoutMax', seconds(10)),
  serfHealth: {
    about:
      'Whether sessions end with their node, once the pool of members calls it failed. There is no pool otherwise.',
    source: 'consul: sessions have the check serfHealth unless they name others',
    type: 'boolean',
    default: true,
  },
  holdTimeout: {
    about: 'How long a server holds a request while no leader is known, before it refuses it.',
    source: 'consul: rpc_hold_timeout 7s',
    type: 'duration',
    default: seconds(7),
    min: 0,
    max: seconds(600),
  },
};
