// The system `etcd`: what scenarios may name, set, expect and show.
import type { Plain } from '../../base/plain.ts';
import { type Role, role, store, system, view } from '../../contract/system.ts';
import { type State as RaftState, raftKv, raftMonitor } from '../raft/index.ts';
import { counterClient } from './clients/counter.ts';
import { leaseClient } from './clients/lease.ts';
import { registerClient } from './clients/register.ts';
import { watchClient } from './clients/watch.ts';
import { options } from './options.ts';
import { membersMonitor } from './properties.ts';
import { etcd } from './protocol.ts';
import { clientSettingsOf, optionsProblem, raftOptionsOf, settingsOf } from './settings.ts';
import { type Member, storeOf } from './state.ts';

const anyFaults = 'any partitions, losses, delays, duplicates, crashes and restarts';

type OfRaft<T> = (state: RaftState) => T;
const raftView = raftKv.view['server'] as OfRaft<ReturnType<(typeof raftKv.view)['server']>>;
const raftAbstract = raftKv.abstract?.['server'] as typeof raftView;

export const etcdSystem = system({
  name: 'etcd',
  about: 'etcd: a store with revisions, transactions, leases and watches, replicated by Raft.',
  groups: {
    server: { about: 'Members', protocol: (options) => etcd(settingsOf(options)), count: 3 },
    admin: {
      ...raftKv.groups['admin']!,
      protocol: (options) => raftKv.groups['admin']!.protocol(raftOptionsOf(options)),
    },
  },
  options,
  check: optionsProblem,
  roles: Object.fromEntries(Object.entries(raftKv.roles).map(([name, of]) => [name, roleOfMember(of)])),
  workloads: {
    register: {
      about: 'Reads, writes and compare-and-sets on one key or several.',
      model: 'cas-register',
      operations: ['read', 'write', 'cas'],
      client: (workload, chosen) => registerClient(workload, clientSettingsOf(chosen)),
    },
    counter: {
      about: 'Increments of one counter: a read and a put, or with `cas: 100%` a transaction.',
      model: null,
      operations: ['increment'],
      client: (workload, chosen) => counterClient(workload, clientSettingsOf(chosen)),
    },
    watch: {
      about: 'Clients of odd numbers write; those of even ones list all keys, watch them, and list them again.',
      model: null,
      operations: ['write', 'follow'],
      client: (workload, chosen) => watchClient(workload, clientSettingsOf(chosen)),
    },
    lease: {
      about: 'Clients hold a key each, by a lease that they ask for, keep alive once and revoke.',
      model: null,
      operations: ['hold'],
      client: (workload, chosen) => leaseClient(workload, clientSettingsOf(chosen)),
    },
  },
  monitors: () => [membersMonitor],
  promises: [
    ...raftMonitor.properties.map(({ name }) => ({ property: name, under: anyFaults })),
    {
      property: 'linearizable',
      under:
        `${anyFaults}, with reads: linearizable and retryWrites: never; readOnly: lease-based while no two clocks drift ` +
        'apart by more than clockDrift',
    },
  ],
  ...(raftKv.writes === undefined ? {} : { writes: raftKv.writes }),
  ...(raftKv.durable === undefined ? {} : { durable: raftKv.durable }),
  store: store<Member>({ group: 'server', holds: ({ raft }) => held(raft) }),
  abstract: { server: view<Member>(({ raft }) => raftAbstract(raft)) },
  view: {
    server: view<Member>((state) => {
      const { revision, compactRevision, keys, leases } = storeOf(state.raft);
      const counter = keys['counter'];
      return {
        ...raftView(state.raft),
        revision,
        keys: Object.keys(keys).length,
        // Of the puts to it each was to be one more.
        ...(counter === undefined
          ? {}
          : { counter: counter.value, lostCounts: counter.version - Number(counter.value) }),
        ...(compactRevision === 0 ? {} : { compacted: compactRevision }),
        ...shown('leases', leases),
        ...shown('watchers', state.watchers),
        ...shown('calls', state.calls),
      };
    }),
  },
});

/** How many there are, where there are any. */
function shown(name: string, of: { readonly [key: string]: Plain }): { readonly [name: string]: number } {
  const count = Object.keys(of).length;
  return count === 0 ? {} : { [name]: count };
}

function held(raft: RaftState): { readonly [key: string]: readonly Plain[] } {
  return Object.fromEntries(Object.entries(storeOf(raft).keys).map(([key, { value }]) => [key, [value]]));
}

function roleOfMember({ about, group, is, rank }: Role): Role {
  if (group !== 'server') return { about, group, is };
  const within = is as OfRaft<boolean>;
  const of = { about, group, is: ({ raft }: Member) => within(raft) };
  if (rank === undefined) return role<Member>(of);
  const rankWithin = rank as OfRaft<number>;
  return role<Member>({ ...of, rank: ({ raft }) => rankWithin(raft) });
}
