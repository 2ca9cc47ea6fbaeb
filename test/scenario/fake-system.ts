// A small system for the tests of scenarios: roles, options of every type, two monitors' properties, no behaviour.
import type { Plain, PlainRecord } from '../../src/base/plain.ts';
import { meter } from '../../src/contract/figures.ts';
import { monitor } from '../../src/contract/property.ts';
import { protocol } from '../../src/contract/protocol.ts';
import { role, type System, store, system, view } from '../../src/contract/system.ts';
import { ms, seconds } from '../../src/contract/time.ts';

export type State = {
  readonly role: 'leader' | 'follower';
  readonly term: number;
  /** Only in hand-made states. */
  readonly held?: { readonly [key: string]: readonly Plain[] };
};

type Never = { readonly kind: 'Never' };

const idle = (name: string) =>
  protocol<State, Never>({
    name,
    start: () => ({ role: 'follower', term: 0 }),
    on: { Never: (state) => state },
    timer: {},
  });

const source = 'chosen for the tests';

const shared = {
  options: {
    heartbeat: { type: 'duration', default: ms(100), min: ms(10), max: seconds(10), about: '', source },
    batch: { type: 'count', default: 8, min: 1, max: 64, about: '', source },
    preVote: { type: 'boolean', default: false, about: '', source },
    fsync: { type: 'choice', default: 'always', choices: ['always', 'never'], about: '', source },
  },
  roles: {
    leader: role<State>({ about: '', group: 'server', is: (s) => s.role === 'leader', rank: (s) => s.term }),
    follower: role<State>({ about: '', group: 'server', is: (s) => s.role === 'follower' }),
  },
  workloads: {
    register: { about: '', model: 'register', operations: ['read', 'write', 'cas'], client: () => idle('client') },
    counter: { about: '', model: null, client: () => idle('counter-client') },
  },
  check: (options) =>
    options['preVote'] === true && options['batch'] === 1 ? 'preVote needs a batch of 2' : undefined,
  monitors: () => [
    monitor<State, PlainRecord>({
      group: 'server',
      properties: [
        { name: 'election-safety', sentence: 'at most one leader a term' },
        { name: 'log-matching', sentence: 'logs agree' },
      ],
      initial: {},
      observe: (memory) => memory,
      isExercised: () => true,
    }),
  ],
  meters: () => [
    meter<State, null>({
      group: 'server',
      figures: {
        locked: { about: 'how long a lock was held', unit: 'duration' },
        waiters: { about: 'how many waited', unit: 'count' },
      },
      initial: null,
      observe: (memory) => memory,
    }),
  ],
  view: { server: view<State>(({ role, term }) => ({ role, term })) },
} satisfies Partial<System>;

/** Servers only, and two promises. */
export const fake = system({
  ...shared,
  name: 'fake-kv',
  about: 'a system for tests',
  groups: { server: { about: '', count: 3, protocol: () => idle('fake-server') } },
  store: store<State>({ group: 'server', holds: ({ held }) => held ?? {} }),
  promises: [
    { property: 'election-safety', under: 'any fault' },
    { property: 'linearizable', under: 'any fault' },
  ],
});

/** No group `server`, nothing promised. */
export const commit = system({
  ...shared,
  name: 'fake-commit',
  about: 'another system for tests',
  groups: {
    coordinator: { about: '', count: 1, prefix: 'k', protocol: () => idle('coordinator') },
    participant: { about: '', count: 3, protocol: () => idle('participant') },
  },
  roles: {},
  promises: [],
});

export const systems = [fake, commit];
