// What must not be called a pass, and what must not be called a violation.
import { expect, test } from 'vitest';
import type { Plain } from '../../../src/base/plain.ts';
import { exploreScenario } from '../../../src/campaign/explore/explore-scenario.ts';
import type { AnyMonitor, Change } from '../../../src/contract/property.ts';
import { type AnyProtocol, protocol } from '../../../src/contract/protocol.ts';
import { ms } from '../../../src/contract/time.ts';
import type { RunPlan } from '../../../src/kernel/index.ts';
import { Exploration, type ExplorationOptions, NO_FAILURE, playSchedule } from '../../../src/search/index.ts';
import { scenarioOf, singleText } from './scenarios.ts';
import { ping, toyPlan } from './toy.ts';

type Count = { readonly at: number };
type Tick = { readonly kind: 'tick' };

const counter = (next: (state: Count, self: string) => Count) =>
  protocol<Count, never, Tick>({
    name: 'counter',
    start(ctx) {
      ctx.setTimer({ kind: 'tick' }, ms(10));
      return { at: 0 };
    },
    on: {},
    timer: {
      tick(state, _timer, ctx) {
        ctx.setTimer({ kind: 'tick' }, ms(10));
        return next(state, ctx.self);
      },
    },
  });

const monitorOf = (observe: (memory: Plain, change: Change<Count>) => Plain): AnyMonitor =>
  ({
    group: 'server',
    properties: [{ name: 'never-bad', sentence: 'Never bad.' }],
    initial: { seen: 0 },
    observe: (memory: Plain, change: Change<Count>, report: (name: string, why: string, witness: null) => void) => {
      const next = observe(memory, change);
      if (next === 'bad') report('never-bad', 'it is bad', null);
      return next;
    },
    isExercised: () => true,
  }) as never;

const verdictIn = (plan: RunPlan, name: string, options: ExplorationOptions = {}) =>
  new Exploration(plan, options).run().verdicts.find((each) => each.name === name)!.verdict;

const quiet = counter(({ at }) => ({ at: at + 1 }));

test('with symmetry the third node and the monitors are compared too', () => {
  const arbiter = counter(({ at }, self) => ({ at: at === 1 && self === 'n3' ? 99 : at + 1 }));
  const bounds = { timers: 2 };
  expect(() => new Exploration(toyPlan(arbiter, 3), { bounds, symmetry: true }).run()).toThrow(
    /not interchangeable: when the timer tick fires/,
  );
  const partial = monitorOf((memory, { node, after }) => (node === 'n3' && after?.at === 2 ? 'bad' : memory));
  const plan = { ...toyPlan(quiet, 3), monitors: [partial] };
  expect(verdictIn(plan, 'never-bad', { bounds })).toBe('violated');
  expect(() => new Exploration(plan, { bounds, symmetry: true }).run()).toThrow('a monitor does not judge them alike');
  const fair = monitorOf((memory, { after }) => (after?.at === 2 ? 'bad' : memory));
  expect(verdictIn({ ...plan, monitors: [fair] }, 'never-bad', { bounds, symmetry: true })).toBe('violated');
});

test('a list of names that is not sorted, and too many ways to name the nodes, are refused with symmetry', () => {
  const listing = protocol<{ readonly names: readonly string[] }, never, Tick>({
    name: 'listing',
    start(ctx) {
      ctx.setTimer({ kind: 'tick' }, ms(10));
      return { names: [] };
    },
    on: {},
    timer: { tick: (_state, _timer, ctx) => ({ names: [...ctx.peers, ctx.self] }) },
  });
  const run = (of: AnyProtocol, count: number) => () => new Exploration(toyPlan(of, count), { symmetry: true }).run();
  expect(run(listing, 3)).toThrow(/a list of names is not sorted/);
  expect(run(quiet, 6)).toThrow('there are 720 ways to name the nodes');
});

test('what a node sends to itself comes in order, before its timers', () => {
  const bad = { at: 99 };
  const self = protocol<Count, { readonly kind: 'One' } | { readonly kind: 'Two' }, Tick | { readonly kind: 'check' }>({
    name: 'self',
    start(ctx) {
      ctx.setTimer({ kind: 'tick' }, ms(10));
      return { at: 0 };
    },
    on: { One: () => ({ at: 1 }), Two: ({ at }) => (at === 1 ? { at: 2 } : bad) },
    timer: {
      tick(state, _timer, ctx) {
        ctx.send(ctx.self, { kind: 'One' });
        ctx.send(ctx.self, { kind: 'Two' });
        ctx.setTimer({ kind: 'check' }, ms(60_000));
        return state;
      },
      check: (state) => (state.at === 2 ? state : bad),
    },
  });
  const isBad = monitorOf((memory, { after }) => (after?.at === 99 ? 'bad' : memory));
  expect(verdictIn({ ...toyPlan(self, 1), monitors: [isBad] }, 'never-bad')).toBe('holds');
});

test('a node that has ended itself starts again, as often as crashes are allowed and once more', () => {
  const halting = (isAtStart: boolean) =>
    protocol<Count, never, Tick, { readonly halted?: boolean }>({
      name: 'halting',
      start(ctx, durable) {
        if (isAtStart) ctx.halt('at once');
        ctx.setTimer({ kind: 'tick' }, ms(10));
        return { at: durable.halted === true ? 99 : 0 };
      },
      on: {},
      timer: {
        tick(state, _timer, ctx) {
          ctx.persist({ halted: true });
          ctx.halt('enough');
          return state;
        },
      },
    });
  const back = monitorOf((memory, { after }) => (after?.at === 99 ? 'bad' : memory));
  const plan = { ...toyPlan(halting(false), 1), monitors: [back] };
  const exploration = new Exploration(plan, { bounds: { timers: 2 } });
  const found = exploration.run().verdicts.find(({ name }) => name === 'never-bad')!;
  expect(found.verdict).toBe('violated');
  const { schedule } = exploration.counterexample('path' in found ? (found.path as never) : (0 as never))!;
  expect(playSchedule(plan, schedule).world.violations.map(({ property }) => property)).toEqual(['never-bad']);
  const { states, completeness } = new Exploration(toyPlan(halting(true), 1), { bounds: { crashes: 1 } }).run();
  expect([states, completeness.complete]).toEqual([3, true]);
});

test('a monitor that throws is a violation, and one whose memory is no plain data is refused', () => {
  const throwing = monitorOf((memory, { after }) => {
    if (after?.at === 1) throw new Error('the monitor is lost');
    return memory;
  });
  const plan = { ...toyPlan(quiet, 1), monitors: [throwing] };
  const exploration = new Exploration(plan);
  const found = exploration.run().verdicts.find(({ name }) => name === NO_FAILURE)!;
  const { property, reason } = exploration.counterexample('path' in found ? (found.path as never) : (0 as never))!;
  expect([property, reason]).toEqual(['crashed in handler', 'monitors[0].observe threw: the monitor is lost']);
  const sets = monitorOf(() => ({ seen: new Set([1]) }) as never);
  expect(() => new Exploration({ ...plan, monitors: [sets] })).toThrow(
    'what a monitor of server remembers is no plain data, so states cannot be told apart: it.seen is a Set',
  );
});

test('a path that a bound ends shows nothing about eventually', () => {
  const properties = [
    {
      kind: 'eventually',
      name: 'three',
      holds: ({ nodes }: { readonly nodes: readonly { readonly state: Plain | undefined }[] }) =>
        nodes.some(({ state }) => (state as Count | undefined)?.at === 3),
    },
  ] as const;
  const plan = toyPlan(quiet, 1);
  expect(verdictIn(plan, 'three', { bounds: { timers: 2 }, properties })).toBe('unknown');
  expect(verdictIn(plan, 'three', { bounds: { timers: 0 }, properties })).toBe('unknown');
  expect(verdictIn(plan, 'three', { bounds: { timers: 3 }, properties })).toBe('holds');
  const stopping = toyPlan(ping, 2);
  expect(verdictIn(stopping, 'three', { properties })).toBe('violated');
});

test('a message finds its receiver down, and is gone', () => {
  const holds = ({
    nodes,
    messages,
  }: {
    readonly nodes: readonly { readonly state: Plain | undefined }[];
    readonly messages: readonly unknown[];
  }) => messages.length === 0 && nodes[1]!.state === undefined;
  const properties = [{ kind: 'sometimes', name: 'gone', holds }] as const;
  expect(verdictIn(toyPlan(ping), 'gone', { bounds: { crashes: 1 }, properties })).toBe('reached');
});

test('large systems are refused before anything is explored', () => {
  expect(() => new Exploration(toyPlan(quiet, 65))).toThrow('it has 65 nodes, and explore is for small systems');
  const choosy = counter(({ at }) => ({ at }));
  const wide = {
    ...choosy,
    timer: {
      tick: (state: Count, _timer: Tick, ctx: { choose: (name: string, of: readonly number[]) => number }) => ({
        at:
          state.at +
          ctx.choose(
            'which',
            Array.from({ length: 10_001 }, (_, i) => i),
          ),
      }),
    },
  };
  expect(() => new Exploration(toyPlan(wide as never, 1)).run()).toThrow('chooses among more than 10000 outcomes');
});

test('the history of a path is judged, where there is one', () => {
  const scenario = scenarioOf(singleText);
  const explored = (operations: number) => exploreScenario(scenario, '', { bounds: { operations, timers: 1 } }).report;
  const linearizable = (operations: number) =>
    explored(operations).properties.find(({ name }) => name === 'linearizable');
  expect(linearizable(1)).toMatchObject({ verdict: 'holds', isExercised: true });
  expect(linearizable(0)).toMatchObject({ verdict: 'holds', isExercised: false });
});
