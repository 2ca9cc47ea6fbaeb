// The search and the plain reference agree on random transition systems: with and without a depth bound, by both
// orders, and with symmetry on pairs of equal processes.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Plain } from '../../../src/base/plain.ts';
import {
  exploreModel,
  type Model,
  type SearchOptions,
  type SearchProperty,
} from '../../../src/search/explore/index.ts';
import { pathProblem } from './check-paths.ts';
import { explorePlainly } from './reference.ts';

const SIZE = 9;
const marks = fc.array(fc.boolean(), { minLength: SIZE, maxLength: SIZE });
/** Targets from SIZE on: not enabled. */
const targets = fc.array(fc.array(fc.nat(SIZE + 1), { maxLength: 3 }), { minLength: SIZE, maxLength: SIZE });
const order = fc.constantFrom('breadth' as const, 'depth' as const);
const maxDepth = fc.oneof(fc.constant(undefined), fc.nat(6));

type Case = { readonly order: 'breadth' | 'depth'; readonly maxDepth: number | undefined };

const kinds = ['always', 'sometimes', 'eventually', 'eventually'] as const;

function compare<S extends Plain, A>(
  model: Model<S, A>,
  properties: readonly SearchProperty<S>[],
  { order, maxDepth }: Case,
  symmetry = false,
): void {
  const options: SearchOptions = { order, symmetry, ...(maxDepth === undefined ? {} : { maxDepth }) };
  const reference = explorePlainly(model, properties, maxDepth);
  const answer = exploreModel(model, properties, options);
  expect(answer.verdicts.map(({ verdict }) => verdict)).toEqual(reference.verdicts.map(({ verdict }) => verdict));
  expect(answer.completeness.complete).toBe(reference.isComplete);
  for (const [i, verdict] of answer.verdicts.entries()) {
    const problem = pathProblem(model, properties[i]!, verdict);
    expect(problem, `${verdict.kind} ${verdict.verdict}: ${problem}`).toBeUndefined();
    if (verdict.kind !== 'eventually' && 'path' in verdict) {
      expect(verdict.path.steps.length).toBeLessThanOrEqual(maxDepth ?? Number.POSITIVE_INFINITY);
    }
    if (order === 'depth' || verdict.kind === 'eventually' || !('path' in verdict)) continue;
    expect(verdict.path.steps.length).toBe(reference.verdicts[i]!.steps);
  }
  if (symmetry) return;
  const { states, transitions, terminals } = answer;
  expect({ states, transitions, terminals }).toEqual({
    states: reference.states.length,
    transitions: reference.transitions,
    terminals: reference.terminals,
  });
  // Without a bound, depth-first order goes deeper than it must.
  if (order === 'breadth' || maxDepth !== undefined) expect(answer.depth).toBe(reference.depth);
}

test('on one process', () => {
  const init = fc.array(fc.nat(SIZE - 1), { minLength: 1, maxLength: 2 });
  fc.assert(
    fc.property(targets, init, fc.tuple(marks, marks, marks, marks), order, maxDepth, (table, init, all, ...rest) => {
      const model: Model<{ readonly at: number }, number> = {
        init: init.map((at) => ({ at })),
        actions: ({ at }) => table[at]!.map((_, i) => i),
        next: ({ at }, i) => (table[at]![i]! < SIZE ? { at: table[at]![i]! } : undefined),
        describe: (i) => `branch ${i}`,
      };
      const properties = kinds.map((kind, i) => ({
        kind,
        name: `${kind} ${i}`,
        holds: ({ at }: { readonly at: number }) => all[i]![at]!,
      }));
      compare(model, properties, { order: rest[0], maxDepth: rest[1] });
    }),
    { numRuns: 3_000, seed: 1 },
  );
});

test('on two equal processes, with symmetry', () => {
  type Pair = readonly [number, number];
  fc.assert(
    fc.property(targets, marks, fc.tuple(marks, marks, marks, marks), order, maxDepth, (table, halts, all, ...rest) => {
      const model: Model<Pair, readonly [number, number]> = {
        init: [
          [0, 0],
          [0, 1],
          [1, 0],
        ],
        actions: ([a, b]) => [...table[a]!.map((_, i) => [0, i] as const), ...table[b]!.map((_, i) => [1, i] as const)],
        // A process stands still while the other is in a halting place other than its own.
        next: (pair, [me, i]) => {
          const to = table[pair[me]!]![i]!;
          const other = pair[1 - me]!;
          if (to >= SIZE || (halts[other]! && other !== pair[me])) return undefined;
          return me === 0 ? [to, pair[1]] : [pair[0], to];
        },
        canonical: ([a, b]) => (a <= b ? [a, b] : [b, a]),
        describe: ([me, i]) => `process ${me}, branch ${i}`,
      };
      const properties = kinds.map((kind, i) => ({
        kind,
        name: `${kind} ${i}`,
        holds: ([a, b]: Pair) => (kind === 'always' ? all[i]![a]! || all[i]![b]! : all[i]![a]! && all[i]![b]!),
      }));
      const bounds = { order: rest[0], maxDepth: rest[1] };
      compare(model, properties, bounds);
      compare(model, properties, bounds, true);
    }),
    { numRuns: 1_500, seed: 2 },
  );
});
