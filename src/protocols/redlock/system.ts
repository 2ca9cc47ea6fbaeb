// The system `redlock`: what scenarios may name, set, expect and show.
import { role, system, view } from '../../contract/system.ts';
import {
  believerBand,
  believerRole,
  holderBand,
  lockAbstract,
  lockMeters,
  lockMonitorsOf,
  lockViews,
  lockWorkload,
  resourceGroup,
  waiterRole,
  workerProblem,
} from '../locks/index.ts';
import { entriesOf, redisServer, type ServerState } from '../redis/index.ts';
import { redlockDriver } from './driver.ts';
import { options, serverSettingsOf, settingsOf } from './options.ts';
import { KEY } from './state.ts';

export const redlock = system({
  name: 'redlock',
  about: 'Redlock: a lock that is a key on a majority of independent Redis servers, each of which holds it for a time.',
  groups: {
    server: {
      about: 'Redis servers that know nothing of each other',
      protocol: (chosen) => redisServer(serverSettingsOf(chosen)),
      count: 5,
    },
    resource: resourceGroup,
  },
  options,
  check: workerProblem,
  roles: {
    holder: role<ServerState>({
      about: 'A server that holds the key for somebody.',
      group: 'server',
      is: (state) => ownerOf(state) !== null,
    }),
    believer: believerRole,
    waiter: waiterRole,
  },
  workloads: { lock: lockWorkload((chosen) => redlockDriver(settingsOf(chosen))) },
  monitors: (chosen) => [...lockMonitorsOf(chosen)],
  meters: lockMeters,
  promises: [
    {
      property: 'one-believer',
      under:
        'losses, and crashes of servers that keep their files or stay away for a TTL; no clock that jumps or drifts further than is allowed for, no pause',
    },
  ],
  writes: { aof: "a server's append-only file" },
  abstract: { server: view<ServerState>((state) => ({ held: ownerOf(state) !== null })), ...lockAbstract },
  bands: [holderBand(ownerOf), believerBand],
  view: {
    server: view<ServerState>((state) => ({
      owner: ownerOf(state),
      out: state.closedUntil,
      keys: entriesOf(state.keyspace).length,
    })),
    ...lockViews,
  },
});

function ownerOf({ keyspace }: ServerState): string | null {
  const found = entriesOf(keyspace).find(([key]) => key === KEY);
  return found === undefined ? null : String(found[1].value);
}
