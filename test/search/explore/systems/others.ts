// Philosophers, rings, a buffer, a counter without end, and two-phase commit.
import type { Model } from '../../../../src/search/explore/index.ts';
import { type TwoPhase, twoPhaseCommit, twoPhaseProperties } from '../two-phase-commit.ts';
import { ordersOf3, system } from './system.ts';

/** Forks in hand: none, the left one, both. Fork i lies left of philosopher i. */
type Table = { readonly hands: readonly number[] };

const SEATS = 3;
const left = (seat: number) => (seat + SEATS - 1) % SEATS;
const right = (seat: number) => (seat + 1) % SEATS;

/** Everybody takes the left fork first. */
const philosophers: Model<Table, number> = {
  init: [{ hands: [0, 0, 0] }],
  actions: () => [0, 1, 2],
  next: ({ hands }, seat) => {
    if (hands[seat] === 0) return hands[left(seat)] === 2 ? undefined : { hands: hands.with(seat, 1) };
    if (hands[seat] === 1) return hands[right(seat)] === 0 ? { hands: hands.with(seat, 2) } : undefined;
    return { hands: hands.with(seat, 0) };
  },
  describe: (seat) => `philosopher ${seat} steps`,
};

type Ring = { readonly token: number; readonly served: readonly boolean[] };

/** The token goes round for ever; whoever has it may be served once. Turning the ring is a symmetry. */
const tokenRing: Model<Ring, 'serve' | 'pass'> = {
  init: [0, 1, 2].map((token) => ({ token, served: [false, false, false] })),
  actions: () => ['serve', 'pass'],
  next: ({ token, served }, action) => {
    if (action === 'pass') return { token: right(token), served };
    return served[token] ? undefined : { token, served: served.with(token, true) };
  },
  canonical: (ring) =>
    turned(
      ring,
      [0, 1, 2].map((i) => (i + ring.token) % SEATS),
    ),
  describe: (action) => action,
};

const turned = ({ token, served }: Ring, order: readonly number[]): Ring => ({
  token: order.indexOf(token),
  served: order.map((i) => served[i]!),
});

type Buffer = { readonly items: readonly number[]; readonly made: number; readonly taken: number };

/** Numbers modulo 3 go through a buffer of two. */
const buffer: Model<Buffer, 'put' | 'take'> = {
  init: [{ items: [], made: 0, taken: 0 }],
  actions: ({ items }) => (items.length === 0 ? ['put'] : ['put', 'take']),
  next: ({ items, made, taken }, action) => {
    if (action === 'take') return { items: items.slice(1), made, taken: (items[0]! + 1) % 3 };
    return items.length === 2 ? undefined : { items: [...items, made], made: (made + 1) % 3, taken };
  },
  describe: (action) => action,
};

const counter: Model<number, number> = {
  init: [0],
  actions: () => [1, 2],
  next: (count, step) => count + step,
  describe: (step) => `+${step}`,
};

type Election = { readonly inbox: readonly (readonly number[])[]; readonly leader: number };

const ids = [2, 3, 1];

/** Chang & Roberts (1979): a number goes on past smaller ones and is swallowed by greater ones. Channels are queues. */
const changRoberts: Model<Election, number> = {
  // Each has sent its own number to the right.
  init: [{ inbox: [0, 1, 2].map((seat) => [ids[left(seat)]!]), leader: 0 }],
  actions: () => [0, 1, 2],
  next: ({ inbox, leader }, seat) => {
    const [id, ...rest] = inbox[seat]!;
    if (id === undefined) return undefined;
    const read = inbox.with(seat, rest);
    if (id === ids[seat]) return { inbox: read, leader: id };
    if (id < ids[seat]!) return { inbox: read, leader };
    return { inbox: read.with(right(seat), [...read[right(seat)]!, id]), leader };
  },
  describe: (seat) => `node ${ids[seat]} receives`,
};

const reorder = (state: TwoPhase, order: readonly number[]): TwoPhase => ({
  ...state,
  rms: order.map((i) => state.rms[i]!),
  known: order.map((i) => state.known[i]!),
  prepared: order.map((i) => state.prepared[i]!),
});

export const others = [
  system({
    name: 'two-phase commit, 3 RMs',
    model: twoPhaseCommit(3),
    properties: twoPhaseProperties,
    permute: reorder,
    orders: ordersOf3,
  }),
  system({
    name: 'dining philosophers',
    model: philosophers,
    properties: [
      { kind: 'always', name: 'no deadlock', holds: ({ hands }) => hands.some((hand) => hand !== 1) },
      { kind: 'sometimes', name: 'two eat', holds: ({ hands }) => hands.filter((hand) => hand === 2).length === 2 },
      { kind: 'eventually', name: 'one eats', holds: ({ hands }) => hands.includes(2) },
      { kind: 'eventually', name: 'a fork is taken', holds: ({ hands }) => hands.some((hand) => hand > 0) },
    ],
  }),
  system({
    name: 'a token ring',
    model: tokenRing,
    // 3 places of the token × 2³ of the served. Each passes; half can serve.
    counted: { states: 24, transitions: 24 + 12 },
    properties: [
      { kind: 'always', name: 'somebody is not served', holds: ({ served }) => served.includes(false) },
      { kind: 'sometimes', name: 'all are served', holds: ({ served }) => !served.includes(false) },
      { kind: 'eventually', name: 'one is served', holds: ({ served }) => served.includes(true) },
    ],
    permute: turned,
    orders: ordersOf3.filter((order) => right(order[0]!) === order[1]),
  }),
  system({
    name: 'a bounded buffer',
    model: buffer,
    // 3 next numbers × 0, 1 or 2 items. With 0 or 2 there is one transition, with 1 there are two.
    counted: { states: 9, transitions: 3 + 6 + 3 },
    properties: [
      { kind: 'always', name: 'in order', holds: ({ items, taken }) => items.length === 0 || items[0] === taken },
      { kind: 'sometimes', name: 'full', holds: ({ items }) => items.length === 2 },
      { kind: 'eventually', name: 'full in the end', holds: ({ items }) => items.length === 2 },
      { kind: 'eventually', name: 'something was made', holds: ({ made }) => made > 0 },
    ],
  }),
  system({
    name: 'a counter without end, 6 steps',
    model: counter,
    maxDepth: 6,
    // Six steps of 1 or 2 reach 0 … 12. Five reach 0 … 10, and those 11 have two transitions each.
    counted: { states: 13, transitions: 22 },
    properties: [
      { kind: 'always', name: 'below 12', holds: (count) => count < 12 },
      { kind: 'always', name: 'below 13', holds: (count) => count < 13 },
      { kind: 'sometimes', name: 'seven', holds: (count) => count === 7 },
      { kind: 'sometimes', name: 'thirteen', holds: (count) => count === 13 },
      { kind: 'eventually', name: 'five or six', holds: (count) => count === 5 || count === 6 },
      { kind: 'eventually', name: 'five', holds: (count) => count === 5 },
    ],
  }),
  system({
    name: 'ring election of Chang and Roberts',
    model: changRoberts,
    properties: [
      { kind: 'always', name: 'the greatest wins', holds: ({ leader }) => leader === 0 || leader === 3 },
      { kind: 'eventually', name: 'a leader', holds: ({ leader }) => leader > 0 },
      { kind: 'sometimes', name: 'the smallest wins', holds: ({ leader }) => leader === 1 },
    ],
  }),
];
