// Promises about every plan: its limits, its share of triggers and roles. What the faults are like: `variety.test.ts`.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fault } from '../../src/contract/faults.ts';
import { ms } from '../../src/contract/time.ts';
import { allKinds, feasibleKinds, generatePlan, printPlan, safeKinds } from '../../src/plans/index.ts';
import { anyLimits, isAimed, raftLimits, targetsOf } from './clusters.ts';

const plans = Array.from({ length: 2_000 }, (_, seed) => generatePlan(String(seed), raftLimits));
const faults = plans.flat();

test('a seed has one plan, and another seed another one', () => {
  for (let seed = 0; seed < 200; seed++) {
    expect(generatePlan(String(seed), raftLimits)).toEqual(plans[seed]);
  }
  expect(new Set(plans.map(printPlan)).size).toBe(plans.length);
});

test('a plan keeps its limits, whatever they are', () => {
  fc.assert(
    fc.property(fc.string(), anyLimits, (seed, limits) => {
      const plan = generatePlan(seed, limits);
      const { from, to, lasting } = limits;
      expect(plan.length).toBeGreaterThanOrEqual(limits.faults.min);
      expect(plan.length).toBeLessThanOrEqual(limits.faults.max);
      expect([...plan].sort((a, b) => a.at - b.at)).toEqual(plan);
      const allowed: readonly string[] = [...feasibleKinds(limits), 'restart'];
      for (const fault of plan) {
        const { name, at, until, lasts, action, trigger } = fault;
        expect(allowed).toContain(action.kind);
        expect(name).toBe(action.kind);
        expect(at).toBeGreaterThanOrEqual(from);
        expect(at).toBeLessThanOrEqual(action.kind === 'restart' ? to + lasting.max : to);
        const length = until === undefined ? lasts : until - at;
        const jumps = action.kind === 'clock' && action.rate === undefined && action.offset === 0;
        expect(length === undefined).toBe(jumps || ['reset', 'corrupt', 'restart'].includes(action.kind));
        if (length !== undefined) {
          expect(length).toBeGreaterThanOrEqual(lasting.min);
          expect(length).toBeLessThanOrEqual(lasting.max);
        }
        // Relative to what sets it off, for that time is not known.
        if (trigger !== undefined) expect(until).toBeUndefined();
        else expect(lasts).toBeUndefined();
        expectNamesKnown(fault, limits);
      }
    }),
    { numRuns: 500 },
  );
});

function expectNamesKnown({ action, trigger }: Fault, limits: typeof raftLimits): void {
  const places = trigger?.on === undefined ? [] : [trigger.on.node, trigger.on.from].flatMap((place) => place ?? []);
  for (const target of [...targetsOf(action), ...places]) {
    if (target.select === 'node') expect([...limits.servers, ...limits.clients]).toContain(target.node);
    if (target.select === 'role') expect(limits.roles).toContain(target.role);
    if (target.select === 'group') expect(limits.groups).toContain(target.group);
    if (target.select === 'random') expect(target.count).toBeLessThan(Math.max(2, limits.servers.length));
    if (target.select === 'trigger') {
      expect(trigger).toBeDefined();
      if (target.which === 'sender') expect(trigger?.on?.event).toBe('message');
    }
  }
  if (action.kind === 'failWrites' && action.write !== undefined) expect(limits.writes).toContain(action.write);
}

test('at least half of each plan is set off by an event or a state, or falls on a role', () => {
  fc.assert(
    fc.property(fc.string(), anyLimits, (seed, limits) => {
      const plan = generatePlan(seed, limits);
      expect(2 * plan.filter(isAimed).length).toBeGreaterThanOrEqual(plan.length);
    }),
    { numRuns: 500 },
  );
  // And not nearly all: times on named nodes are there too.
  const share = faults.filter(isAimed).length / faults.length;
  expect(share).toBeGreaterThan(0.5);
  expect(share).toBeLessThan(0.75);
});

test('times, events and states all begin faults', () => {
  const begins = faults.map(({ trigger }) => trigger?.on?.event ?? (trigger?.when === undefined ? 'time' : 'state'));
  for (const begin of ['time', 'message', 'timer', 'write', 'start', 'state']) {
    const share = begins.filter((other) => other === begin).length / faults.length;
    // The rarest, starts, are 5 of 105 triggers, and triggers are about four in ten faults.
    expect(share, begin).toBeGreaterThan(0.01);
  }
});

test('triggers wait from the beginning, from the time of another fault, or from a time of their own', () => {
  const waits = plans.flatMap((plan) =>
    plan.flatMap((fault, index) => {
      const isShared = plan.some((other, place) => place !== index && other.at === fault.at);
      if (fault.trigger === undefined) return [];
      return fault.at === raftLimits.from ? ['beginning'] : isShared ? ['another'] : ['own'];
    }),
  );
  for (const wait of ['beginning', 'another', 'own']) {
    expect(waits.filter((other) => other === wait).length / waits.length, wait).toBeGreaterThan(0.1);
  }
});

test('triggers count from 1 to 20, mostly to small numbers', () => {
  const counts = faults.flatMap(({ trigger }) => (trigger?.on === undefined ? [] : [trigger.nth]));
  expect(Math.min(...counts)).toBe(1);
  expect(Math.max(...counts)).toBeLessThanOrEqual(20);
  expect(Math.max(...counts)).toBeGreaterThan(15);
  expect(counts.filter((nth) => nth <= 2).length / counts.length).toBeGreaterThan(0.5);
});

test('every kind is met, and every pair of kinds in some plan', () => {
  const all = [...allKinds, 'restart'];
  expect(new Set(faults.map(({ action }) => action.kind))).toEqual(new Set(all));
  const pairs = new Set<string>();
  for (const plan of plans) {
    const kinds = plan.map(({ action }) => action.kind);
    for (const one of kinds) for (const other of kinds) if (one < other) pairs.add(`${one} ${other}`);
  }
  // 14 kinds have 14 × 13 / 2 pairs.
  expect(pairs.size).toBe(91);
});

test('what makes protocols elect and recover is met most often', () => {
  const countOf = (kind: string) => faults.filter(({ action }) => action.kind === kind).length;
  // Their weights are 6 to 4 to 1; a crash also follows each damage.
  expect(countOf('crash')).toBeGreaterThan(1.2 * countOf('partition'));
  expect(countOf('partition')).toBeGreaterThan(3 * countOf('slow'));
});

test('safe kinds leave out what takes durable data away', () => {
  expect(allKinds.filter((kind) => !safeKinds.includes(kind))).toEqual(['replace', 'corrupt']);
});

test('numbers have two significant digits, times whole milliseconds', () => {
  const isRound = (value: number) => /^[0-9]{1,2}0*$/.test(String(Math.abs(value)));
  for (const { at, until, lasts, action } of faults) {
    // A restart comes when another fault ends.
    if (action.kind !== 'restart') expect(at % ms(1)).toBe(0);
    if (until !== undefined || lasts !== undefined) expect(isRound(lasts ?? until! - at)).toBe(true);
    if (action.kind === 'slow') expect([action.service.min, action.service.max].every(isRound)).toBe(true);
    if (action.kind === 'clock') expect([action.offset, action.jump].every(isRound)).toBe(true);
  }
});

test('damage is followed by a crash that finds it, failing writes by a restart of what they stopped', () => {
  const only = (kinds: typeof raftLimits.kinds, count: number) =>
    Array.from({ length: 100 }, (_, seed) =>
      generatePlan(String(seed), { ...raftLimits, kinds, faults: { min: count, max: count } }),
    );
  for (const plan of only(['corrupt', 'crash'], 20)) {
    const alone = plan.filter(({ action, at, trigger }, index) => {
      const next = plan[index + 1];
      const whom = JSON.stringify(targetsOf(action));
      const isFound =
        next?.action.kind === 'crash' && next.at === at && JSON.stringify(targetsOf(next.action)) === whom;
      return action.kind === 'corrupt' && !(isFound && JSON.stringify(next.trigger) === JSON.stringify(trigger));
    });
    // The last one drawn may have no place for its crash.
    expect(alone.length).toBeLessThanOrEqual(1);
  }
  for (const [failing, restart] of only(['fullDisk'], 2)) {
    expect(restart!.action.kind).toBe('restart');
    expect(restart!.at).toBeGreaterThanOrEqual(failing!.until ?? failing!.at + failing!.lasts!);
  }
});

test('limits that nothing can satisfy are a mistake of the caller', () => {
  const alone = { ...raftLimits, servers: ['n1'], clients: [] };
  expect(feasibleKinds({ ...alone, kinds: allKinds })).not.toContain('partition');
  expect(() => generatePlan('1', { ...alone, kinds: ['cut'] })).toThrow('none of the kinds');
  expect(() => generatePlan('1', { ...raftLimits, servers: [] })).toThrow('needs a server');
  expect(() => generatePlan('1', { ...raftLimits, from: 5, to: 4 })).toThrow('from the earliest time');
});
