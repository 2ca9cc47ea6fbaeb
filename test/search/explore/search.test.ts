// Bounds, slices, hashes and misuse, each on the smallest graph that shows it.
import { describe, expect, test } from 'vitest';
import { collisionOf, exploreModel, ModelError, Search } from '../../../src/search/explore/index.ts';
import { graph } from './graph.ts';
import { consistency, twoPhaseCommit } from './two-phase-commit.ts';

const orders = ['breadth', 'depth'] as const;

describe.each(orders)('bounds, %s first', (order) => {
  test('a state cut off at the depth bound is expanded when it is met again on a shorter way', () => {
    // The last target is explored first: 0 2 3 4, where the bound of 3 cuts. On the way 0 1 4, node 5 is within it.
    const model = graph([1, 2], [4], [3], [4], [5], [6]);
    const { states, transitions, depth, completeness } = exploreModel(model, [], { order, maxDepth: 3 });
    // 0; 1 2; 3 4; 5. Nodes 0 … 4 have 2 + 1 + 1 + 1 + 1 transitions; node 5 is cut.
    expect({ states, transitions, depth }).toEqual({ states: 6, transitions: 6, depth: 3 });
    expect(completeness).toEqual({ complete: false, why: 'depth' });
  });

  test('a state expanded before is expanded again, and counted once', () => {
    const model = graph([1, 2], [4], [3], [4], [5], [6], [7]);
    const { states, transitions, terminals } = exploreModel(model, [], { order, maxDepth: 4 });
    expect({ states, transitions, terminals }).toEqual({ states: 7, transitions: 7, terminals: 0 });
  });

  test('the bound that is never met leaves the search complete', () => {
    const line = graph([1], [2], []);
    expect(exploreModel(line, [], { order, maxDepth: 2 }).completeness).toEqual({ complete: true });
    expect(exploreModel(line, [], { order, maxStates: 3 }).completeness).toEqual({ complete: true });
    expect(exploreModel(line, [], { order, maxStates: 2 }).completeness).toEqual({ complete: false, why: 'states' });
    expect(exploreModel(line, [], { order, maxDepth: 1 }).completeness).toEqual({ complete: false, why: 'depth' });
  });

  test('both orders see the same states of two-phase commit under any depth bound', () => {
    // By breadth: 1 state, then 7 after one step (three prepare, three abort, the TM aborts).
    for (let maxDepth = 0; maxDepth <= 11; maxDepth++) {
      const [one, other] = orders.map((order) => exploreModel(twoPhaseCommit(3), [consistency], { order, maxDepth }));
      expect(other).toEqual(one);
    }
    expect(exploreModel(twoPhaseCommit(3), [], { order, maxDepth: 1 }).states).toBe(8);
  });

  test('slices add up to the whole', () => {
    const whole = exploreModel(twoPhaseCommit(3), [consistency], { order });
    const search = new Search(twoPhaseCommit(3), [consistency], { order });
    expect(search.answer().completeness).toEqual({ complete: false, why: 'unfinished' });
    for (let seen = 0; !search.isDone; seen = search.states) {
      expect(search.states).toBeGreaterThanOrEqual(seen);
      search.run(7);
      search.answer();
    }
    expect(search.answer()).toEqual(whole);
  });

  test('a search may end at the first violation', () => {
    const always = { kind: 'always', name: 'not 2', holds: (node: number) => node !== 2 } as const;
    const answer = exploreModel(graph([1], [2], [3], []), [always], { order, stopAtViolation: true });
    expect(answer).toMatchObject({ states: 3, completeness: { complete: false, why: 'violation' } });
    expect(answer.verdicts[0]).toMatchObject({
      verdict: 'violated',
      path: { init: 0, steps: [{ state: 1 }, { state: 2 }] },
    });
  });
});

test('of two shortest paths the one by the first actions is taken; depth-first order begins with the last', () => {
  const reached = { kind: 'sometimes', name: '3', holds: (node: number) => node === 3 } as const;
  const model = graph([1, 2], [3], [3], []);
  const [breadth, depth] = orders.map((order) => exploreModel(model, [reached], { order }).verdicts[0]);
  expect(breadth).toMatchObject({ path: { steps: [{ state: 1 }, { state: 3 }] } });
  expect(depth).toMatchObject({ path: { steps: [{ state: 2 }, { state: 3 }] } });
});

test('states are told apart by either lane of the hash', () => {
  const line = Array.from({ length: 5_000 }, (_, node) => [node + 1]);
  for (const hash of [(n: number) => ({ low: 7, high: n }), (n: number) => ({ low: n << 16, high: 7 })]) {
    expect(exploreModel({ ...graph(...line), hash }, []).states).toBe(5_001);
  }
  const lost = exploreModel({ ...graph(...line), hash: (n: number) => ({ low: n % 100, high: 0 }) }, []);
  expect(lost.states).toBe(100);
});

test('the collision bound is n² / 2^65', () => {
  expect(collisionOf(2 ** 32).probability).toBe(0.5);
  expect(collisionOf(296_448).text).toContain('2.4e-9 (1 in 4.2e+8)');
  expect(collisionOf(0).text).toContain('at most 0 ');
});

describe('misuse is refused', () => {
  test('symmetry without a canonical form', () => {
    expect(() => exploreModel(graph([]), [], { symmetry: true })).toThrow(ModelError);
  });

  test('a property that tells symmetric states apart', () => {
    const first = {
      kind: 'sometimes',
      name: 'RM 0 aborts alone',
      holds: (s: { rms: readonly string[] }) => s.rms[0] === 'aborted' && s.rms[1] === 'working',
    } as const;
    expect(() => exploreModel(twoPhaseCommit(3), [first], { symmetry: true })).toThrow(
      /RM 0 aborts alone.*without symmetry/,
    );
  });

  test('a model that answers differently the second time', () => {
    let calls = 0;
    const model = { ...graph([1], []), next: () => ++calls };
    const always = { kind: 'always', name: 'not 1', holds: (node: number) => node !== 1 } as const;
    expect(() => exploreModel(model, [always])).toThrow(/not pure/);
  });
});
