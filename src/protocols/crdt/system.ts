// The system `crdt`: what scenarios may name, set, expect and show.
import { store, system, view } from '../../contract/system.ts';
import { kvClient } from '../kv/index.ts';
import { typeClient } from './client.ts';
import { total } from './counter.ts';
import { shownOf } from './entry.ts';
import { options, settingsOf } from './options.ts';
import { elementsOf, tombstonesOf } from './or-set.ts';
import { crdt } from './protocol.ts';
import type { Replica } from './state.ts';

export const crdtSystem = system({
  name: 'crdt',
  about:
    'Replicated counters, sets and registers whose states always join: every replica answers by itself, and all agree in the end.',
  groups: { server: { about: 'Replicas', protocol: (chosen) => crdt(settingsOf(chosen)), count: 3 } },
  options,
  roles: {},
  workloads: {
    register: {
      about: 'Reads, writes and compare-and-sets of registers of which the last write wins.',
      model: 'cas-register',
      operations: ['read', 'write', 'cas'],
      client: kvClient,
    },
    counter: {
      about:
        'Adds to counters, takes from them (`cas:` is the share of that) and reads them. `values:` bounds the amounts; else 1.',
      model: null,
      operations: ['add', 'remove', 'read'],
      client: (workload) => typeClient('counter', workload),
    },
    set: {
      about:
        'Adds elements to sets, removes them (`cas:` is the share of that) and reads them. `values:` is how many; else 10.',
      model: 'set',
      operations: ['add', 'remove', 'read'],
      client: (workload) => typeClient('set', workload),
    },
  },
  monitors: () => [],
  promises: [],
  writes: { entries: 'what a replica holds, and how far it has heard the others' },
  store: store<Replica>({
    group: 'server',
    holds: ({ entries }) => Object.fromEntries(Object.entries(entries).map(([key, entry]) => [key, [shownOf(entry)]])),
  }),
  abstract: {
    server: view<Replica>(({ entries, version, heard }) => ({
      keys: Object.keys(entries).length,
      version,
      heard: Math.min(...Object.values(heard), version),
    })),
  },
  view: {
    server: view<Replica>(({ entries, version, done }) => {
      const all = Object.values(entries);
      return {
        keys: all.length,
        version,
        updates: done.length,
        total: all.reduce((sum, entry) => sum + (entry.kind === 'counter' ? total(entry) : 0), 0),
        elements: all.reduce((sum, entry) => sum + (entry.kind === 'set' ? elementsOf(entry).length : 0), 0),
        tombstones: all.reduce((sum, entry) => sum + (entry.kind === 'set' ? tombstonesOf(entry) : 0), 0),
      };
    }),
  },
});
