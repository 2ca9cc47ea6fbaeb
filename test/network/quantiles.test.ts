import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RandomStream } from '../../src/base/random.ts';
import {
  type Draw,
  drawFrom,
  exponentialTable,
  normalTable,
  PERCENT_MAX,
  percentileTable,
  type QuantileTable,
} from '../../src/network/quantiles.ts';
import { exponentialUnit } from '../../src/network/tables/exponential.ts';
import { normalUnit } from '../../src/network/tables/normal.ts';

const cells = 1024;

/** A draw at a share from 0 to 1 (not 1 itself) of its bound. */
const share = (of: number): Draw => ({ int: (bound) => Math.floor(of * bound) });
const last: Draw = { int: (bound) => bound - 1 };
const at = (table: QuantileTable, of: number): number => drawFrom(table, share(of));

/** The exact mean of what a table stands for: that of its cells, each of which is even. */
const meanOf = (table: QuantileTable): number =>
  table.slice(1).reduce((sum, value, i) => sum + (table[i]! + value) / 2, 0) / (table.length - 1);

/** The mean of 200,000 draws of a fixed seed. */
function drawnMean(table: QuantileTable): number {
  const stream = new RandomStream('1', 'latency/test');
  let sum = 0;
  for (let i = 0; i < 200_000; i++) sum += drawFrom(table, stream);
  return sum / 200_000;
}

const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

/** Φ by Simpson's rule in 1,000 strips from 0: for |x| up to 4 the error is below 1e-12. */
function normalBelow(x: number): number {
  const strip = x / 1000;
  let sum = density(0) + density(x);
  for (let i = 1; i < 1000; i++) sum += density(i * strip) * (i % 2 === 1 ? 4 : 2);
  return 0.5 + (sum * strip) / 3;
}

test('the exponential’s committed table is −ln(1 − q) to the nearest millionth, with a last cell 2 wide', () => {
  expect(exponentialUnit).toHaveLength(cells + 1);
  for (let i = 0; i < cells; i++) expect(exponentialUnit[i]).toBe(Math.round(1e6 * Math.log(cells / (cells - i))));
  expect(exponentialUnit[cells]).toBe(exponentialUnit[cells - 1]! + 2e6);
});

test('the normal’s committed table is the x with Φ(x) = q to the nearest millionth', () => {
  expect(normalUnit).toHaveLength(cells + 1);
  for (let i = 1; i < cells; i++) {
    expect(normalBelow((normalUnit[i]! - 0.5) / 1e6)).toBeLessThan(i / cells);
    expect(normalBelow((normalUnit[i]! + 0.5) / 1e6)).toBeGreaterThan(i / cells);
  }
});

test('the middle of the normal’s end cells is the mean of what lies beyond them: φ(a) · 1024', () => {
  const a = normalUnit[cells - 1]! / 1e6;
  // The committed a is exact to 0.5e-6; φ(a) · 1024 changes 3.37 · 3.1 = 10 times as fast, twice that at the end.
  expect(Math.abs((normalUnit[cells]! + normalUnit[cells - 1]!) / 2e6 - density(a) * cells)).toBeLessThan(10e-6);
  expect(normalUnit[0]).toBe(-normalUnit[cells]!);
});

test('quantiles of the exponential are those of the closed form, −ln(1 − q) means', () => {
  const table = exponentialTable(1_000_000);
  // ln 2 = 0.693147 is a value of the table itself: 1/2 = 512/1024.
  expect(at(table, 0.5)).toBe(693_147);
  // A chord lies above the convex curve by at most f'' / (8 · 1024²) with f'' = 1 / (1 − q)².
  // p90: ln 10 = 2.302585, f'' = 100 at q: at most 12 millionths.
  expect(at(table, 0.9)).toBeGreaterThanOrEqual(2_302_585);
  expect(at(table, 0.9)).toBeLessThanOrEqual(2_302_585 + 12 + 1);
  // p99: ln 100 = 4.605170; its cell ends at q = 1014/1024 where f'' = (1024/10)²: at most 1/800 = 1,250 millionths.
  expect(at(table, 0.99)).toBeGreaterThanOrEqual(4_605_170);
  expect(at(table, 0.99)).toBeLessThanOrEqual(4_605_170 + 1_250);
  // p99.9: ln 1000 = 6.907755. The cell from ln 512 to ln 1024 at 0.999 · 1024 − 1022 = 0.976:
  // 6.238325 + 0.976 · 0.693147 = 6.914836, which is 0.10 % too high.
  expect(Math.abs(at(table, 0.999) - 6_914_836)).toBeLessThanOrEqual(1);
  // p99.99: ln 10000 = 9.210340. The last cell at 0.9999 · 1024 − 1023 = 0.8976:
  // 6.931472 + 0.8976 · 2 = 8.726672, which is 5.3 % too low.
  expect(Math.abs(at(table, 0.9999) - 8_726_672)).toBeLessThanOrEqual(1);
  // The largest: ln 1024 + 2 = 8.931472. A real one exceeds it once in e^8.931472 = 7,566 draws.
  expect(table.at(-1)).toBe(8_931_472);
});

test('quantiles of the normal are those of the closed form', () => {
  const table = normalTable(10_000_000, 1_000_000, 0);
  expect(at(table, 0.5)).toBe(10_000_000);
  // Chords err by at most f'' / (8 · 1024²) with f'' = x / φ(x)².
  // p90: x = 1.281552, φ = 0.175498, f'' = 41.6: at most 5 millionths. (NIST/SEMATECH e-Handbook 1.3.6.7.1: 1.282.)
  expect(Math.abs(at(table, 0.9) - 11_281_552)).toBeLessThanOrEqual(5 + 1);
  // p99: x = 2.326348; its cell ends at q = 1014/1024 with x = 2.335, φ = 0.0261, f'' = 3,430: at most 409.
  expect(Math.abs(at(table, 0.99) - 12_326_348)).toBeLessThanOrEqual(409);
  // p99.9: x = 3.090232; the cell from 2.885635 to 3.097269 at 0.976 gives 3.092190: 0.06 % too high.
  expect(Math.abs(at(table, 0.999) - 13_092_190)).toBeLessThanOrEqual(2);
  expect(at(table, 0.1)).toBe(20_000_000 - at(table, 0.9) - 1); // A mirror, but for rounding down.
});

test('means of whole tables', () => {
  // The trapezes of −ln over 1023 cells err by what Stirling's formula leaves: (1 − ln √(2π)) / 1024 = 0.0000792.
  expect(meanOf(exponentialUnit)).toBeCloseTo(1e6 * (1 + (1 - Math.log(2 * Math.PI) / 2) / cells), 0);
  expect(meanOf(normalUnit)).toBe(0);
  // Raised to 0 where that is one deviation below: E max(X, 0) = 1 + φ(1) − (1 − Φ(1)) = 1 + 0.241971 − 0.158655.
  // The cell in which 0 lies is not even any more: at most its width, 0.004, over 1024 off.
  expect(Math.abs(meanOf(normalTable(1_000_000, 1_000_000, 0)) - 1_083_316)).toBeLessThan(50);
});

test('200,000 draws have the mean of the distribution, within 4 standard errors', () => {
  // An exponential's deviation is its mean: 10,000 / √200,000 = 22.4 µs. One fair seed in 16,000 errs by 4 of them.
  expect(Math.abs(drawnMean(exponentialTable(10_000)) - 10_000)).toBeLessThan(4 * 22.4);
  // 1,000 / √200,000 = 2.24 µs.
  expect(Math.abs(drawnMean(normalTable(10_000, 1_000, 0)) - 10_000)).toBeLessThan(4 * 2.24);
  // p50 2 ms, p90 10 ms, p100 30 ms from 1 ms: 0.5 · 1.5 + 0.4 · 6 + 0.1 · 20 = 5.15 ms. No deviation of values from
  // 1 to 30 ms with that mean exceeds √(4.15 · 24.85) = 10.2 ms (Bhatia and Davis): 22.8 µs.
  const points = [
    { percent: 0, value: 1_000 },
    { percent: 50_000, value: 2_000 },
    { percent: 90_000, value: 10_000 },
    { percent: PERCENT_MAX, value: 30_000 },
  ];
  expect(meanOf(percentileTable(points))).toBeCloseTo(5_150, 6);
  expect(Math.abs(drawnMean(percentileTable(points)) - 5_150)).toBeLessThan(4 * 22.8);
});

test('a draw takes one number of the stream, and the same for ever', () => {
  const table = exponentialTable(1_000);
  const stream = new RandomStream('1', 'latency/n1>n2');
  const other = new RandomStream('1', 'latency/n1>n2');
  const draws = Array.from({ length: 6 }, () => drawFrom(table, stream));
  for (let i = 0; i < 6; i++) other.int(2 ** 32);
  expect(stream.save()).toEqual(other.save());
  expect(draws).toMatchInlineSnapshot(`
    [
      107,
      823,
      89,
      1404,
      864,
      522,
    ]
  `);
});

const value = fc.oneof(fc.nat(100_000), fc.integer({ min: 0, max: 2 ** 49 }));
const percents = fc.uniqueArray(fc.integer({ min: 1, max: PERCENT_MAX / 100 - 1 }), { maxLength: 6 });

/** From 0 to 100 %, on tenths of a percent. */
const points = fc.tuple(percents, fc.array(value, { minLength: 8, maxLength: 8 })).map(([inner, values]) => {
  const sorted = values.toSorted((a, b) => a - b);
  const all = [0, ...inner.toSorted((a, b) => a - b).map((tenth) => tenth * 100), PERCENT_MAX];
  return all.map((percent, i) => ({ percent, value: sorted[i]! }));
});

const tables = fc.oneof(
  value.map(exponentialTable),
  fc.tuple(value, value, fc.nat(100_000)).map(([mean, deviation, min]) => normalTable(mean, deviation, min)),
  points.map(percentileTable),
);

test('tables never fall, draws never leave them, and a higher draw is never a lower value', () => {
  const shares = fc.tuple(fc.nat(2 ** 32 - 1), fc.nat(2 ** 32 - 1));
  fc.assert(
    fc.property(tables, shares, (table, [a, b]) => {
      expect(table.findIndex((item, i) => i > 0 && item < table[i - 1]!)).toBe(-1);
      expect(drawFrom(table, share(0))).toBe(table[0]);
      expect(drawFrom(table, last)).toBeLessThanOrEqual(table.at(-1)!);
      const [low, high] = [at(table, Math.min(a, b) / 2 ** 32), at(table, Math.max(a, b) / 2 ** 32)];
      expect(table[0]!).toBeLessThanOrEqual(low);
      expect(low).toBeLessThanOrEqual(high);
      expect(high).toBeLessThanOrEqual(table.at(-1)!);
    }),
    { numRuns: 300 },
  );
});

test('a draw is exact where products exceed 2^53', () => {
  fc.assert(
    fc.property(value, value, fc.nat(2 ** 22 - 1), (first, second, step) => {
      const [low, high] = first < second ? [first, second] : [second, first];
      const exact = BigInt(low) + ((BigInt(high) - BigInt(low)) * BigInt(step)) / 2n ** 22n;
      expect(BigInt(drawFrom([low, high], { int: () => step }))).toBe(exact);
    }),
    // (2^48 + 1) · (2^22 − 1) is 1 below a multiple of 2^22, to which a double rounds it up.
    { numRuns: 1_000, examples: [[0, 2 ** 48 + 1, 2 ** 22 - 1]] },
  );
});

test('a table of percentiles passes through its points and is linear between them', () => {
  fc.assert(
    fc.property(points, (wanted) => {
      const table = percentileTable(wanted);
      expect(table).toHaveLength(1001);
      for (const point of wanted) expect(table[point.percent / 100]).toBe(point.value);
      for (const [i, to] of wanted.slice(1).entries()) {
        const from = wanted[i]!;
        for (let percent = from.percent; percent <= to.percent; percent += 100) {
          // |table − line| ≤ 1/2, multiplied by twice the span so that it stays in integers.
          const span = BigInt(to.percent - from.percent);
          const line = BigInt(to.value - from.value) * BigInt(percent - from.percent);
          const off = BigInt(table[percent / 100]! - from.value) * span - line;
          if (2n * (off < 0n ? -off : off) > span) expect.fail(`${table[percent / 100]} at ${percent} is off the line`);
        }
      }
    }),
  );
});

test('a point between tenths of a percent gets a finer table instead of being lost', () => {
  const table = (percent: number) =>
    percentileTable([
      { percent: 0, value: 0 },
      { percent, value: 500 },
      { percent: PERCENT_MAX, value: 90_000 },
    ]);
  expect(table(99_900)).toHaveLength(1_001);
  expect(table(99_900)[999]).toBe(500);
  expect(table(99_990)).toHaveLength(10_001);
  expect(table(99_990)[9_999]).toBe(500);
  expect(table(99_999)).toHaveLength(100_001);
  expect(table(99_999)[99_999]).toBe(500);
  expect(drawFrom(table(99_999), last)).toBe(89_999);
});

test('percentiles that make no distribution are refused', () => {
  const make = (...pairs: [number, number][]) => percentileTable(pairs.map(([percent, value]) => ({ percent, value })));
  expect(() => make()).toThrow('begin at 0, found undefined');
  expect(() => make([50_000, 1], [PERCENT_MAX, 2])).toThrow('begin at 0, found 50000');
  expect(() => make([0, 1], [100, 2])).toThrow('end at 100000, found 100');
  expect(() => make([0, 1], [99_900.5, 2], [PERCENT_MAX, 3])).toThrow('whole thousandths');
  expect(() => make([0, 1], [60_000, 2], [60_000, 3], [PERCENT_MAX, 4])).toThrow('percents rise, found 60000');
  expect(() => make([0, 2], [PERCENT_MAX, 1])).toThrow('never falls');
  expect(() => exponentialTable(2 ** 51)).toThrow('below 2^53');
});
