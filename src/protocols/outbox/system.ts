// The system `outbox`: what scenarios may name, set, expect and show.
import { type Role, role, system, view } from '../../contract/system.ts';
import { customer } from '../shop/index.ts';
import { outboxMeter, outboxMonitor } from './books.ts';
import { options, settingsOf } from './options.ts';
import { outboxParts } from './protocol.ts';
import type { Part, State } from './state.ts';

const faults = 'any losses, duplicates, delays, partitions, crashes and restarts; no disk is lost';
const outbox = `${faults}; publish: outbox, relayBy: commit-order; where all is well for long enough before the closing`;

const part = (name: Part, about: string): Role =>
  role<State>({ about, group: 'server', is: (state) => state.part === name });

export const outboxSystem = system({
  name: 'outbox',
  about:
    'An order is written to a database and announced through a broker: by two writes, or by an outbox and a relay.',
  groups: {
    server: {
      about: 'n1 is the shop with its database, n2 the relay, n3 the broker, n4 the consumer with its database',
      protocol: (chosen) => outboxParts(settingsOf(chosen)),
      count: 4,
    },
  },
  options,
  check: (_options, servers) =>
    servers === undefined || servers.length === 4
      ? undefined
      : `there are ${servers.length} servers, and four parts: shop, relay, broker, consumer; say nodes: 4, or nothing`,
  roles: {
    shop: part('shop', 'Takes orders.'),
    relay: part('relay', 'Publishes what is in the outbox.'),
    broker: part('broker', 'Keeps what is published until it is acknowledged.'),
    consumer: part('consumer', 'Brings about the effect of each event.'),
  },
  workloads: {
    order: {
      about: 'Orders. `fresh:` is the share of those that are rolled back, which shows at their commit.',
      model: null,
      operations: ['order'],
      client: (workload) => customer(workload, { deals: 'order', office: 'server', takesDeposits: false }),
    },
  },
  monitors: () => [outboxMonitor],
  meters: () => [outboxMeter],
  promises: [
    { property: 'no-event-lost', under: outbox },
    { property: 'no-phantom', under: outbox },
    { property: 'once', under: `${faults}; dedupe: inbox` },
  ],
  writes: {
    transaction: 'an order of the shop, with its row in the outbox',
    position: 'how far the relay has come',
    message: "the broker's queue",
    effect: 'an effect at the consumer; with an inbox the id as well',
    mark: 'check-then-act: the id, by itself',
  },
  abstract: { server: view<State>(sizes) },
  view: { server: view<State>((state) => ({ part: state.part, ...sizes(state) })) },
});

function sizes(state: State) {
  switch (state.part) {
    case 'shop':
      return {
        committed: state.committed.length,
        open: Object.keys(state.open).length,
        unpublished: state.unpublished.length,
      };
    case 'relay':
      return { position: state.position, pending: state.pending.length };
    case 'broker':
      return { published: state.next - 1, queued: Object.keys(state.events).length };
    default:
      return {
        effects: state.effects.length,
        marks: Object.keys(state.marks).length,
        working: Object.keys(state.working).length,
      };
  }
}
