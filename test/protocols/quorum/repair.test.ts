// Anti-entropy between servers: who begins, what is sent, and what both hold in the end.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Kind } from '../../../src/contract/context.ts';
import type { NodeId } from '../../../src/contract/ids.ts';
import type { Options } from '../../../src/contract/system.ts';
import { type Cell, cassandra } from '../../../src/protocols/cassandra/index.ts';
import { type State, streamMeter } from '../../../src/protocols/quorum/index.ts';
import { deepFreeze, effectsOf, fire, persisted, receive, sent, start, timersSet } from '../recording-context.ts';
import { cell, Driven } from './server.ts';

const names = ['n1', 'n2', 'n3', 'n4'];
const defaults: Options = Object.fromEntries(
  Object.entries(cassandra.options).map(([name, { default: value }]) => [name, value]),
);
type Held = { readonly [key: string]: Cell };
type Letter = { readonly from: NodeId; readonly to: NodeId; readonly message: Kind };

/** Servers, without a network: what they send arrives in order. */
class Servers {
  readonly letters: Letter[] = [];
  private readonly states: { [node: NodeId]: State<Cell> } = {};
  private readonly protocol;
  private readonly nodes: readonly NodeId[];

  constructor(held: readonly Held[], options: Options = {}) {
    this.nodes = names.slice(0, held.length);
    this.protocol = cassandra.groups['server']!.protocol({ ...defaults, repairInterval: 1_000_000, ...options });
    for (const [at, node] of this.nodes.entries()) {
      const { state } = start<State<Cell>>(this.protocol, {}, this.setup(node));
      this.states[node] = deepFreeze({ ...state, values: held[at]! });
    }
  }

  private setup(self: NodeId, time = 0) {
    return { self, peers: this.nodes.filter((node) => node !== self), groups: { server: this.nodes }, time };
  }

  values(node: NodeId): Held {
    return this.states[node]!.values;
  }

  streamed(): number {
    return this.nodes.reduce((sum, node) => sum + (this.states[node]!.streamed ?? 0), 0);
  }

  /** All repair once, and all that follows from it, but what is lost. */
  repair(time = 0, isLost: (letter: Letter) => boolean = () => false): this {
    const underWay: Letter[] = [];
    const post = (from: NodeId, outcome: ReturnType<typeof fire<State<Cell>>>) => {
      this.states[from] = deepFreeze(outcome.state);
      for (const { to, message } of effectsOf(outcome, 'send')) underWay.push({ from, to, message });
    };
    for (const node of this.nodes)
      post(node, fire(this.protocol, this.states[node]!, 'repair', this.setup(node, time)));
    for (let letter = underWay.shift(); letter !== undefined; letter = underWay.shift()) {
      this.letters.push(letter);
      if (isLost(letter)) continue;
      const { from, to, message } = letter;
      post(to, receive(this.protocol, this.states[to]!, message, from, this.setup(to, time)));
    }
    return this;
  }
}

const some = (count: number, at = 1): Held =>
  Object.fromEntries(Array.from({ length: count }, (_, number) => [`k${number}`, cell(number, at)]));

test('off: no timer. On: each pair once an interval, begun by the lower number, and alive ones only', () => {
  const protocolOf = (repairInterval: number) => cassandra.groups['server']!.protocol({ ...defaults, repairInterval });
  const timers = (interval: number) => timersSet(start(protocolOf(interval), {}, { groups: { server: names } }));
  expect(timers(0)).not.toContain('repair');
  expect(timers(5)).toContain('repair');
  expect(timersSet(new Driven({ repairInterval: 5 }).fire('repair').last)).toEqual(['repair']);
  const letters = new Servers([{}, {}, {}]).repair().letters.map(({ from, to }) => `${from} ${to}`);
  expect(letters).toEqual(['n1 n2', 'n1 n3', 'n2 n3']);
  expect(new Driven({ repairInterval: 1 }).convict('n3').fire('repair').sentTo('n3')).toEqual([]);
  expect(new Driven({ repairInterval: 1 }).convict('n3').fire('repair').sentTo('n2')).toHaveLength(1);
});

test('servers that hold the same send one message a pair, and write nothing', () => {
  const servers = new Servers([some(100), some(100), some(100)]).repair();
  expect(servers.letters.map(({ message }) => message.kind)).toEqual(['Compare', 'Compare', 'Compare']);
  expect(servers.streamed()).toBe(0);
});

test('one key that one of two lacks: six comparisons, and the key alone goes over', () => {
  const { k7: _, ...without } = some(100);
  const servers = new Servers([some(100), without], { replicas: 2 }).repair();
  expect(servers.letters.map(({ message }) => message.kind)).toEqual([
    ...Array.from({ length: 6 }, () => 'Compare'),
    'Stream',
    'Stream',
  ]);
  expect(servers.streamed()).toBe(1);
  expect(servers.values('n2')).toEqual(some(100));
});

test('the figure `streamed` has a sample of each stream that is not empty', () => {
  const samples: number[] = [];
  const seen = (before: number | undefined, after: number | undefined) =>
    streamMeter.observe(
      null as never,
      { node: 'n1', group: 'server', before: { streamed: before }, after: { streamed: after } } as never,
      0,
      (_figure, value) => samples.push(value),
    );
  seen(undefined, undefined);
  seen(undefined, 1);
  seen(1, 1);
  seen(1, 4);
  expect(samples).toEqual([1, 3]);
});

test('without a tree both send all they hold', () => {
  const { k7: _, ...without } = some(100);
  const servers = new Servers([some(100), without], { replicas: 2, treeDepth: 0 }).repair();
  expect(servers.streamed()).toBe(199);
  expect(servers.values('n2')).toEqual(some(100));
});

test('the later cell goes over, in both directions', () => {
  const servers = new Servers(
    [
      { a: cell(1, 10), b: cell(2, 20) },
      { a: cell(3, 30), b: cell(4, 4) },
    ],
    { replicas: 2 },
  );
  servers.repair();
  for (const node of ['n1', 'n2']) expect(servers.values(node)).toEqual({ a: cell(3, 30), b: cell(2, 20) });
});

test('a lost message costs an interval', () => {
  for (const kind of ['Compare', 'Stream']) {
    const servers = new Servers([{ a: cell(1, 1) }, {}], { replicas: 2 });
    servers.repair(0, ({ message }) => message.kind === kind);
    expect(servers.values('n2')).toEqual({});
    expect(servers.repair().values('n2')).toEqual({ a: cell(1, 1) });
  }
});

test('a delete goes over; one that may be forgotten is no difference', () => {
  const deleted = { a: cell(null, 50), b: cell(1, 1) };
  const old = { a: cell(1, 1), b: cell(1, 1) };
  const lacking = { b: cell(1, 1) };
  const repaired = (held: readonly Held[], time: number) =>
    new Servers(held, { replicas: 2, gcGrace: 100 }).repair(time);
  expect(repaired([deleted, old], 150).values('n2')).toEqual(deleted);
  expect(repaired([deleted, lacking], 150).values('n2')).toEqual(deleted);
  const late = repaired([deleted, lacking], 151);
  expect(late.values('n2')).toEqual(lacking);
  expect(late.letters).toHaveLength(1);
  // Too late: who missed the delete hands out what was deleted, and the other, who still has the tombstone, keeps it.
  const spread = repaired([lacking, old], 151);
  expect(spread.values('n1')).toEqual(old);
});

test('what came by repair is logged like any write: at once, or with the next sync', () => {
  const stream = { kind: 'Stream', leaves: [0], values: some(3), before: 0, isAnswer: true };
  const take = (commitLog: string) => new Driven({ commitLog }).hear(stream, 'n2');
  expect(persisted(take('batch').last)).toEqual([{ values: some(3) }]);
  expect(persisted(take('periodic').last)).toEqual([]);
  expect(persisted(take('periodic').fire('sync').last)).toEqual([{ values: some(3) }]);
  expect(persisted(take('batch').hear(stream, 'n2').last)).toEqual([]);
  expect(sent(take('batch').last)).toEqual([]);
});

describe('for any stores of three servers', () => {
  const held = fc.dictionary(
    fc.integer({ min: 0, max: 30 }).map((number) => `k${number}`),
    fc.record({ value: fc.option(fc.integer({ min: 0, max: 5 })), at: fc.integer({ min: 1, max: 9 }) }),
  );
  const depth = fc.integer({ min: 0, max: 24 });

  test('after one round all hold the latest of each key, and after it nothing is sent', () => {
    fc.assert(
      fc.property(held, held, held, depth, (a, b, c, treeDepth) => {
        const servers = new Servers([a, b, c], { treeDepth }).repair();
        for (const [key, cells] of byKey([a, b, c])) {
          const latest = Math.max(...cells.map(({ at }) => at));
          for (const node of ['n1', 'n2', 'n3']) expect(servers.values(node)[key]!.at).toBe(latest);
        }
        expect(servers.values('n2')).toEqual(servers.values('n1'));
        expect(servers.values('n3')).toEqual(servers.values('n1'));
        const before = servers.streamed();
        expect(servers.repair().streamed()).toBe(before);
      }),
    );
  });

  test('of four servers with three replicas a key, nobody gets what is not its to hold', () => {
    const replicas = cassandra.store!.replicas!;
    fc.assert(
      fc.property(held, depth, (all, treeDepth) => {
        const holders = (key: string) => replicas(key, names, defaults);
        const own = (node: NodeId) =>
          Object.fromEntries(Object.entries(all).filter(([key]) => holders(key).includes(node)));
        const first = (node: NodeId) =>
          Object.fromEntries(Object.entries(own(node)).filter(([key]) => holders(key)[0] === node));
        const servers = new Servers(names.map(first), { treeDepth }).repair();
        for (const node of names) expect(servers.values(node)).toEqual(own(node));
      }),
    );
  });
});

function byKey(stores: readonly Held[]): ReadonlyMap<string, readonly Cell[]> {
  const cells = new Map<string, Cell[]>();
  for (const store of stores) {
    for (const [key, held] of Object.entries(store)) cells.set(key, [...(cells.get(key) ?? []), held]);
  }
  return cells;
}
