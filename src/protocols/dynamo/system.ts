// The system `dynamo`: what scenarios may name, set, expect and show.
import { type Options, role, store, system, view } from '../../contract/system.ts';
import { downOf, hintCount, quorumStore, replicasBy, ringOf, type State, streamMeter } from '../quorum/index.ts';
import { setClient } from './client.ts';
import { options } from './options.ts';
import { clockSettingsOf, optionsProblem, settingsOf } from './settings.ts';
import { type Versions, versioned } from './versions.ts';

type Server = State<Versions>;

function server(chosen: Options) {
  const settings = settingsOf(chosen);
  return quorumStore('dynamo', { settings, rules: versioned(clockSettingsOf(chosen)), ring: ringOf(settings.tokens) });
}

/** Of the key that has most of them. */
function siblingsOf({ values }: Server): number {
  return Math.max(0, ...Object.values(values).map((versions) => versions.length));
}

/** Elements that some key of its holds. */
function elementsOf({ values }: Server): number {
  return new Set(Object.values(values).flatMap((versions) => versions.flatMap(({ value }) => value))).size;
}

const operations = ['add', 'read'];

export const dynamo = system({
  name: 'dynamo',
  about:
    'The store of the Dynamo paper: always writeable by a sloppy quorum, versions by vector clocks, merged by clients.',
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
      about: 'Keeps for others what they missed.',
      group: 'server',
      is: (state) => hintCount(state) > 0,
      rank: hintCount,
    }),
  },
  workloads: {
    cart: {
      about: 'Sets: to add, a client reads, joins the siblings, and writes back the union with its element.',
      model: 'set',
      operations,
      client: (workload) => setClient(workload, { isBlind: false }),
    },
    blind: {
      about: 'Sets: to add, a client writes its element alone, having read nothing; a read joins the siblings.',
      model: 'set',
      operations,
      client: (workload) => setClient(workload, { isBlind: true }),
    },
  },
  monitors: () => [],
  promises: [],
  writes: { commitLog: 'what a replica was given', hints: 'what is kept for others' },
  meters: () => [streamMeter],
  store: store<Server>({
    group: 'server',
    holds: ({ values }) =>
      Object.fromEntries(Object.entries(values).map(([key, versions]) => [key, versions.map(({ value }) => value)])),
    replicas: replicasBy(settingsOf),
  }),
  abstract: {
    server: view<Server>((state) => ({
      keys: Object.keys(state.values).length,
      siblings: siblingsOf(state),
      hints: hintCount(state),
      down: downOf(state).length,
      open: Object.keys(state.open).length,
    })),
  },
  view: {
    server: view<Server>((state) => ({
      keys: Object.keys(state.values).length,
      elements: elementsOf(state),
      siblings: siblingsOf(state),
      hints: hintCount(state),
      down: downOf(state).join(' '),
      open: Object.keys(state.open).length,
      superseded: state.counts.superseded,
      mismatches: state.counts.mismatches,
      streamed: state.streamed ?? 0,
    })),
  },
});
