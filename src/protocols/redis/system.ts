// The system `redis`: what scenarios may name, set, expect and show.
import { role, store, system, view } from '../../contract/system.ts';
import { redisClient } from './client/index.ts';
import { entriesOf } from './commands/index.ts';
import { options } from './options.ts';
import { sentinelMonitor } from './properties.ts';
import { type SentinelState, sentinel } from './sentinel/index.ts';
import { isPrimary, redisServer, type ServerState } from './server/index.ts';
import { clientSettings, optionsProblem, sentinelSettings, serverSettings } from './settings.ts';

const sentinelFaults = 'any partitions, losses, delays, duplicates, crashes and restarts, and clocks; no disk is lost';

export const redis = system({
  name: 'redis',
  about: 'Redis: a primary, replicas that copy it asynchronously, and Sentinels that promote one when it fails.',
  groups: {
    server: {
      about: 'Redis servers; the first begins as the primary',
      protocol: (chosen) => redisServer(serverSettings(chosen)),
      count: 3,
    },
    sentinel: {
      about: 'Sentinels, who watch the servers and tell clients which is the primary',
      protocol: (chosen) => sentinel(sentinelSettings(chosen)),
      count: 3,
    },
  },
  options,
  check: optionsProblem,
  roles: {
    primary: role<ServerState>({
      about: 'Takes itself for the primary; of several, the one that was promoted last.',
      group: 'server',
      is: isPrimary,
      rank: ({ promotions }) => promotions,
    }),
    replica: role<ServerState>({
      about: 'Copies a primary, or looks for one.',
      group: 'server',
      is: (state) => !isPrimary(state),
    }),
    'failover-leader': role<SentinelState>({
      about: 'A Sentinel that was elected to lead a failover, and does.',
      group: 'sentinel',
      is: ({ failover }) => failover !== null && failover.phase !== 'wait-start',
    }),
  },
  workloads: {
    register: {
      about: 'Reads (GET), writes (SET) and compare-and-sets (a script) on one key or several.',
      model: 'cas-register',
      operations: ['read', 'write', 'cas'],
      client: (workload, chosen) => redisClient(workload, clientSettings(chosen)),
    },
  },
  monitors: () => [sentinelMonitor],
  // Not `one-primary-per-epoch`: see README.md.
  promises: [{ property: 'one-failover-leader', under: sentinelFaults }],
  writes: { aof: "a server's append-only file", config: 'redis.conf or sentinel.conf, rewritten' },
  store: store<ServerState>({
    group: 'server',
    holds: ({ keyspace }) => Object.fromEntries(entriesOf(keyspace).map(([key, { value }]) => [key, [value]])),
  }),
  abstract: {
    server: view<ServerState>((state) => ({
      primary: isPrimary(state),
      promotions: state.promotions,
      offset: state.offset,
      linked: state.link?.isUp ?? false,
    })),
    sentinel: view<SentinelState>(({ epoch, configEpoch, failover, isObjectivelyDown, vote }) => ({
      epoch,
      configEpoch,
      voted: vote.epoch,
      down: isObjectivelyDown,
      failover: failover?.phase ?? 'none',
    })),
  },
  view: {
    server: view<ServerState>((state) => ({
      role: isPrimary(state) ? 'primary' : 'replica',
      primary: state.primary,
      history: state.history.id,
      offset: state.offset,
      keys: entriesOf(state.keyspace).length,
      ...(state.link === null ? { goodReplicas: state.goodReplicas } : { link: state.link.isUp ? 'up' : 'down' }),
    })),
    sentinel: view<SentinelState>((state) => ({
      primary: state.primary,
      configEpoch: state.configEpoch,
      epoch: state.epoch,
      votedFor: state.vote.leader,
      down: Object.keys(state.instances)
        .filter((node) => state.instances[node]!.downSince !== null)
        .sort()
        .join(' '),
      objectivelyDown: state.isObjectivelyDown,
      failover: state.failover?.phase ?? 'none',
      tilt: state.tiltSince !== null,
    })),
  },
});
