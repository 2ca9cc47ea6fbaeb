// Names of worlds: read and written alike, and what a mutation keeps of its parent.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawSwarm, mutated, parseWorld, reseedsOf, type WorldName, worldText } from '../../src/plans/index.ts';
import { redrawn } from '../../src/plans/world-name.ts';
import { raftScene } from './scenes.ts';

const named = (text: string): WorldName => parseWorld(text)!;
const swarm = (text: string) => drawSwarm(named(text), raftScene);
/** The `count`th descendant of a seed. */
function descendant(count: number): string {
  let name = '4711';
  for (let i = 1; i <= count; i++) name = mutated(name, String(900 + i)) ?? name;
  return name;
}

test('a name is written as it was read, whatever its mutations', () => {
  const names = Array.from({ length: 60 }, (_, count) => descendant(count));
  for (const name of names) expect(worldText(named(name))).toBe(name);
  expect(new Set(names).size).toBeGreaterThan(16);
  // 16 redraws of at most 30 characters, behind a seed of 4.
  expect(Math.max(...names.map((name) => name.length))).toBeLessThan(500);
});

test.each([
  'x:timers=1',
  '1:',
  '1:timers',
  '1:timers=x',
  '1:timers=01',
  '1:timer=1',
  '1:timers=1/2',
  '1:faults=1',
  '1:faults=1@2',
  '1:later=1@0',
  '1:later=1@100',
  `1${':timers=1'.repeat(17)}`,
])('%s is no name of a world', (text) => {
  expect(parseWorld(text)).toBeUndefined();
});

test('a plain seed is a name, and its world the one of the seed', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      expect(swarm(String(seed))).toEqual(drawSwarm(String(seed), raftScene));
      expect(reseedsOf(named(String(seed)), 1_000)).toEqual([]);
    }),
    { numRuns: 15 },
  );
});

test('what is drawn anew is as in the world of the other seed, the rest as in its own', () => {
  const [own, other] = [swarm('7'), swarm('9')];
  const network = swarm('7:network=9');
  expect(network).toEqual({ ...own, network: other.network, summary: network.summary });
  const plan = swarm('7:plan=9:disk=9');
  const clocks = own.faults.filter(({ name, at }) => name === 'clock' && at === 0);
  expect(plan.disk).toEqual(other.disk);
  expect(plan.faults.slice(clocks.length)).toEqual(other.faults.filter(({ at, name }) => at > 0 || name !== 'clock'));
});

test('one fault in so many is another one, and the rest are as they were', () => {
  const seeds = Array.from({ length: 20 }, (_, seed) => seed).filter((seed) => swarm(`${seed}`).faults.length > 40);
  const shares = seeds.map((seed) => {
    const own = swarm(`${seed}`).faults.map((fault) => JSON.stringify(fault));
    const changed = new Set(swarm(`${seed}:faults=99/5`).faults.map((fault) => JSON.stringify(fault)));
    return own.filter((fault) => !changed.has(fault)).length / own.length;
  });
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  // One in five, and some behind them that wait from the time of the one before.
  expect(mean).toBeGreaterThan(0.1);
  expect(mean).toBeLessThan(0.4);
});

test('until the time from which it is drawn anew a plan of faults is as it was', () => {
  const from = raftScene.until * 0.4;
  const [own, later] = [swarm('7').faults, swarm('7:later=9@40').faults];
  expect(own.some(({ at }) => at >= from)).toBe(true);
  expect(later.filter(({ at }) => at < from)).toEqual(own.filter(({ at }) => at < from));
  const texts = new Set(own.map((fault) => JSON.stringify(fault)));
  const after = later.filter(({ at }) => at >= from);
  expect(after.length).toBeGreaterThan(0);
  expect(after.filter((fault) => texts.has(JSON.stringify(fault)))).toEqual([]);
});

test('what is covered by a later mutation leaves the name', () => {
  const after = (text: string, ...more: readonly Parameters<typeof redrawn>[1][]) =>
    worldText(more.reduce((name, redraw) => redrawn(name, redraw)!, named(text)));
  expect(after('1:timers=2', { part: 'timers', seed: '3' })).toBe('1:timers=3');
  expect(after('1:later=2@50:later=3@20', { part: 'later', seed: '4', percent: 30 })).toBe('1:later=3@20:later=4@30');
  expect(after('1:faults=2/5:plan=3', { part: 'plan', seed: '4' })).toBe('1:plan=4');
});
