// The options of `cassandra`, with Cassandra's defaults. What they mean together is in `settings.ts`.
import type { OptionSpec } from '../../contract/system.ts';
import { ms, seconds } from '../../contract/time.ts';
import { repairOptions } from '../quorum/index.ts';
import { readLevels, writeLevels } from './levels.ts';

const DAY = seconds(86_400);

const placement: { readonly [name: string]: OptionSpec } = {
  replicas: {
    about: 'Of how many servers each key has a replica (N).',
    source: 'Cassandra: each keyspace names it, 3 in most; Dynamo §6: (N, R, W) = (3, 2, 2)',
    type: 'count',
    default: 3,
    min: 1,
    max: 100,
  },
  tokens: {
    about: 'Tokens of each server on the ring.',
    source: 'cassandra.yaml 4.0: num_tokens 16',
    type: 'count',
    default: 16,
    min: 1,
    max: 256,
  },
};

const levels: { readonly [name: string]: OptionSpec } = {
  readLevel: {
    about: 'How many replicas answer before a client is answered that reads. SERIAL: a majority, by Paxos.',
    source: 'drivers of CQL: LOCAL_ONE',
    type: 'choice',
    default: 'ONE',
    choices: readLevels,
    swarm: ['ONE', 'QUORUM', 'ALL'],
  },
  writeLevel: {
    about: 'How many replicas acknowledge before a client is answered that writes. ANY: a hint for one is enough.',
    source: 'drivers of CQL: LOCAL_ONE',
    type: 'choice',
    default: 'ONE',
    choices: writeLevels,
    swarm: ['ANY', 'ONE', 'QUORUM', 'ALL'],
  },
  ask: {
    about: 'Whether a read asks as many replicas as its level needs, or all, and takes the first to answer.',
    source: 'Cassandra: as many as are needed; all: Bailis et al. 2012 (PBS), as Dynamo does',
    type: 'choice',
    default: 'needed',
    choices: ['needed', 'all'],
    swarm: ['needed', 'all'],
  },
  readRepair: {
    about: 'Whether replicas that a read finds behind are repaired before it is answered.',
    source: 'Cassandra 4.0: read_repair BLOCKING',
    type: 'choice',
    default: 'blocking',
    choices: ['blocking', 'none'],
    swarm: ['blocking', 'none'],
  },
};

const transactions: { readonly [name: string]: OptionSpec } = {
  cas: {
    about: 'A compare-and-set reads, compares and writes (plain), or is a lightweight transaction, by Paxos (lwt).',
    source: 'plain: what an application does by itself; lwt: CQL, UPDATE … IF',
    type: 'choice',
    default: 'plain',
    choices: ['plain', 'lwt'],
  },
  casContentionTimeout: {
    about: 'For how long a lightweight transaction that others get ahead of tries again.',
    source: 'cassandra.yaml: cas_contention_timeout 1000 ms',
    type: 'duration',
    default: seconds(1),
    min: ms(1),
    max: seconds(600),
  },
};

const timeouts: { readonly [name: string]: OptionSpec } = {
  readTimeout: {
    about: 'How long a coordinator waits for a read, its repair included.',
    source: 'cassandra.yaml: read_request_timeout 5000 ms',
    type: 'duration',
    default: seconds(5),
    min: ms(1),
    max: seconds(600),
    swarm: [ms(200), seconds(1)],
  },
  writeTimeout: {
    about: 'How long a coordinator waits for a write. Replicas that are silent until then get a hint.',
    source: 'cassandra.yaml: write_request_timeout 2000 ms',
    type: 'duration',
    default: seconds(2),
    min: ms(1),
    max: seconds(600),
    swarm: [ms(100), seconds(1)],
  },
  speculativeRetry: {
    about: 'After so long a read asks one more replica than it needs. 0s: never.',
    source: 'Cassandra: speculative_retry 99p, which goes by the latencies seen; a fixed time is its other form',
    type: 'duration',
    default: ms(50),
    min: 0,
    max: seconds(600),
    swarm: [0, ms(10)],
  },
};

const handoff: { readonly [name: string]: OptionSpec } = {
  hintedHandoff: {
    about: 'Whether a coordinator keeps what a replica misses.',
    source: 'cassandra.yaml: hinted_handoff_enabled true',
    type: 'boolean',
    default: true,
    swarm: [true, false],
  },
  hintWindow: {
    about: 'For how long of its downtime hints are kept for a replica.',
    source: 'cassandra.yaml: max_hint_window 3 h',
    type: 'duration',
    default: seconds(10_800),
    min: 0,
    max: 100 * DAY,
    swarm: [seconds(1), seconds(10_800)],
  },
  handoffInterval: {
    about: 'Time between the attempts to hand hints to those that are up.',
    source: 'Cassandra: HintsDispatchTrigger, every 10 s',
    type: 'duration',
    default: seconds(10),
    min: ms(1),
    max: DAY,
    swarm: [ms(200), seconds(1)],
  },
  hintFlush: {
    about: 'Time between the writes of hints to disk. 0s: each at once.',
    source: 'cassandra.yaml: hints_flush_period 10000 ms',
    type: 'duration',
    default: seconds(10),
    min: 0,
    max: DAY,
    swarm: [0, seconds(1)],
  },
};

const failureDetection: { readonly [name: string]: OptionSpec } = {
  gossipInterval: {
    about: "Time between a server's rounds of gossip.",
    source: 'Cassandra: Gossiper.intervalInMillis 1000',
    type: 'duration',
    default: seconds(1),
    min: ms(1),
    max: seconds(600),
    swarm: [ms(50), ms(200)],
  },
  phiThreshold: {
    about: 'The φ above which a silent server counts as down: 8 is reached after 18.4 of its usual gaps.',
    source: 'cassandra.yaml: phi_convict_threshold 8',
    type: 'count',
    default: 8,
    min: 1,
    max: 16,
    swarm: [5, 8, 12],
  },
};

const disks: { readonly [name: string]: OptionSpec } = {
  commitLog: {
    about: 'Whether a write is acknowledged when it is on disk (batch), or before that (periodic).',
    source: 'cassandra.yaml: commitlog_sync periodic',
    type: 'choice',
    default: 'periodic',
    choices: ['periodic', 'batch'],
    swarm: ['periodic', 'batch'],
  },
  commitLogPeriod: {
    about: 'With periodic: what was written in so long a time a crash of the machine can take.',
    source: 'cassandra.yaml: commitlog_sync_period 10000 ms',
    type: 'duration',
    default: seconds(10),
    min: ms(1),
    max: DAY,
    swarm: [ms(500), seconds(10)],
  },
  gcGrace: {
    about: 'How long a tombstone is remembered, and how old a hint may get.',
    source: 'Cassandra: gc_grace_seconds 864000, ten days',
    type: 'duration',
    default: 10 * DAY,
    min: 0,
    max: 100 * DAY,
    swarm: [seconds(1), 10 * DAY],
  },
  compaction: {
    about: 'Time between compactions, which drop tombstones older than gcGrace. 0s: never.',
    source: 'none: Cassandra compacts when tables of like size have piled up',
    type: 'duration',
    default: seconds(3_600),
    min: 0,
    max: 100 * DAY,
    swarm: [0, ms(500)],
  },
};

export const options: { readonly [name: string]: OptionSpec } = {
  ...placement,
  ...levels,
  ...transactions,
  ...timeouts,
  ...handoff,
  ...repairOptions,
  ...failureDetection,
  ...disks,
};
