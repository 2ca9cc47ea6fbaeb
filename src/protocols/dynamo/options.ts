// The options of `dynamo`: what the paper says (DeCandia et al., SOSP 2007), and where it is silent a number of our own.
import type { OptionSpec } from '../../contract/system.ts';
import { ms, seconds } from '../../contract/time.ts';
import { repairOptions } from '../quorum/index.ts';

const SILENT = 'none: the paper names no number';

const quorum: { readonly [name: string]: OptionSpec } = {
  replicas: {
    about: 'Of how many servers each key has a replica (N).',
    source: 'Dynamo §6: (N, R, W) = (3, 2, 2)',
    type: 'count',
    default: 3,
    min: 1,
    max: 100,
  },
  read: {
    about: 'How many servers answer before a client is answered that reads (R).',
    source: 'Dynamo §6: (N, R, W) = (3, 2, 2)',
    type: 'count',
    default: 2,
    min: 1,
    max: 100,
    swarm: [1, 2, 3],
  },
  write: {
    about: 'How many servers acknowledge before a client is answered that writes (W).',
    source: 'Dynamo §6: (N, R, W) = (3, 2, 2)',
    type: 'count',
    default: 2,
    min: 1,
    max: 100,
    swarm: [1, 2, 3],
  },
  sloppy: {
    about: 'Whether the next healthy servers of the preference list stand in for replicas that are down.',
    source: 'Dynamo §4.6: "sloppy quorum", the first N healthy nodes',
    type: 'boolean',
    default: true,
    swarm: [true, false],
  },
  tokens: {
    about: 'Tokens of each server on the ring.',
    source: SILENT,
    type: 'count',
    default: 16,
    min: 1,
    max: 256,
  },
};

const versions: { readonly [name: string]: OptionSpec } = {
  clocks: {
    about:
      'Whether clocks tell two writes of one coordinator apart that were made without knowledge of each other (dotted), ' +
      'or take the later one for the newer (plain).',
    source: 'Dynamo §4.4 has plain ones; dotted: Preguiça et al. 2012, Riak 2.0',
    type: 'choice',
    default: 'dotted',
    choices: ['dotted', 'plain'],
    swarm: ['dotted', 'plain'],
  },
  clockEntries: {
    about: 'Entries of a clock at most: the one that was added to longest ago is dropped. 0: no bound.',
    source: 'Dynamo §4.4: a threshold, "say 10"',
    type: 'count',
    default: 10,
    min: 0,
    max: 1_000,
    swarm: [0, 1, 10],
  },
};

const repair: { readonly [name: string]: OptionSpec } = {
  readRepair: {
    about: 'Whether servers that a read finds behind are repaired once all have answered, and the client has been.',
    source: 'Dynamo §5: "read repair"',
    type: 'boolean',
    default: true,
    swarm: [true, false],
  },
  handoffInterval: {
    about: 'Time between the attempts to hand over what was kept for others.',
    source: SILENT,
    type: 'duration',
    default: seconds(1),
    min: ms(1),
    max: seconds(86_400),
    swarm: [ms(200), seconds(1)],
  },
  timeout: {
    about: 'How long a coordinator waits for others.',
    source: SILENT,
    type: 'duration',
    default: seconds(1),
    min: ms(1),
    max: seconds(600),
    swarm: [ms(100), seconds(1)],
  },
};

const failureDetection: { readonly [name: string]: OptionSpec } = {
  gossipInterval: {
    about: "Time between a server's rounds of gossip.",
    source: 'Dynamo §4.8: every second, with a peer at random',
    type: 'duration',
    default: seconds(1),
    min: ms(1),
    max: seconds(600),
    swarm: [ms(50), ms(200)],
  },
  phiThreshold: {
    about: 'The φ above which a silent server counts as down.',
    source: 'Cassandra: phi_convict_threshold 8; the paper has each node judge for itself who answers it (§4.8.3)',
    type: 'count',
    default: 8,
    min: 1,
    max: 16,
    swarm: [5, 8, 12],
  },
};

export const options: { readonly [name: string]: OptionSpec } = {
  ...quorum,
  ...versions,
  ...repair,
  ...repairOptions,
  ...failureDetection,
};
