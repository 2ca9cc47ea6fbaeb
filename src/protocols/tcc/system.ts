// The system `tcc`: what scenarios may name, set, expect and show.
import { role, system, view } from '../../contract/system.ts';
import { booksMonitor, shopMeter, shopWorkloads, stockFields } from '../shop/index.ts';
import { type CoordinatorState, coordinator } from './coordinator.ts';
import { options, settingsOf } from './options.ts';
import { tccPlot } from './plan.ts';
import { type ServiceState, service } from './service.ts';

const faults = 'any losses, duplicates, delays, partitions, crashes and restarts; no disk is lost; with the fence';

export const tcc = system({
  name: 'tcc',
  about:
    'Try, Confirm, Cancel: each service reserves its part of an order or a transfer, and all use it or give it free.',
  groups: {
    server: {
      about: 'Services, each with a store of its own: orders (idle here), goods, payments',
      protocol: (chosen) => service(settingsOf(chosen)),
      count: 3,
    },
    coordinator: {
      about: 'Has all services try, decides, and tells them until they have heard',
      protocol: (chosen) => coordinator(settingsOf(chosen)),
      count: 1,
      prefix: 'k',
    },
  },
  options,
  roles: {
    coordinator: role<CoordinatorState>({ about: 'Decides.', group: 'coordinator', is: () => true }),
    participant: role<ServiceState>({ about: 'A service.', group: 'server', is: () => true }),
  },
  workloads: shopWorkloads(() => 'coordinator'),
  monitors: (chosen) => [booksMonitor(settingsOf(chosen), tccPlot)],
  meters: (chosen) => [shopMeter(settingsOf(chosen), tccPlot)],
  promises: [
    { property: 'once', under: faults },
    { property: 'atomic', under: `${faults}, and no reservation that runs out` },
    { property: 'ends', under: `${faults}; where all is well for long enough before the closing` },
    { property: 'conserved', under: faults },
    { property: 'no-oversell', under: faults },
    { property: 'no-lost-update', under: faults },
  ],
  writes: {
    transaction: 'a local transaction of a service',
    begin: 'a transaction begins, before any service is asked',
    decision: 'confirm or cancel, before any service hears of it',
    ended: 'all services have heard',
  },
  abstract: {
    server: view<ServiceState>(({ store, reservations }) => ({
      fences: Object.keys(store.keys).length,
      reservations: Object.keys(reservations).length,
    })),
    coordinator: view<CoordinatorState>(({ transactions }) => ({ phases: phasesOf(transactions) })),
  },
  view: {
    server: view<ServiceState>(({ store, reservations }) => ({
      ...stockFields(store),
      reservations: Object.keys(reservations).length,
      fences: Object.keys(store.keys).length,
    })),
    coordinator: view<CoordinatorState>(({ transactions }) => {
      const all = Object.values(transactions);
      return {
        transactions: all.length,
        open: all.filter(({ phase }) => phase !== 'ended').length,
        confirmed: all.filter(({ outcome }) => outcome === 'done').length,
        cancelled: all.filter(({ outcome }) => outcome === 'undone').length,
      };
    }),
  },
});

function phasesOf(transactions: CoordinatorState['transactions']): string {
  return [...new Set(Object.values(transactions).map(({ phase }) => phase))].sort().join(' ');
}
