// The system `saga`: what scenarios may name, set, expect and show.
import { role, system, view } from '../../contract/system.ts';
import { booksMonitor, shopMeter, shopWorkloads, stockFields } from '../shop/index.ts';
import { orchestratorMeter } from './figures.ts';
import { options, optionsProblem, settingsOf } from './options.ts';
import { type OrchestratorState, orchestrator } from './orchestrator.ts';
import { participant } from './participant.ts';
import { sagaPlot } from './plan.ts';
import { reverseMonitor } from './properties.ts';
import type { ServiceState } from './service.ts';

const faults = 'any losses, duplicates, delays, partitions, crashes and restarts; no disk is lost';
const keyed = `${faults}; with idempotencyKeys and tombstones`;

export const saga = system({
  name: 'saga',
  about:
    'Orders and transfers as sagas: local transactions one after another, and compensations when one of them fails.',
  groups: {
    server: {
      about: 'Services, each with a store of its own: orders, goods, payments',
      protocol: (chosen) => participant(settingsOf(chosen)),
      count: 3,
    },
    orchestrator: {
      about: 'Tells the services what to do, and logs how far each saga is; idle in a choreography',
      protocol: (chosen) => orchestrator(settingsOf(chosen)),
      count: 1,
    },
  },
  options,
  check: optionsProblem,
  roles: {
    orchestrator: role<OrchestratorState>({
      about: 'Carries out sagas.',
      group: 'orchestrator',
      is: () => true,
    }),
    participant: role<ServiceState>({ about: 'A service.', group: 'server', is: () => true }),
  },
  workloads: shopWorkloads((chosen) => officeOf(settingsOf(chosen).style)),
  monitors: (chosen) => [booksMonitor(settingsOf(chosen), sagaPlot), reverseMonitor],
  meters: (chosen) => [shopMeter(settingsOf(chosen), sagaPlot), orchestratorMeter],
  promises: [
    { property: 'once', under: keyed },
    { property: 'atomic', under: keyed },
    { property: 'in-reverse', under: keyed },
    { property: 'ends', under: `${keyed}; where all is well for long enough before the closing` },
    { property: 'conserved', under: `${keyed}; with a countermeasure` },
    { property: 'no-oversell', under: `${keyed}; with a countermeasure` },
    { property: 'no-lost-update', under: `${keyed}; with a countermeasure` },
  ],
  writes: {
    transaction: 'a local transaction of a service',
    step: "a line of the orchestrator's log: the step whose turn it is",
    ended: 'the line that ends a saga',
  },
  abstract: {
    server: view<ServiceState>(({ store, outbox, open }) => ({
      keys: Object.keys(store.keys).length,
      locks: Object.keys(store.locks).length,
      outbox: outbox.length,
      open: Object.keys(open).length,
    })),
    orchestrator: view<OrchestratorState>(({ sagas }) => ({
      phases: phasesOf(sagas),
    })),
  },
  view: {
    server: view<ServiceState>(({ store, outbox, open }) => ({
      ...stockFields(store),
      keys: Object.keys(store.keys).length,
      locked: Object.keys(store.locks).length,
      outbox: outbox.length,
      pending: Object.keys(open).length,
    })),
    orchestrator: view<OrchestratorState>(({ sagas }) => {
      const all = Object.values(sagas);
      return {
        sagas: all.length,
        open: all.filter(({ phase }) => phase !== 'ended').length,
        done: all.filter(({ outcome }) => outcome === 'done').length,
        undone: all.filter(({ outcome }) => outcome === 'undone').length,
      };
    }),
  },
});

function officeOf(style: string): string {
  return style === 'orchestrated' ? 'orchestrator' : 'server';
}

function phasesOf(sagas: OrchestratorState['sagas']): string {
  return [...new Set(Object.values(sagas).map(({ phase }) => phase))].sort().join(' ');
}
