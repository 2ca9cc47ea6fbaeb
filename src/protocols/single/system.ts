// The system `single`: the store that replication is compared with.
import { store, system, view } from '../../contract/system.ts';
import { heldBy, kvClient } from '../kv/index.ts';
import { type SingleState, single } from './protocol.ts';

export const singleNode = system({
  name: 'single',
  about: 'A key-value store on one node: durable, linearizable, and unavailable while the node is down.',
  groups: { server: { about: 'The only server', protocol: single, count: 1 } },
  options: {},
  roles: {},
  workloads: {
    register: {
      about: 'Reads, writes and compare-and-sets on one key or several.',
      model: 'cas-register',
      operations: ['read', 'write', 'cas'],
      client: kvClient,
    },
  },
  monitors: () => [],
  promises: [{ property: 'linearizable', under: 'any faults, with one server' }],
  store: store<SingleState>({ group: 'server', holds: ({ machine }) => heldBy(machine) }),
  view: {
    server: view<SingleState>(({ machine }) => ({
      keys: Object.keys(machine.values).length,
      clients: Object.keys(machine.sessions).length,
    })),
  },
});
