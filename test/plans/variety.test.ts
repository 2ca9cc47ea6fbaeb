// What generated faults are like, over 2,000 plans of a Raft cluster.
import { expect, test } from 'vitest';
import type { FaultAction } from '../../src/contract/faults.ts';
import { targetText } from '../../src/contract/notation.ts';
import { ms, seconds } from '../../src/contract/time.ts';
import { generatePlan } from '../../src/plans/index.ts';
import { raftLimits } from './clusters.ts';

const faults = Array.from({ length: 2_000 }, (_, seed) => generatePlan(String(seed), raftLimits)).flat();

type ActionOf<K extends FaultAction['kind']> = Extract<FaultAction, { kind: K }>;

function actionsOf<K extends FaultAction['kind']>(kind: K): readonly ActionOf<K>[] {
  return faults.flatMap(({ action }) => (action.kind === kind ? [action as ActionOf<K>] : []));
}

test('partitions isolate, split into minorities and majorities, and are bridged', () => {
  const shapes = actionsOf('partition').map(({ sides }) => {
    const [one, other] = sides.map((side) => side.map(targetText));
    return { sides, isBridge: one!.some((text) => other!.includes(text)) };
  });
  const hasFirst = (select: string) =>
    shapes.some(({ sides }) => sides[0]!.length === 1 && sides[0]![0]!.select === select);
  for (const select of ['node', 'role', 'random', 'trigger']) expect(hasFirst(select), select).toBe(true);
  expect(shapes.filter(({ isBridge }) => isBridge).length).toBeGreaterThan(50);
  const sizes = new Set(
    shapes
      .filter(({ isBridge, sides }) => !isBridge && sides.flat().every(({ select }) => select === 'node'))
      .map(({ sides }) => sides.map(({ length }) => length).join('|')),
  );
  for (const split of ['1|4', '2|3', '3|2', '4|1']) expect(sizes).toContain(split);
});

test('cuts stop one direction from and to a role, and between the two ends of a message', () => {
  const ends = actionsOf('cut').map(({ from, to }) => `${from[0]!.select} ${to[0]!.select}`);
  expect(ends).toContain('role rest');
  expect(ends).toContain('rest role');
  expect(ends).toContain('trigger trigger');
});

test('crashes leave every form of unsynced writes, and some last a few milliseconds only', () => {
  const forms = new Set(actionsOf('crash').map(({ unsynced }) => unsynced));
  expect(forms).toEqual(new Set([undefined, 'lost', 'kept', 'torn']));
  const crashes = faults.filter(({ action }) => action.kind === 'crash');
  const lengths = crashes.map(({ at, until, lasts }) => (until === undefined ? lasts! : until - at));
  const short = lengths.filter((length) => length < ms(20)).length / lengths.length;
  // Doublings from 5 ms to 2 s are nine; two of them end by 20 ms, and of the durations three to seven in ten are such.
  expect(short).toBeGreaterThan(0.3 * (2 / 9));
  expect(short).toBeLessThan(0.7 * (2 / 9));
});

test('networks lose, delay, duplicate, reorder and slow down, on streams only what a stream can do', () => {
  const conditionsOf = (streams: boolean) =>
    Array.from({ length: 300 }, (_, seed) =>
      generatePlan(String(seed), { ...raftLimits, kinds: ['network'], streams }),
    ).flatMap((plan) => plan.flatMap(({ action }) => (action.kind === 'network' ? [action.conditions] : [])));
  const keys = (streams: boolean) => new Set(conditionsOf(streams).flatMap((conditions) => Object.keys(conditions)));
  const any = ['latencyMin', 'latencyMax', 'latencyTable', 'loss', 'spacing'];
  expect(keys(true)).toEqual(new Set(any));
  expect(keys(false)).toEqual(new Set([...any, 'duplicate', 'reorder', 'reorderBy']));
  for (const { latencyMin = 0, latencyMax = 0 } of conditionsOf(false)) {
    expect(latencyMin).toBeLessThanOrEqual(latencyMax);
    expect(latencyMax).toBeLessThanOrEqual(ms(500));
  }
});

test('clocks run from half to double speed, mostly nearly right, and are off by up to ten seconds both ways', () => {
  const clocks = actionsOf('clock');
  const rates = clocks.flatMap(({ rate }) => (rate === undefined ? [] : [rate.numerator / rate.denominator]));
  expect(Math.min(...rates)).toBeGreaterThanOrEqual(0.5);
  expect(Math.max(...rates)).toBeLessThanOrEqual(2);
  expect(Math.min(...rates)).toBeLessThan(0.8);
  expect(Math.max(...rates)).toBeGreaterThan(1.5);
  expect(rates).not.toContain(1);
  expect(rates.filter((rate) => Math.abs(rate - 1) < 0.1).length / rates.length).toBeGreaterThan(0.5);
  for (const part of ['offset', 'jump'] as const) {
    const shifts = clocks.map((clock) => clock[part]);
    expect(Math.max(...shifts)).toBeLessThanOrEqual(seconds(10));
    expect(Math.max(...shifts)).toBeGreaterThan(seconds(5));
    expect(Math.min(...shifts)).toBeGreaterThanOrEqual(-seconds(10));
    expect(Math.min(...shifts)).toBeLessThan(-seconds(5));
  }
});
