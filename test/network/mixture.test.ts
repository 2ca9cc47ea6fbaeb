import { expect, test } from 'vitest';
import { RandomStream } from '../../src/base/random.ts';
import type { LatencyMixture, LatencyPart } from '../../src/contract/faults.ts';
import { latencyOf } from '../../src/network/conditions.ts';
import { boundsOf, drawMixture } from '../../src/network/mixture.ts';
import type { Draw } from '../../src/network/quantiles.ts';
import { drawExponential, drawPareto, drawUnit, exp, LATENCY_MAX } from '../../src/network/tails.ts';

const DRAWN = 2 ** 32;
const last: Draw = { int: (bound) => bound - 1 };

/** Gives these numbers, one after the other. */
function given(...numbers: readonly number[]): Draw {
  let at = 0;
  return {
    int(bound) {
      const number = numbers[at++];
      if (number === undefined || number >= bound) throw new Error(`${number} is no draw below ${bound}`);
      return number;
    },
  };
}

test('e to a number is Math.exp to 1e-14 of it, up to e^40', () => {
  for (let x = 0; x <= 40; x += 0.0137) expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(1e-14);
  expect(exp(0)).toBe(1);
  expect(exp(5_000)).toBe(exp(40));
});

test('an exponential of one draw is −ln(1 − u) to 1e-6, wherever the draw falls', () => {
  // A chord over a cell of the lower half errs by at most f''/(8 · 1024²) = 4/8388608 = 4.8e-7, the table by 5e-7.
  const drawns = Array.from({ length: 4_000 }, (_, index) => Math.floor(((index + 0.5) / 4_000) * DRAWN));
  const edges = [0, DRAWN / 2 - 1, DRAWN / 2, DRAWN - 2 ** 22 - 1];
  for (const drawn of [...edges, ...drawns.filter((each) => each < DRAWN - 2 ** 22)]) {
    expect(Math.abs(drawUnit(given(drawn)) + Math.log(1 - drawn / DRAWN))).toBeLessThan(1e-6);
  }
});

test('of the last 1/1024 another draw is taken, as deep as it goes: the tail is an exponential again', () => {
  const top = DRAWN - 1;
  const half = DRAWN / 2;
  expect(drawUnit(given(DRAWN - 2 ** 22 - 1))).toBeLessThan(10 * Math.LN2);
  expect(drawUnit(given(DRAWN - 2 ** 22, 0))).toBeCloseTo(10 * Math.LN2, 12);
  expect(drawUnit(given(top, half))).toBeCloseTo(11 * Math.LN2, 12);
  // 1 − u = 1024^−3 · 0.3.
  const wanted = 30 * Math.LN2 - Math.log(0.3);
  expect(Math.abs(drawUnit(given(top, top, top, Math.floor(0.7 * DRAWN))) - wanted)).toBeLessThan(1e-6);
});

test('a source that gives its greatest number for ever comes to an end, and no latency is longer than a day', () => {
  expect(drawUnit(last)).toBeCloseTo(60 * Math.LN2, 9);
  // 60 ln 2 = 41.6 means of an hour, and e^(41.6 / 0.5) ms, are more than a day.
  expect(drawExponential(3_600_000_000, last)).toBe(LATENCY_MAX);
  expect(drawPareto(1_000, 0.5, last)).toBe(LATENCY_MAX);
  expect(drawExponential(1_000, last)).toBe(Math.round(60_000 * Math.LN2));
});

test('a Pareto of one draw is least / (1 − u)^(1 / shape), to the nearest microsecond', () => {
  for (const [least, shape] of [
    [235, 10],
    [1_050, 1.51],
    [3_000, 3.35],
  ] as const) {
    for (let index = 0; index < 1_000; index++) {
      const drawn = Math.floor(((index + 0.5) / 1_001) * DRAWN);
      const exact = least / (1 - drawn / DRAWN) ** (1 / shape);
      // 1e-6 of the exponent is 1e-6 / shape of the value.
      expect(Math.abs(drawPareto(least, shape, given(drawn)) - exact)).toBeLessThanOrEqual(
        0.5 + (exact * 1e-6) / shape,
      );
    }
  }
});

test('parts are drawn by their weights, the first from 0 on, and plus is added', () => {
  const parts: readonly LatencyPart[] = [
    { weight: 3, kind: 'uniform', min: 10, max: 10 },
    { weight: 1, kind: 'table', table: [20, 30] },
    { weight: 2, kind: 'uniform', min: 40, max: 41 },
  ];
  const mixture = { parts, plus: 100 };
  expect([0, 1, 2].map((drawn) => drawMixture(mixture, given(drawn)))).toEqual([110, 110, 110]);
  expect(drawMixture(mixture, given(3, 0))).toBe(120);
  expect([0, 1].map((drawn) => drawMixture(mixture, given(4, drawn)))).toEqual([140, 141]);
  expect(drawMixture(mixture, given(5, 0))).toBe(140);
  expect(boundsOf(mixture)).toEqual({ min: 110, max: 141 });
  // One part alone takes no draw to be chosen.
  expect(drawMixture({ parts: [parts[0]!], plus: 0 }, given())).toBe(10);
});

test('a mixture goes before a table and a range', () => {
  const never = { numerator: 0, denominator: 1 };
  const none = { loss: never, duplicate: never, reorder: never, reorderBy: 0 };
  const latencyMixture: LatencyMixture = { parts: [{ weight: 1, kind: 'uniform', min: 7, max: 7 }], plus: 0 };
  const conditions = { ...none, latencyMin: 1, latencyMax: 2, latencyTable: [3, 4], latencyMixture };
  expect(latencyOf(conditions, given())).toBe(7);
  expect(latencyOf({ ...conditions, latencyMixture: undefined }, given(0))).toBe(3);
});

/** A share, then `['pareto', least, shape]` or `['exponential', mean]`. */
type Exact = readonly [share: number, kind: 'pareto' | 'exponential', scale: number, shape?: number];

/** Delays that Bailis et al. fitted (VLDB 2012, section 5), in µs. */
const fitted: { readonly [name: string]: readonly Exact[] } = {
  'LNKD-SSD': [
    [9_122, 'pareto', 235, 10],
    [878, 'exponential', 602],
  ],
  'LNKD-DISK W': [
    [38, 'pareto', 1_050, 1.51],
    [62, 'exponential', 5_464],
  ],
  'YMMR W': [
    [939, 'pareto', 3_000, 3.35],
    [61, 'exponential', 357_143],
  ],
  'YMMR A R S': [
    [982, 'pareto', 1_500, 3.8],
    [18, 'exponential', 46_083],
  ],
};

function mixtureOf(exact: readonly Exact[]): LatencyMixture {
  const parts = exact.map(
    ([weight, kind, scale, shape]): LatencyPart =>
      kind === 'pareto' ? { weight, kind, least: scale, shape: shape! } : { weight, kind, mean: scale },
  );
  return { parts, plus: 0 };
}

/** The share of delays above x, from the closed forms. */
function above(x: number, exact: readonly Exact[]): number {
  const whole = exact.reduce((sum, [weight]) => sum + weight, 0);
  return exact.reduce((sum, [weight, kind, scale, shape]) => {
    if (kind === 'exponential') return sum + (weight / whole) * Math.exp(-x / scale);
    return sum + (weight / whole) * Math.min(1, (scale / x) ** shape!);
  }, 0);
}

/** The x above which a share is, by halving. */
function quantileOf(share: number, exact: readonly Exact[]): number {
  let [low, high] = [0, 1e12];
  for (let round = 0; round < 100; round++) {
    const middle = (low + high) / 2;
    if (above(middle, exact) > share) low = middle;
    else high = middle;
  }
  return high;
}

const DRAWS = 200_000;

const drawn = Object.fromEntries(
  Object.entries(fitted).map(([name, exact]) => {
    const [mixture, stream] = [mixtureOf(exact), new RandomStream('1', `latency/${name}`)];
    return [name, Array.from({ length: DRAWS }, () => drawMixture(mixture, stream))];
  }),
);

test.each(Object.keys(fitted))(
  '%s: 200,000 draws lie above p50, p99, p99.9 and p99.99 as often as they should',
  (name) => {
    const exact = fitted[name]!;
    for (const share of [0.5, 0.01, 0.001, 0.0001]) {
      // Half a microsecond of rounding: the limit is between two values, and what is above it is meant by it.
      const limit = Math.floor(quantileOf(share, exact)) + 0.5;
      const expected = DRAWS * above(limit, exact);
      const count = drawn[name]!.filter((value) => value > limit).length;
      // A count of independent draws deviates by √(N p (1 − p)); one fair seed in 16,000 errs by 4 of that.
      expect(Math.abs(count - expected)).toBeLessThan(4 * Math.sqrt(expected * (1 - above(limit, exact))));
    }
  },
);

test('means are those of the closed forms, within 4 standard errors', () => {
  for (const name of ['LNKD-SSD', 'YMMR W', 'YMMR A R S']) {
    const exact = fitted[name]!;
    const whole = exact.reduce((sum, [weight]) => sum + weight, 0);
    // Pareto: shape / (shape − 1) and shape / (shape − 2) of the least value and its square; exponential: 1 and 2.
    const moment = (power: 1 | 2) =>
      exact.reduce((sum, [weight, kind, scale, shape]) => {
        const factor = kind === 'exponential' ? power : shape! / (shape! - power);
        return sum + (weight / whole) * factor * scale ** power;
      }, 0);
    const error = Math.sqrt((moment(2) - moment(1) ** 2) / DRAWS);
    const mean = drawn[name]!.reduce((sum, value) => sum + value, 0) / DRAWS;
    expect(Math.abs(mean - moment(1))).toBeLessThan(4 * error);
  }
});

test('a seed draws the same for ever', () => {
  const stream = new RandomStream('1', 'latency/n1>n2');
  const mixture = mixtureOf(fitted['LNKD-DISK W']!);
  expect(Array.from({ length: 8 }, () => drawMixture(mixture, stream))).toMatchInlineSnapshot(`
    [
      1812,
      2661,
      2855,
      1442,
      4050,
      2399,
      1089,
      1873,
    ]
  `);
});
