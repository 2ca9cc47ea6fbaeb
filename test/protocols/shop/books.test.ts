// Each property of the books on a trace made by hand: it fires where it is broken, and not on the legal near miss.
import { describe, expect, test } from 'vitest';
import type { AnyMonitor } from '../../../src/contract/property.ts';
import { sagaPlot } from '../../../src/protocols/saga/plan.ts';
import {
  booksMonitor,
  type Deed,
  emptyStore,
  type Kept,
  noted,
  type Row,
  type Store,
  withRow,
} from '../../../src/protocols/shop/index.ts';
import { confirmOf, tccPlot, tryOf } from '../../../src/protocols/tcc/plan.ts';

const stocked = { stock: 10, balance: 100 };

/** A service's states, one after another. */
class Service {
  readonly node: string;
  states: Kept[] = [{ store: emptyStore, isClosed: false }];
  constructor(node: string) {
    this.node = node;
  }
  /** A deed, and the row as it is after it. */
  deed(step: string, kind: Deed['kind'], change: Deed['change'] = null, row?: Row): this {
    const { store } = this.states[this.states.length - 1]!;
    const after: Store = row === undefined || change === null ? store : withRow(store, change.row, row);
    this.states.push({ store: noted(after, { deal: 'c1-1', step, kind, change }), isClosed: false });
    return this;
  }
  close(): this {
    this.states.push({ ...this.states[this.states.length - 1]!, isClosed: true });
    return this;
  }
}

/** The properties that are violated, in order. */
function violated(services: readonly Service[], monitor: AnyMonitor = booksMonitor(stocked, sagaPlot)) {
  const found: string[] = [];
  let memory = monitor.initial;
  const observe = (node: string, before: Kept | undefined, after: Kept | undefined) => {
    const change = { node, group: 'server', before, after };
    memory = monitor.observe(memory as never, change as never, (property) => found.push(property));
  };
  for (const { node, states } of services) observe(node, undefined, states[0]);
  for (const { node, states } of services) {
    for (let i = 1; i < states.length; i++) observe(node, states[i - 1], states[i]);
  }
  return { found: [...new Set(found)], memory, observe };
}

const reserve = { row: 'item0', from: 'free', to: 'held', amount: 1 } as const;
const ship = { row: 'item0', from: 'held', to: 'gone', amount: 1 } as const;
const charge = { row: 'account0', from: 'free', to: 'gone', amount: 10 } as const;
const reserved = { free: 9, held: 1, gone: 0 };
const whole = () => [
  new Service('n1').deed('create', 'do').close(),
  new Service('n2')
    .deed('reserve', 'do', reserve, reserved)
    .deed('ship', 'do', ship, { free: 9, held: 0, gone: 1 })
    .close(),
  new Service('n3').deed('charge', 'do', charge, { free: 90, held: 0, gone: 10 }).close(),
];

test('a whole order violates nothing; nor does one that was undone, or looked and was refused', () => {
  expect(violated(whole()).found).toEqual([]);
  const undone = [
    new Service('n1').deed('create', 'do').deed('create', 'undo').close(),
    new Service('n2')
      .deed('reserve', 'look', reserve)
      .deed('reserve', 'do', reserve, reserved)
      .deed('reserve', 'undo', reserve, { free: 10, held: 0, gone: 0 })
      .close(),
    new Service('n3').deed('charge', 'refuse', charge).close(),
  ];
  expect(violated(undone).found).toEqual([]);
});

describe('once', () => {
  test('a charge that stands twice; one that is taken back and made again does not', () => {
    const twice = new Service('n3').deed('charge', 'do', charge, { free: 90, held: 0, gone: 10 });
    twice.deed('charge', 'do', charge, { free: 80, held: 0, gone: 20 });
    expect(violated([twice]).found).toEqual(['once']);
    const again = new Service('n3').deed('charge', 'do', charge, { free: 90, held: 0, gone: 10 });
    again.deed('charge', 'undo', charge, { free: 100, held: 0, gone: 0 });
    again.deed('charge', 'do', charge, { free: 90, held: 0, gone: 10 });
    expect(violated([again]).found).toEqual([]);
  });
  test('one that is taken back and was never done; what it gives free was never put in', () => {
    const phantom = new Service('n2').deed('reserve', 'undo', reserve, { free: 11, held: -1, gone: 0 });
    expect(violated([phantom]).found).toEqual(['once', 'no-oversell']);
  });
});

test('atomic: shipped, and the order cancelled; cancelled alone is not', () => {
  const [orders, goods, payments] = whole();
  expect(violated([orders!.deed('create', 'undo'), goods!, payments!]).found).toContain('atomic');
  expect(violated([new Service('n1').deed('create', 'do').deed('create', 'undo')]).found).toEqual([]);
});

test('ends: half an order when all have closed, and not before', () => {
  const half = () => new Service('n1').deed('create', 'do');
  expect(violated([half().close(), new Service('n2').close()]).found).toEqual(['ends']);
  expect(violated([half().close(), new Service('n2')]).found).toEqual([]);
});

test('conserved and no-lost-update: a piece that is nowhere', () => {
  const lost = new Service('n2').deed('reserve', 'do', reserve, { free: 8, held: 1, gone: 0 });
  expect(violated([lost]).found).toEqual(['conserved', 'no-lost-update']);
});

test('no-oversell: the eleventh of ten pieces', () => {
  const all = { ...reserve, amount: 10 };
  const goods = new Service('n2').deed('reserve', 'do', all, { free: 0, held: 10, gone: 0 });
  expect(violated([goods]).found).toEqual([]);
  const more = new Service('n2').deed('reserve', 'do', { ...reserve, amount: 11 }, { free: -1, held: 11, gone: 0 });
  expect(violated([more]).found).toEqual(['no-oversell']);
});

test('what a crash has taken is read no more: the step done again stands once', () => {
  const goods = new Service('n2').deed('reserve', 'do', reserve, reserved);
  const run = violated([goods]);
  const [blank, done] = goods.states;
  run.observe('n2', done, undefined);
  run.observe('n2', undefined, blank);
  run.observe('n2', blank, done);
  expect(run.found).toEqual([]);
});

describe('TCC', () => {
  const monitor = booksMonitor(stocked, tccPlot);
  const goods = () => new Service('n2').deed(tryOf('goods'), 'do', reserve, reserved);
  const hold = { row: 'account0', from: 'free', to: 'held', amount: 10 } as const;
  const money = () => new Service('n3').deed(tryOf('money'), 'do', hold, { free: 90, held: 10, gone: 0 });

  test('confirmed at one service and cancelled at the other', () => {
    const confirmed = goods().deed(confirmOf('goods'), 'do', ship, { free: 9, held: 0, gone: 1 }).close();
    const cancelled = money().deed(tryOf('money'), 'undo', hold, { free: 100, held: 0, gone: 0 }).close();
    expect(violated([confirmed, cancelled], monitor).found).toEqual(['atomic', 'ends']);
  });

  test('reserved at both, and closed', () => {
    expect(violated([goods(), money()], monitor).found).toEqual([]);
    expect(violated([goods().close(), money().close()], monitor).found).toEqual(['ends']);
  });
});
