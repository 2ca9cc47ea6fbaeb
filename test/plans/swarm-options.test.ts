// Options that a hunt draws: only those that may be drawn and are not written, without contradiction, the same each time.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Draw } from '../../src/plans/draw.ts';
import { drawOptions } from '../../src/plans/index.ts';
import { drawRate } from '../../src/plans/machines.ts';
import { raftKv } from '../../src/protocols/raft/index.ts';

const { options: specs, check } = raftKv;
const drawn = Object.keys(specs).filter((name) => specs[name]!.swarm !== undefined);
const options = Object.fromEntries(Object.entries(specs).map(([name, { default: value }]) => [name, value]));
const drawFor = (seed: string) => drawOptions(seed, { specs, drawn, options, check });
const sampled = Array.from({ length: 500 }, (_, seed) => drawFor(String(seed)));

test('a seed has one draw of options, in which nothing contradicts anything', () => {
  fc.assert(
    fc.property(fc.string(), (seed) => {
      const chosen = drawFor(seed);
      expect(drawFor(seed)).toEqual(chosen);
      expect(Object.keys(chosen)).toEqual(drawn);
      expect(check?.({ ...options, ...chosen })).toBeUndefined();
    }),
  );
});

test('each value that may be drawn is drawn, and no other', () => {
  for (const name of drawn) {
    expect(new Set(sampled.map((chosen) => chosen[name])), name).toEqual(new Set(specs[name]!.swarm));
  }
});

test('what the disk promises is never drawn away, nor how a server comes back without one', () => {
  expect(Object.keys(specs).filter((name) => !drawn.includes(name))).toEqual(['sync', 'emptyDisk']);
});

test('options that cannot go together are left as the scenario has them', () => {
  expect(drawOptions('1', { specs, drawn, options, check: () => 'never right' })).toEqual({});
});

test('an option is drawn by itself: without the others it is the same', () => {
  for (const name of drawn) {
    const alone = drawOptions('7', { specs, drawn: [name], options });
    expect(alone[name], name).toEqual(drawOptions('7', { specs, drawn, options })[name]);
  }
});

test('leases are drawn for clocks as far apart as hunts draw them', () => {
  const draw = new Draw('1', 'rates');
  const rates = Array.from({ length: 5_000 }, () => drawRate(draw)).map((rate) => rate.numerator / rate.denominator);
  const [least] = specs['clockDrift']!.swarm as readonly number[];
  expect(Math.max(...rates) / Math.min(...rates)).toBeLessThanOrEqual(1 + least! / 100);
  // The bound is needed: with half of it some clocks would be beyond.
  expect(Math.max(...rates) / Math.min(...rates)).toBeGreaterThan(1 + least! / 200);
});
