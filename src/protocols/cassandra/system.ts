// The system `cassandra`: what scenarios may name, set, expect and show.
import { type Options, role, store, system, view } from '../../contract/system.ts';
import { deletingClient, kvClient, turnsClient } from '../kv/index.ts';
import { downOf, hintCount, quorumStore, replicasBy, ringOf, type State, streamMeter } from '../quorum/index.ts';
import { type Cell, lastWriteWins } from './cells.ts';
import { options } from './options.ts';
import { optionsProblem, settingsOf } from './settings.ts';

type Server = State<Cell>;

function server(chosen: Options) {
  const settings = settingsOf(chosen);
  return quorumStore('cassandra', { settings, rules: lastWriteWins, ring: ringOf(settings.tokens) });
}

export const cassandra = system({
  name: 'cassandra',
  about:
    'A ring of replicas where clients choose how many must answer, and the last write wins; options as in Cassandra 4.',
  groups: { server: { about: 'Replicas and coordinators', protocol: server, count: 3 } },
  options,
  check: optionsProblem,
  roles: {
    doubter: role<Server>({
      about: 'Has convicted a server: it counts as down.',
      group: 'server',
      is: (state) => downOf(state).length > 0,
    }),
    keeper: role<Server>({
      about: 'Keeps hints for another server.',
      group: 'server',
      is: (state) => hintCount(state) > 0,
      rank: hintCount,
    }),
  },
  workloads: {
    register: {
      about: 'Reads, writes and compare-and-sets on one key or several.',
      model: 'cas-register',
      operations: ['read', 'write', 'cas'],
      client: kvClient,
    },
    deletes: {
      about: 'As register, and every other write deletes its key: it writes null.',
      model: 'cas-register',
      operations: ['read', 'write', 'cas'],
      client: deletingClient,
    },
    turns: {
      about: 'A write at the first server, after an answer and `think` a read at the second, and so on.',
      model: 'cas-register',
      operations: ['read', 'write'],
      client: turnsClient,
    },
  },
  monitors: () => [],
  promises: [],
  writes: {
    commitLog: 'what a replica was given',
    hints: 'what is kept for others',
    paxos: 'what was promised, accepted or committed of a key',
  },
  meters: () => [streamMeter],
  store: store<Server>({
    group: 'server',
    holds: ({ values }) => Object.fromEntries(Object.entries(values).map(([key, { value }]) => [key, [value]])),
    replicas: replicasBy(settingsOf),
  }),
  abstract: {
    server: view<Server>((state) => ({
      keys: Object.keys(state.values).length,
      hints: hintCount(state),
      down: downOf(state).length,
      open: Object.keys(state.open).length,
      superseded: state.counts.superseded,
    })),
  },
  view: {
    server: view<Server>((state) => ({
      keys: Object.keys(state.values).length,
      tombstones: Object.values(state.values).filter(({ value }) => value === null).length,
      hints: hintCount(state),
      down: downOf(state).join(' '),
      open: Object.keys(state.open).length,
      ...state.counts,
      streamed: state.streamed ?? 0,
    })),
  },
});
