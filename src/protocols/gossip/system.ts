// The system `gossip`: rumours that spread over up to 1,000 nodes. It has no clients; scenarios watch the states.
import { role, system, view } from '../../contract/system.ts';
import { ms } from '../../contract/time.ts';
import { type GossipState, gossip } from './protocol.ts';

export const gossipSystem = system({
  name: 'gossip',
  about: 'Rumours that spread by push and pull until every node knows them.',
  groups: {
    server: {
      about: 'Gossiping nodes',
      protocol: (options) =>
        gossip({
          total: Number(options['rumours']),
          fanout: Number(options['fanout']),
          interval: Number(options['interval']),
        }),
      count: 10,
    },
  },
  options: {
    rumours: {
      about: 'How many rumours there are; the first nodes start with one each.',
      source: 'one is the case that the literature analyses',
      type: 'count',
      default: 1,
      min: 1,
      max: 100,
    },
    fanout: {
      about: 'To how many peers a node speaks in each interval, drawn with replacement.',
      source: 'Demers et al. 1987: one partner a round',
      type: 'count',
      default: 1,
      min: 1,
      max: 20,
    },
    interval: {
      about: "Time between a node's rounds, give or take a fifth.",
      source: 'half of memberlist, LAN: GossipInterval 200 ms',
      type: 'duration',
      default: ms(100),
      min: ms(1),
      max: ms(60_000),
    },
  },
  roles: {
    informed: role<GossipState>({
      about: 'Knows every rumour.',
      group: 'server',
      is: (state) => state.rumours.length === state.total,
    }),
    ignorant: role<GossipState>({
      about: 'Knows no rumour.',
      group: 'server',
      is: (state) => state.rumours.length === 0,
    }),
  },
  workloads: {},
  monitors: () => [],
  promises: [],
  view: { server: view<GossipState>((state) => ({ rumours: state.rumours.length, of: state.total })) },
});
