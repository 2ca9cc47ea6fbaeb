// The system `consul-lock`: what scenarios may name, set, expect and show.
import type { PlainRecord } from '../../base/plain.ts';
import { type Role, role, system, view } from '../../contract/system.ts';
import {
  consul,
  entryOf,
  optionsProblem,
  raftOptionsOf,
  type Server,
  serversMonitor,
  settingsOf,
  storeOf,
} from '../consul/index.ts';
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
import { type State as RaftState, raftKv } from '../raft/index.ts';
import { consulLockDriver } from './driver.ts';
import { lockSettingsOf, options } from './options.ts';
import { KEY, type Lock } from './state.ts';

const anyFaults = 'any partitions, losses, delays, duplicates, crashes and restarts';

const raftView = raftKv.view['server'] as (state: RaftState) => PlainRecord;
const raftAbstract = raftKv.abstract!['server'] as (state: RaftState) => PlainRecord;

const rank = ({ raft }: Server) => raft.term;
const parts = lockParts<Server>({ about: 'The leader, while by its store a session has the lock.', ownerOf, rank });

export const consulLock = system({
  name: 'consul-lock',
  about:
    'A lock on Consul, as its client library makes it: a key that a session acquires. Sessions end with a TTL or with their ' +
    'node, and a lock-delay keeps the key free for a while after that.',
  groups: {
    server: { about: 'Consul servers', protocol: (chosen) => consul(settingsOf(chosen)), count: 3 },
    admin: {
      ...raftKv.groups['admin']!,
      protocol: (chosen) => raftKv.groups['admin']!.protocol(raftOptionsOf(chosen)),
    },
    resource: resourceGroup,
  },
  options,
  check: (chosen, servers, clients) => optionsProblem(chosen, servers) ?? workerProblem(chosen, clients),
  roles: {
    ...Object.fromEntries(Object.entries(raftKv.roles).map(([name, of]) => [name, roleOfServer(of)])),
    ...parts.roles,
  },
  workloads: { lock: lockWorkload((chosen, workload) => consulLockDriver(lockSettingsOf(chosen, workload))) },
  monitors: (chosen) => [serversMonitor, ...lockMonitorsOf(chosen), holderMonitor<Server>('server', ownerOf, rank)],
  meters: lockMeters,
  // What a lock holds depends on its options and on the faults: the README says which, and scenarios claim it.
  promises: serversMonitor.properties.map(({ name }) => ({ property: name, under: anyFaults })),
  ...(raftKv.writes === undefined ? {} : { writes: { ...raftKv.writes, resource: 'the protected counter' } }),
  ...(raftKv.durable === undefined ? {} : { durable: raftKv.durable }),
  abstract: { server: view<Server>(({ raft }) => raftAbstract(raft)), ...lockAbstract },
  bands: parts.bands,
  view: {
    ...lockViews,
    server: view<Server>((state) => {
      const store = storeOf(state.raft);
      const entry = entryOf(store, KEY);
      return {
        ...raftView(state.raft),
        holder: holderOf(state),
        lockIndex: entry?.lockIndex ?? 0,
        sessions: Object.keys(store.sessions).length,
        ...(Object.keys(state.pool.doubts).length === 0 ? {} : { doubts: Object.keys(state.pool.doubts).join(' ') }),
      };
    }),
    client: view<LockClientState<Lock>>((state) => ({
      ...clientFields(state as LockClientState),
      claim: state.lock.claim.phase,
      session: state.lock.session,
    })),
  },
});

/** The client whose session has the key, by a server's own store. */
function holderOf({ raft }: Server): string | null {
  const entry = entryOf(storeOf(raft), KEY);
  return entry === null || entry.session === 0 ? null : String(entry.value);
}

function ownerOf(state: Server): string | null {
  return state.raft.role === 'leader' ? holderOf(state) : null;
}

function roleOfServer({ about, group, is, rank }: Role): Role {
  if (group !== 'server') return { about, group, is };
  const within = is as (state: RaftState) => boolean;
  const of = { about, group, is: ({ raft }: Server) => within(raft) };
  if (rank === undefined) return role<Server>(of);
  const rankWithin = rank as (state: RaftState) => number;
  return role<Server>({ ...of, rank: ({ raft }) => rankWithin(raft) });
}
