// The system `redlock`: what scenarios may name, set, expect and show.
import { system, view } from '../../contract/system.ts';
import {
  lockAbstract,
  lockMeters,
  lockMonitorsOf,
  lockParts,
  lockViews,
  lockWorkload,
  resourceGroup,
  workerProblem,
} from '../locks/index.ts';
import { entriesOf, redisServer, type ServerState } from '../redis/index.ts';
import { redlockDriver } from './driver.ts';
import { options, serverSettingsOf, settingsOf } from './options.ts';
import { KEY } from './state.ts';

const parts = lockParts<ServerState>({ about: 'A server that holds the key for somebody.', ownerOf });

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
  check: (chosen, _servers, clients) => workerProblem(chosen, clients),
  roles: parts.roles,
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
  bands: parts.bands,
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
