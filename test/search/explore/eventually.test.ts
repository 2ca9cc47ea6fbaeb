// What counts against `eventually`: an end or a cycle on a path without it. Each on the smallest graph that shows it.
import { describe, expect, test } from 'vitest';
import { exploreModel, type Model, type SearchProperty } from '../../../src/search/explore/index.ts';
import { graph } from './graph.ts';

const eventually = (...nodes: readonly number[]): SearchProperty<number> => ({
  kind: 'eventually',
  name: `one of ${nodes}`,
  holds: (node) => nodes.includes(node),
});

describe('eventually', () => {
  const verdictOf = (model: Model<number, number>, property: SearchProperty<number>) =>
    exploreModel(model, [property]).verdicts[0]!;
  const numbersOf = (verdict: ReturnType<typeof verdictOf>) =>
    verdict.kind === 'eventually' && verdict.verdict === 'violated'
      ? {
          stem: [verdict.path.init, ...verdict.path.steps.map(({ state }) => state)],
          cycle: verdict.path.cycle.map(({ state }) => state),
        }
      : verdict.verdict;

  test('a lasso is a stem and a cycle that closes', () => {
    expect(numbersOf(verdictOf(graph([1], [2, 5], [3], [4], [2], []), eventually(5)))).toEqual({
      stem: [0, 1, 2],
      cycle: [3, 4, 2],
    });
  });

  test('the shortest cycle through the entry is taken', () => {
    expect(numbersOf(verdictOf(graph([1], [2, 4], [3], [1], [1], [0]), eventually(9)))).toEqual({
      stem: [0, 1],
      cycle: [4, 1],
    });
  });

  test('a state that leads to itself is a cycle', () => {
    expect(numbersOf(verdictOf(graph([1], [1]), eventually(9)))).toEqual({ stem: [0, 1], cycle: [1] });
  });

  test('two ways to one state are no cycle', () => {
    expect(verdictOf(graph([1, 2], [3], [3], []), eventually(3)).verdict).toBe('holds');
  });

  test('a cycle after the property held is none', () => {
    // 1 holds on every way to the cycle 2 3; nothing says that it must hold again.
    expect(verdictOf(graph([1], [2], [3], [2]), eventually(1)).verdict).toBe('holds');
  });

  test('a state that a path with the property met first counts on a path without it', () => {
    // By breadth-first order 3 is first met through 1, which holds; through 2 it is an end without the property.
    expect(numbersOf(verdictOf(graph([1, 2], [3], [3], []), eventually(1)))).toEqual({ stem: [0, 2, 3], cycle: [] });
  });

  test('a violation within a bound is one, and what was cut off leaves it unknown', () => {
    const model = graph([1, 2], [1], [3], [4], []);
    const within = (maxDepth: number, ...nodes: readonly number[]) =>
      exploreModel(model, [eventually(...nodes)], { maxDepth }).verdicts[0]!.verdict;
    expect(within(2, 4)).toBe('violated');
    expect(within(2, 1)).toBe('unknown');
    // What was cut off lies behind a state in which it holds.
    expect(within(2, 1, 2)).toBe('holds');
  });

  test('with symmetry, a cycle of classes is unrolled until the real state comes back', () => {
    // Three nodes pass a token round. By turning the ring they are one class with a transition to itself.
    const ring = {
      init: [{ token: 1 }],
      actions: () => ['pass'],
      next: ({ token }: { readonly token: number }) => ({ token: (token + 1) % 3 }),
      canonical: () => ({ token: 0 }),
      describe: (action: string) => action,
    };
    const never = { kind: 'eventually', name: 'never', holds: () => false } as const;
    const answer = exploreModel(ring, [never], { symmetry: true });
    expect(answer.states).toBe(1);
    expect(answer.verdicts[0]).toMatchObject({
      path: {
        init: { token: 1 },
        steps: [],
        cycle: [{ state: { token: 2 } }, { state: { token: 0 } }, { state: { token: 1 } }],
      },
    });
  });
});

test('a cycle of 300,000 states overflows no stack', () => {
  const LENGTH = 300_000;
  const ring: Model<number, null> = {
    init: [0],
    actions: () => [null],
    next: (node) => (node + 1) % LENGTH,
    describe: () => 'on',
  };
  for (const order of ['breadth', 'depth'] as const) {
    const [verdict] = exploreModel(ring, [eventually(-1)], { order }).verdicts;
    expect(verdict).toMatchObject({ verdict: 'violated', path: { steps: [], cycle: { length: LENGTH } } });
  }
});
