// Mutual exclusion: Peterson's algorithm, one that looks before it leaps, a lost update, and a semaphore that leaks.
import type { Model, SearchProperty } from '../../../../src/search/explore/index.ts';
import { ordersOf2, ordersOf3, sortedBy, system } from './system.ts';

type Two = { readonly pc: readonly string[]; readonly flag: readonly boolean[]; readonly turn: number };

const both: SearchProperty<Two> = {
  kind: 'always',
  name: 'never both in the critical section',
  holds: ({ pc }) => !pc.every((at) => at === 'critical'),
};
const one: SearchProperty<Two> = {
  kind: 'sometimes',
  name: 'one is in the critical section',
  holds: ({ pc }) => pc.includes('critical'),
};
const entered: SearchProperty<Two> = { ...one, kind: 'eventually' };

const exchange = (state: Two, order: readonly number[]): Two => ({
  pc: order.map((i) => state.pc[i]!),
  flag: order.map((i) => state.flag[i]!),
  turn: order.indexOf(state.turn),
});

function twoProcesses(next: (state: Two, me: number) => Two | undefined): Model<Two, number> {
  return {
    init: [
      { pc: ['idle', 'idle'], flag: [false, false], turn: 0 },
      { pc: ['idle', 'idle'], flag: [false, false], turn: 1 },
    ],
    actions: () => [0, 1],
    next,
    // Whose turn it is belongs to the row of a process: `turn` names one.
    canonical: (state) =>
      exchange(state, sortedBy(state.pc.map((at, i) => `${at} ${state.flag[i]} ${state.turn === i}`))),
    describe: (me) => `process ${me} steps`,
  };
}

const at = (state: Two, me: number, pc: string): Two => ({ ...state, pc: state.pc.with(me, pc) });

/** Peterson, "Myths about the mutual exclusion problem" (1981). */
const peterson = twoProcesses((state, me) => {
  const other = 1 - me;
  switch (state.pc[me]) {
    case 'idle':
      return { ...at(state, me, 'yield'), flag: state.flag.with(me, true) };
    case 'yield':
      return { ...at(state, me, 'wait'), turn: other };
    case 'wait':
      return state.flag[other] && state.turn === other ? undefined : at(state, me, 'critical');
    default:
      return { ...at(state, me, 'idle'), flag: state.flag.with(me, false) };
  }
});

/** Looks at the other's flag first and raises its own afterwards. Stops after one turn each. */
const broken = twoProcesses((state, me) => {
  switch (state.pc[me]) {
    case 'idle':
      return state.flag[1 - me] ? undefined : at(state, me, 'seen');
    case 'seen':
      return { ...at(state, me, 'critical'), flag: state.flag.with(me, true) };
    case 'critical':
      return { ...at(state, me, 'done'), flag: state.flag.with(me, false) };
    default:
      return undefined;
  }
});

type Race = { readonly shared: number; readonly threads: readonly { readonly pc: number; readonly seen: number }[] };

/** Three threads add 1 to a shared number: read, then write. */
const race: Model<Race, number> = {
  init: [{ shared: 0, threads: [0, 0, 0].map(() => ({ pc: 0, seen: 0 })) }],
  actions: () => [0, 1, 2],
  next: ({ shared, threads }, me) => {
    const { pc, seen } = threads[me]!;
    if (pc === 0) return { shared, threads: threads.with(me, { pc: 1, seen: shared }) };
    if (pc === 1) return { shared: seen + 1, threads: threads.with(me, { pc: 2, seen: 0 }) };
    return undefined;
  },
  canonical: (state) => reorderRace(state, sortedBy(state.threads.map(({ pc, seen }) => `${pc} ${seen}`))),
  describe: (me) => `thread ${me} steps`,
};

const reorderRace = ({ shared, threads }: Race, order: readonly number[]): Race => ({
  shared,
  threads: order.map((i) => threads[i]!),
});

type Semaphore = { readonly permits: number; readonly clients: readonly string[] };

/** A client that gives up waiting puts back a permit that it never took; there are two at most. */
const semaphore: Model<Semaphore, { readonly kind: 'go' | 'giveUp'; readonly me: number }> = {
  init: [{ permits: 1, clients: ['out', 'out', 'out'] }],
  actions: ({ clients }) =>
    clients.flatMap((_, me) => [
      { kind: 'go', me },
      { kind: 'giveUp', me },
    ]),
  next: ({ permits, clients }, { kind, me }) => {
    const to = (where: string, added: number) => ({
      permits: Math.min(2, permits + added),
      clients: clients.with(me, where),
    });
    if (kind === 'giveUp') return clients[me] === 'waiting' ? to('out', 1) : undefined;
    if (clients[me] === 'out') return to('waiting', 0);
    if (clients[me] === 'in') return to('out', 1);
    return permits > 0 ? to('in', -1) : undefined;
  },
  canonical: ({ permits, clients }) => ({ permits, clients: clients.toSorted() }),
  describe: ({ kind, me }) => `client ${me}: ${kind}`,
};

const twice = { properties: [both, one, entered], permute: exchange, orders: ordersOf2 } as const;

export const exclusion = [
  system({ name: 'Peterson’s mutual exclusion', model: peterson, ...twice }),
  system({ name: 'a mutual exclusion that looks before it leaps', model: broken, ...twice }),
  system({
    name: 'a lost update',
    model: race,
    properties: [
      {
        kind: 'always',
        name: 'three in the end',
        holds: ({ shared, threads }) => shared === 3 || !threads.every(({ pc }) => pc === 2),
      },
      { kind: 'sometimes', name: 'one in the end', holds: (s) => s.shared === 1 && s.threads.every((t) => t.pc === 2) },
      { kind: 'eventually', name: 'all finish', holds: ({ threads }) => threads.every(({ pc }) => pc === 2) },
      { kind: 'eventually', name: 'two are counted', holds: ({ shared }) => shared === 2 },
    ],
    permute: reorderRace,
    orders: ordersOf3,
  }),
  system({
    name: 'a semaphore that leaks',
    model: semaphore,
    properties: [
      { kind: 'always', name: 'one inside', holds: ({ clients }) => clients.filter((c) => c === 'in').length < 2 },
      { kind: 'sometimes', name: 'all inside', holds: ({ clients }) => clients.every((c) => c === 'in') },
      { kind: 'eventually', name: 'one enters', holds: ({ clients }) => clients.includes('in') },
    ],
    permute: ({ permits, clients }, order) => ({ permits, clients: order.map((i) => clients[i]!) }),
    orders: ordersOf3,
  }),
];
