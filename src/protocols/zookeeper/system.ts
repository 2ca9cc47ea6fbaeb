// The system `zookeeper`: what scenarios may name, set, expect and show.
import { role, store, system, view } from '../../contract/system.ts';
import { appliedZxid } from './apply.ts';
import { ephemeralClient } from './client/ephemeral.ts';
import { readersAndWriters, registerClient } from './client/register.ts';
import { watchClient } from './client/watch.ts';
import { lastPosition, lastZxid, treeAt } from './log.ts';
import { options } from './options.ts';
import { properties, zabMonitor } from './properties.ts';
import { zookeeper } from './protocol.ts';
import { clientSettingsOf, optionsProblem, settingsOf } from './settings.ts';
import { isServing, type State } from './state.ts';
import { ephemeralsOf, heldBy } from './tree.ts';
import { writtenState } from './written.ts';

const anyFaults = 'any partitions, losses, delays, crashes and restarts, while disks keep what they hold; forceSync';

export const zookeeperSystem = system({
  name: 'zookeeper',
  about:
    'A coordination service: a tree of nodes, sessions and watches, replicated by ZAB. Writes go through a leader, reads ' +
    'are answered by the server that the client is connected to, and may be old.',
  groups: { server: { about: 'ZooKeeper servers', protocol: (chosen) => zookeeper(settingsOf(chosen)), count: 3 } },
  options,
  check: optionsProblem,
  roles: {
    leader: role<State>({
      about: 'Leads an epoch and serves; of several, that of the highest epoch.',
      group: 'server',
      is: (state) => state.role === 'leading' && state.phase === 'broadcast',
      rank: (state) => state.currentEpoch,
    }),
    follower: role<State>({
      about: 'Follows a leader and serves.',
      group: 'server',
      is: (state) => state.role === 'following' && state.phase === 'serving',
    }),
    looking: role<State>({
      about: 'Has no leader, and serves nobody.',
      group: 'server',
      is: (state) => state.role === 'looking',
    }),
  },
  workloads: {
    register: {
      about: 'Reads, writes and compare-and-sets (by version) of nodes, one key or several.',
      model: 'cas-register',
      operations: ['read', 'write', 'cas'],
      client: (workload, chosen) => registerClient(workload, clientSettingsOf(chosen)),
    },
    'readers-and-writers': {
      about: 'The same, but c1, c3, … only read, and c2, c4, … only write: a write that waits delays no read.',
      model: 'cas-register',
      operations: ['read', 'write', 'cas'],
      client: (workload, chosen) => readersAndWriters(workload, clientSettingsOf(chosen)),
    },
    ephemeral: {
      about: 'Each client keeps an ephemeral node of its own, and looks whether those of the others are there.',
      model: null,
      operations: ['create', 'exists'],
      client: (workload, chosen) => ephemeralClient(workload, clientSettingsOf(chosen)),
    },
    watch: {
      about: 'c1, c3, … watch a node until they are told of a change; c2, c4, … change it.',
      model: null,
      operations: ['watch', 'write'],
      client: (workload, chosen) => watchClient(workload, clientSettingsOf(chosen)),
    },
  },
  monitors: () => [zabMonitor],
  promises: [
    ...properties.map(({ name }) => ({ property: name, under: anyFaults })),
    { property: 'sequential', under: anyFaults },
  ],
  writes: {
    acceptedEpoch: 'an epoch that a leader proposed',
    currentEpoch: 'the epoch whose history a server has taken',
    log: 'the transaction log',
  },
  durable: { server: writtenState },
  store: store<State>({
    group: 'server',
    // Who does not serve has its log alone, and applies it when it is settled with a leader.
    holds: (state) => heldBy(isServing(state) ? state.tree : treeAt(state.log, lastPosition(state.log))),
  }),
  abstract: {
    server: view<State>((state) => ({
      role: state.role,
      phase: state.role === 'looking' ? 'election' : state.phase,
      accepted: state.acceptedEpoch,
      epoch: state.currentEpoch,
      zxid: lastZxid(state.log),
      committed: appliedZxid(state),
    })),
  },
  view: {
    server: view<State>((state) => ({
      role: state.role,
      phase: state.role === 'looking' ? 'election' : state.phase,
      leader: state.role === 'looking' ? null : state.vote.leader,
      vote: state.vote.leader,
      accepted: state.acceptedEpoch,
      epoch: state.currentEpoch,
      zxid: lastZxid(state.log),
      committed: appliedZxid(state),
      transactions: state.applied,
      serves: isServing(state),
      clients: Object.keys(state.clients).length,
      sessions: Object.keys(state.tree.sessions).length,
      ended: state.tree.ended,
      ephemerals: ephemeralsOf(state.tree).length,
      watches: state.watches.length,
    })),
  },
});
