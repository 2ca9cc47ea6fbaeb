// The system `redisson`: what scenarios may name, set, expect and show.
import { system, view } from '../../contract/system.ts';
import {
  holderMonitor,
  lockAbstract,
  lockMeters,
  lockMonitorsOf,
  lockParts,
  lockViews,
  lockWorkload,
  resourceGroup,
} from '../locks/index.ts';
import { isPrimary, redis, redisServer, type ServerState, sentinelMonitor, serverSettings } from '../redis/index.ts';
import { redissonDriver } from './driver.ts';
import { budgetMeter, multiDriver } from './multi/index.ts';
import { isMulti, multiSettingsOf, options, problemOf, settingsOf } from './options.ts';
import { overtakenMeter } from './overtaken.ts';
import { hashMonitor, ownersIn } from './properties.ts';
import { queueMonitor } from './queue.ts';

const parts = lockParts<ServerState>({
  about: 'A primary that holds the lock for somebody.',
  ownerOf,
  rank: ({ promotions }) => promotions,
});

export const redisson = system({
  name: 'redisson',
  about:
    "Redisson's RLock: a re-entrant lock whose lease a watchdog renews, with a channel for those who wait. One Redis; or " +
    'several with Sentinels, where a failover may lose the lock.',
  groups: {
    server: {
      about: 'Redis: one; or a primary and replicas, with Sentinels',
      protocol: (chosen) => redisServer({ ...serverSettings(chosen), expiresActively: true, isAlone: isMulti(chosen) }),
      count: 1,
    },
    sentinel: { ...redis.groups['sentinel']!, count: 0 },
    resource: resourceGroup,
  },
  options,
  check: problemOf,
  roles: {
    ...redis.roles,
    ...parts.roles,
  },
  workloads: {
    lock: lockWorkload((chosen, { attempt }) =>
      isMulti(chosen)
        ? multiDriver(multiSettingsOf(chosen, attempt))
        : redissonDriver(settingsOf(chosen, attempt), Number(chosen['threads'])),
    ),
  },
  monitors: (chosen) => [
    ...lockMonitorsOf(chosen),
    ...(isMulti(chosen) ? [] : [holderMonitor<ServerState>('server', ownerOf)]),
    hashMonitor,
    ...(chosen['fair'] === true ? [queueMonitor] : []),
    sentinelMonitor,
  ],
  meters: (chosen) => [...lockMeters(), overtakenMeter, ...(isMulti(chosen) ? [budgetMeter] : [])],
  promises: [
    { property: 'one-owner-in-hash', under: 'any faults' },
    // What its users take for granted, and what it takes.
    { property: 'one-believer', under: 'no fault that keeps a watchdog from renewing in time, and no failover' },
    { property: 'one-holder', under: 'no failover' },
  ],
  writes: redis.writes!,
  abstract: { ...redis.abstract, ...lockAbstract },
  bands: parts.bands,
  view: {
    ...redis.view,
    server: view<ServerState>((state) => ({
      ...redis.view['server']!(state as never),
      owner: ownerOf(state),
      count: Object.values(ownersIn(state))[0] ?? 0,
    })),
    ...lockViews,
  },
});

/** For whom a primary holds the lock. What a replica holds it does not grant. */
function ownerOf(state: ServerState): string | null {
  if (!isPrimary(state)) return null;
  return Object.keys(ownersIn(state)).sort()[0] ?? null;
}
