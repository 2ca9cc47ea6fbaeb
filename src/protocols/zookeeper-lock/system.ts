// The system `zookeeper-lock`: what scenarios may name, set, expect and show.
import type { PlainRecord } from '../../base/plain.ts';
import { system, view } from '../../contract/system.ts';
import {
  clientFields,
  holderMonitor,
  type LockClientState,
  lockAbstract,
  lockMeters,
  lockMonitorsOf,
  lockParts,
  lockViews,
  lockWorkload,
  resourceGroup,
  workerProblem,
} from '../locks/index.ts';
import { type ServerState, zookeeperSystem } from '../zookeeper/index.ts';
import { zookeeperLockDriver } from './driver.ts';
import { holderOf, queueOf } from './nodes.ts';
import { lockSettingsOf, options } from './options.ts';
import type { Lock } from './state.ts';

const serverView = zookeeperSystem.view['server'] as (state: ServerState) => PlainRecord;

const rank = ({ currentEpoch }: ServerState) => currentEpoch;
const parts = lockParts<ServerState>({ about: 'The leader, while by its tree a client has the lock.', ownerOf, rank });

export const zookeeperLock = system({
  name: 'zookeeper-lock',
  about:
    'A lock on ZooKeeper, by its recipe: an ephemeral sequential node; the lowest has the lock, and who waits watches the ' +
    'node before its own.',
  groups: { server: zookeeperSystem.groups['server']!, resource: resourceGroup },
  options,
  check: (chosen, servers, clients) => zookeeperSystem.check?.(chosen, servers) ?? workerProblem(chosen, clients),
  roles: {
    ...zookeeperSystem.roles,
    ...parts.roles,
  },
  workloads: { lock: lockWorkload((chosen) => zookeeperLockDriver(lockSettingsOf(chosen))) },
  monitors: (chosen) => [
    ...zookeeperSystem.monitors({}),
    ...lockMonitorsOf(chosen),
    holderMonitor<ServerState>('server', ownerOf, rank),
  ],
  meters: lockMeters,
  // What a lock holds depends on its options and on the faults: the README says which, and scenarios claim it.
  promises: zookeeperSystem.promises.filter(({ property }) => property !== 'sequential'),
  writes: { ...zookeeperSystem.writes, resource: 'the protected counter' },
  durable: zookeeperSystem.durable!,
  abstract: { ...zookeeperSystem.abstract, ...lockAbstract },
  bands: parts.bands,
  view: {
    ...lockViews,
    server: view<ServerState>((state) => ({
      ...serverView(state),
      holder: holderOf(state.tree),
      queue: queueOf(state.tree),
    })),
    client: view<LockClientState<Lock>>((state) => ({
      ...clientFields(state as LockClientState),
      claim: state.lock.claim.phase,
      connection: state.lock.link.phase,
    })),
  },
});

/** For whom the leader's tree has the lowest node. */
function ownerOf(state: ServerState): string | null {
  return state.role === 'leading' && state.phase === 'broadcast' ? holderOf(state.tree) : null;
}
