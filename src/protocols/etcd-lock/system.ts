// The system `etcd-lock`: what scenarios may name, set, expect and show.
import type { PlainRecord } from '../../base/plain.ts';
import { system, view } from '../../contract/system.ts';
import { etcdSystem, type Member, storeOf } from '../etcd/index.ts';
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
import { etcdLockDriver } from './driver.ts';
import { holderOf, queue } from './keys.ts';
import { LOCK_PREFIX, lockSettingsOf, options } from './options.ts';
import type { Lock } from './state.ts';

const memberView = etcdSystem.view['server'] as (state: Member) => PlainRecord;
const { server, admin } = etcdSystem.groups;

const rank = ({ raft }: Member) => raft.term;
const parts = lockParts<Member>({ about: 'The leader, while by its store a client has the lock.', ownerOf, rank });

export const etcdLock = system({
  name: 'etcd-lock',
  about:
    'A lock on etcd, as clientv3/concurrency and etcdctl make it: a key under a lease, in the order of creation; who ' +
    'waits watches the key before its own.',
  groups: { server: server!, admin: admin!, resource: resourceGroup },
  options,
  check: (chosen, servers, clients) => etcdSystem.check?.(chosen, servers) ?? workerProblem(chosen, clients),
  roles: {
    ...etcdSystem.roles,
    ...parts.roles,
  },
  workloads: {
    lock: lockWorkload((chosen, workload) => etcdLockDriver(lockSettingsOf(chosen, workload))),
  },
  monitors: (chosen) => [
    ...etcdSystem.monitors({}),
    ...lockMonitorsOf(chosen),
    holderMonitor<Member>('server', ownerOf, rank),
  ],
  meters: lockMeters,
  // What a lock holds depends on its options and on the faults: the README says which, and scenarios claim it.
  promises: etcdSystem.promises.filter(({ property }) => property !== 'linearizable'),
  ...(etcdSystem.writes === undefined ? {} : { writes: { ...etcdSystem.writes, resource: 'the protected counter' } }),
  ...(etcdSystem.durable === undefined ? {} : { durable: etcdSystem.durable }),
  abstract: { ...etcdSystem.abstract, ...lockAbstract },
  bands: parts.bands,
  view: {
    ...lockViews,
    server: view<Member>((state) => ({
      ...memberView(state),
      holder: holderOf(storeOf(state.raft), LOCK_PREFIX),
      queue: queue(storeOf(state.raft), LOCK_PREFIX),
    })),
    client: view<LockClientState<Lock>>((state) => ({
      ...clientFields(state as LockClientState),
      claim: state.lock.claim.phase,
      session: state.lock.session?.lease ?? null,
    })),
  },
});

/** For whom the leader's store has the oldest key. What other members hold they do not grant. */
function ownerOf({ raft }: Member): string | null {
  return raft.role === 'leader' ? holderOf(storeOf(raft), LOCK_PREFIX) : null;
}
