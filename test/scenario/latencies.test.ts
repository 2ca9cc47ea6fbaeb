// How long messages take, as scenarios say it.
import { describe, expect, test } from 'vitest';
import type { Fault, LinkConditions } from '../../src/contract/faults.ts';
import { printFault } from '../../src/plans/print.ts';
import { conditionsText } from '../../src/plans/text.ts';
import { compile, loadScenario } from '../../src/scenario/index.ts';
import { systems } from './fake-system.ts';

const head = 'faultline: 1\nname: a\nabout: b\nsystem: fake-kv\nrun: 10s\n';

function load(text: string) {
  return loadScenario(text, 'a.yaml', systems);
}

function networkOf(latency: string): LinkConditions {
  const { scenario, problems } = load(`${head}network: { latency: ${latency} }\n`);
  expect(problems).toEqual([]);
  return compile(scenario!).plan.network;
}

/** `code path: message` of each. */
function problemsOf(latency: string): readonly string[] {
  const { problems } = load(`${head}network: { latency: ${latency} }\n`);
  return problems.map(({ code, path, message }) => `${code} ${path}: ${message}`);
}

describe('a latency is', () => {
  test('a mixture of parts with whole weights, from the least to a day where a tail has no end', () => {
    const ssd = '{ mixture: [{ share: 91.22%, pareto: 0.235ms, shape: 10 }, { share: 8.78%, exponential: 602us }] }';
    // 91.22 % is 4561/5000.
    expect(networkOf(ssd)).toMatchObject({
      latencyMin: 0,
      latencyMax: 86_400_000_000,
      latencyMixture: {
        parts: [
          { weight: 4_561, kind: 'pareto', least: 235, shape: 10 },
          { weight: 439, kind: 'exponential', mean: 602 },
        ],
        plus: 0,
      },
      // Ten times the greatest of means and least values: a tail has no size.
      reorderBy: 6_020,
    });
  });

  test('a mixture of any distributions, each with something added', () => {
    const parts = '{ share: 1/2, uniform: 1ms..2ms }, { share: 1/3, p0: 1ms, p100: 3ms }, { share: 1/6, uniform: 9ms }';
    const { latencyMixture, latencyMin, latencyMax, reorderBy } = networkOf(`{ mixture: [${parts}], plus: 75ms }`);
    expect([latencyMin, latencyMax, reorderBy]).toEqual([76_000, 84_000, 840_000]);
    expect(latencyMixture?.plus).toBe(75_000);
    expect(latencyMixture?.parts.map(({ weight, kind }) => [weight, kind])).toEqual([
      [3, 'uniform'],
      [2, 'table'],
      [1, 'uniform'],
    ]);
  });

  test('a Pareto, whose tail fits into no table', () => {
    const parts = [{ weight: 1, kind: 'pareto', least: 1_000, shape: 2.5 }];
    expect(networkOf('{ pareto: 1ms, shape: 2.5 }').latencyMixture).toEqual({ parts, plus: 0 });
  });

  test('a table as it was, with something added to each value', () => {
    const bare = networkOf('{ exponential: 5ms }');
    const later = networkOf('{ exponential: 5ms, plus: 75ms }');
    expect(bare.latencyMixture).toBeUndefined();
    expect(later.latencyTable).toEqual(bare.latencyTable!.map((value) => value + 75_000));
    expect(later.latencyMin).toBe(75_000);
  });
});

describe('what is wrong with a mixture is said where it is written:', () => {
  const at = 'network.latency';
  test.each([
    [
      '{ mixture: [{ share: 90%, uniform: 1ms }, { share: 9.9%, uniform: 2ms }] }',
      `contradiction ${at}.mixture: the shares come to 99.9%: expected 100%`,
    ],
    [
      '{ mixture: [{ share: 2/3, uniform: 1ms }, { share: 2/3, uniform: 2ms }] }',
      `contradiction ${at}.mixture: the shares come to 133.3333%: expected 100%`,
    ],
    [
      '{ mixture: [{ share: 1/3, uniform: 1ms }, { share: 66.6666666%, uniform: 2ms }] }',
      `contradiction ${at}.mixture: the shares come to a little less than 100%: expected 100%`,
    ],
    [
      '{ mixture: [{ share: 100%, uniform: 1ms }, { share: 0%, uniform: 2ms }] }',
      `wrong-value ${at}.mixture.1.share: found 0%: a part that is never drawn, leave it out`,
    ],
    // Over 2003 · 2011, 2011 · 2017 and 2003 · 2017: a common part is one in 2003 · 2011 · 2017 = 8.1e9.
    [
      '{ mixture: [{ share: 1342677/4028033, uniform: 1ms }, { share: 1352397/4056187, uniform: 2ms }, { share: 1346351/4040051, uniform: 3ms }] }',
      `wrong-value ${at}.mixture: the shares have no common part above one in 2^32: expected rounder ones`,
    ],
    [
      '{ mixture: [{ share: 100%, pareto: 1ms, shape: 0 }] }',
      `wrong-value ${at}.mixture.0.shape: found 0, expected a number above 0: the greater it is, the lighter the tail`,
    ],
    [
      '{ pareto: 0s, shape: -1 }',
      `wrong-value ${at}.pareto: found 0s, expected some time: it is the least of a Pareto distribution, and all of it a multiple`,
      `wrong-value ${at}.shape: found -1, expected a number above 0: the greater it is, the lighter the tail`,
    ],
    ['{ pareto: 1ms }', `missing ${at}.pareto: the key "shape" is missing: expected for example shape: 2`],
    ['{ exponential: 1ms, shape: 2 }', `contradiction ${at}.shape: shape is of a Pareto distribution: leave it out`],
    [
      '{ mixture: [{ share: 100%, normal: 1ms, shape: 2 }] }',
      `missing ${at}.mixture.0.normal: the key "deviation" is missing: expected for example deviation: 1ms`,
      `contradiction ${at}.mixture.0.shape: shape is of a Pareto distribution: leave it out`,
    ],
    [
      '{ mixture: [{ share: 100% }] }',
      `contradiction ${at}.mixture.0: a distribution is exponential, pareto, normal, uniform, or given by percentiles p0 to p100: found none of them`,
    ],
    [
      '{ exponential: 1ms, mixture: [{ share: 100%, uniform: 1ms }] }',
      `contradiction ${at}.mixture: a distribution is exponential, pareto, normal, a mixture, or given by percentiles p0 to p100: found exponential and mixture: keep one`,
    ],
  ])('%s', (latency, ...expected) => {
    const found = problemsOf(latency);
    expect(found).toHaveLength(expected.length);
    for (const [index, problem] of found.entries()) expect(problem).toContain(expected[index]);
  });
});

describe('a fault with a mixture', () => {
  const written =
    '{ at: 1s, network: { latency: { mixture: [{ share: 90%, pareto: 1.05ms, shape: 1.51 }, { share: 9%, exponential: 5.464ms }, { share: 1%, uniform: 1ms..2ms }], plus: 75ms } }, from: n1, to: n2 }';

  function faultOf(text: string): Fault {
    const { scenario, problems } = load(`${head}nodes: 3\nfaults:\n  - ${text}\n`);
    expect(problems).toEqual([]);
    return compile(scenario!).plan.faults[0]!;
  }

  test('is printed as it was written, and gives the same fault again', () => {
    const fault = faultOf(written);
    expect(printFault(fault)).toBe(written);
    expect(faultOf(printFault(fault))).toEqual(fault);
  });

  test('has words for cards', () => {
    expect(faultOf(written).text).toBe(
      'network latency 75ms + 90% Pareto from 1.05ms, shape 1.51 or 9% exponential 5.464ms or 1% 1ms..2ms from n1 to n2',
    );
    expect(conditionsText(networkOf('{ pareto: 1ms, shape: 2 }'))).toContain('latency Pareto from 1ms, shape 2');
  });

  test('is not printed where a part is a table', () => {
    const table = written.replace('exponential: 5.464ms', 'normal: 5ms, deviation: 1ms');
    expect(() => printFault(faultOf(table))).toThrow('a part of its latency is a table');
  });
});
