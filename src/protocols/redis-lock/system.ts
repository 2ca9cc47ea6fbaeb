// The system `redis-lock`: what scenarios may name, set, expect and show.
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
import {
  entriesOf,
  isPrimary,
  redis,
  redisServer,
  type ServerState,
  sentinelMonitor,
  serverSettings,
} from '../redis/index.ts';
import { redisLockDriver } from './driver.ts';
import { options, problemOf, settingsOf } from './options.ts';
import { KEY } from './state.ts';

const parts = lockParts<ServerState>({
  about: 'A primary that holds the key.',
  ownerOf,
  rank: ({ promotions }) => promotions,
});

export const redisLock = system({
  name: 'redis-lock',
  about:
    'A lock that is a key of Redis with a time to live, set with SET NX PX and deleted by its owner. One Redis; or several ' +
    'with Sentinels, where a failover may lose the key.',
  groups: {
    server: {
      about: 'Redis: one; or a primary and replicas, with Sentinels',
      protocol: (chosen) => redisServer({ ...serverSettings(chosen), expiresActively: true }),
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
    lock: lockWorkload((chosen, { attempt }) => redisLockDriver(settingsOf(chosen, attempt), 1)),
  },
  monitors: (chosen) => [...lockMonitorsOf(chosen), holderMonitor<ServerState>('server', ownerOf), sentinelMonitor],
  meters: lockMeters,
  // What its users take for granted, and what it takes.
  promises: [
    { property: 'one-believer', under: 'work that is over before the TTL is; no fault but losses, and no failover' },
    { property: 'one-holder', under: 'no failover' },
  ],
  writes: redis.writes!,
  abstract: { ...redis.abstract, ...lockAbstract },
  bands: parts.bands,
  view: {
    ...redis.view,
    server: view<ServerState>((state) => ({ ...redis.view['server']!(state as never), owner: ownerOf(state) })),
    ...lockViews,
  },
});

/** For whom a primary holds the key. What a replica holds it does not grant. */
function ownerOf(state: ServerState): string | null {
  if (!isPrimary(state)) return null;
  const found = entriesOf(state.keyspace).find(([key]) => key === KEY);
  return found === undefined ? null : String(found[1].value);
}
