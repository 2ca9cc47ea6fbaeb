// The options of `redis`. Defaults are those of redis.conf and sentinel.conf; `swarm` is what hunts draw from. What they
// mean together is checked in `settings.ts`.
import type { OptionSpec } from '../../contract/system.ts';
import { ms, seconds } from '../../contract/time.ts';

const DAY = seconds(86_400);

/** Of the servers, and of the Sentinels: for whatever is built on Redis, too. */
export const serverOptions: { readonly [name: string]: OptionSpec } = {
  persistence: {
    about:
      'What a server keeps on disk: nothing (off), its append-only file once a second, or with each command, before the answer.',
    source:
      'redis.conf: appendfsync everysec; the file itself is off by default, and RDB snapshots on, which are not modelled',
    type: 'choice',
    default: 'everysec',
    choices: ['off', 'everysec', 'always'],
    swarm: ['off', 'everysec', 'always'],
  },
  minReplicasToWrite: {
    about:
      'A primary refuses writes (NOREPLICAS) while fewer replicas than this lag by at most minReplicasMaxLag. 0: never.',
    source: 'redis.conf: min-replicas-to-write 0',
    type: 'count',
    default: 0,
    min: 0,
    max: 100,
    swarm: [0, 1],
  },
  minReplicasMaxLag: {
    about: 'How long ago a replica that counts may have acknowledged last, in whole seconds of the primary’s clock.',
    source: 'redis.conf: min-replicas-max-lag 10',
    type: 'duration',
    default: seconds(10),
    min: seconds(1),
    max: DAY,
    swarm: [seconds(1), seconds(10)],
  },
  replicaPriority: {
    about:
      'Priorities of single servers, such as "n2 10, n3 0"; the others have 100. The least is promoted first, 0 never.',
    source: 'redis.conf: replica-priority 100',
    type: 'text',
    default: '',
    lengthMax: 200,
  },
  backlog: {
    about:
      'How many of the last writes are kept for replicas that come back; to whoever lacks more, all data is copied.',
    source: 'redis.conf: repl-backlog-size 1mb, here 10,000 writes of 100 bytes',
    type: 'count',
    default: 10_000,
    min: 1,
    max: 1_000_000,
    swarm: [1, 10, 10_000],
  },
  replTimeout: {
    about: 'After so long without a word primary and replica take their connection for broken.',
    source: 'redis.conf: repl-timeout 60',
    type: 'duration',
    default: seconds(60),
    min: seconds(2),
    max: DAY,
    swarm: [seconds(3), seconds(60)],
  },
  replPingPeriod: {
    about: 'Time between the PINGs of a primary to its replicas.',
    source: 'redis.conf: repl-ping-replica-period 10',
    type: 'duration',
    default: seconds(10),
    min: seconds(1),
    max: DAY,
  },
};

export const sentinelOptions: { readonly [name: string]: OptionSpec } = {
  downAfter: {
    about: 'A Sentinel takes a server that has not answered a PING for so long for subjectively down.',
    source: 'sentinel.conf: down-after-milliseconds 30000',
    type: 'duration',
    default: seconds(30),
    min: ms(100),
    max: DAY,
    swarm: [ms(500), seconds(2)],
  },
  failoverTimeout: {
    about:
      'Twice this is the pause between two failovers of one primary; this long one may wait for a promotion, and for replicas.',
    source: 'sentinel.conf: failover-timeout 180000',
    type: 'duration',
    default: seconds(180),
    min: seconds(1),
    max: DAY,
    swarm: [seconds(1), seconds(4)],
  },
  parallelSyncs: {
    about: 'How many replicas are told at once to follow a new primary.',
    source: 'sentinel.conf: parallel-syncs 1',
    type: 'count',
    default: 1,
    min: 1,
    max: 100,
  },
  quorum: {
    about:
      'How many Sentinels make a primary objectively down. 0: a majority. A failover takes the votes of a majority in any case.',
    source: 'sentinel.conf: sentinel monitor mymaster 127.0.0.1 6379 2, of three Sentinels',
    type: 'count',
    default: 0,
    min: 0,
    max: 100,
    swarm: [0, 1],
  },
};

const client: { readonly [name: string]: OptionSpec } = {
  reads: {
    about:
      'Where clients read: from the primary, from the replicas in turn, or from one server as long as it answers, the home server first.',
    source: 'clients of Redis: the primary unless told otherwise (Lettuce ReadFrom, redis-py slave_for)',
    type: 'choice',
    default: 'primary',
    choices: ['primary', 'replicas', 'sticky'],
    swarm: ['primary', 'replicas', 'sticky'],
  },
  wait: {
    about:
      'How many replicas clients wait for (WAIT) behind each write; a write that gets fewer is unknown to them. 0: none.',
    source: 'WAIT is a command of its own, and not sent by default',
    type: 'count',
    default: 0,
    min: 0,
    max: 100,
    swarm: [0, 1],
  },
  waitTimeout: {
    about: 'How long WAIT blocks at most. 0s: for ever.',
    source: 'WAIT numreplicas timeout; the number is a guess',
    type: 'duration',
    default: ms(400),
    min: 0,
    max: DAY,
  },
};

export const options: { readonly [name: string]: OptionSpec } = { ...serverOptions, ...sentinelOptions, ...client };
