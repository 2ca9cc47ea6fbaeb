// The search and the plain reference agree on ten small systems.
import { describe, expect, test } from 'vitest';
import type { Plain } from '../../../src/base/plain.ts';
import { exploreModel, type SearchOptions } from '../../../src/search/explore/index.ts';
import { pathProblem } from './check-paths.ts';
import { explorePlainly, keyOf } from './reference.ts';
import { exclusion } from './systems/exclusion.ts';
import { others } from './systems/others.ts';
import type { Subject } from './systems/system.ts';

const systems = [...exclusion, ...others];

test('there are ten', () => expect(systems).toHaveLength(10));

const explored = <S extends Plain, A>({ model, properties, maxDepth }: Subject<S, A>, options: SearchOptions) =>
  exploreModel(model, properties, maxDepth === undefined ? options : { ...options, maxDepth });

describe.each(['breadth', 'depth'] as const)('%s first', (order) => {
  test.each(systems)('states, transitions and verdicts of $name', ({ open }) =>
    open((subject) => {
      const { model, properties, maxDepth, counted } = subject;
      const reference = explorePlainly(model, properties, maxDepth);
      const answer = explored(subject, { order });
      const { states, transitions, terminals, completeness, verdicts } = answer;
      expect({ states, transitions, terminals, isComplete: completeness.complete }).toEqual({
        states: reference.states.length,
        transitions: reference.transitions,
        terminals: reference.terminals,
        isComplete: reference.isComplete,
      });
      if (counted !== undefined) expect({ states, transitions }).toEqual(counted);
      expect(verdicts.map(({ verdict }) => verdict)).toEqual(reference.verdicts.map(({ verdict }) => verdict));
      expect(verdicts.map((verdict, i) => pathProblem(model, properties[i]!, verdict) ?? 'fine')).toEqual(
        verdicts.map(() => 'fine'),
      );
      if (order === 'depth') return;
      expect(answer.depth).toBe(reference.depth);
      const steps = verdicts.map((verdict) =>
        'path' in verdict && verdict.kind !== 'eventually' ? verdict.path.steps.length : undefined,
      );
      expect(steps).toEqual(reference.verdicts.map((verdict) => verdict.steps));
    }),
  );

  const symmetric = systems.filter(({ open }) => open(({ model }) => model.canonical !== undefined));

  test('six of them are symmetric', () => expect(symmetric).toHaveLength(6));

  test.each(symmetric)('with symmetry, one state of each class and the same verdicts of $name', ({ open }) =>
    open((subject) => {
      const { model, properties, maxDepth, permute, orders } = subject;
      const reference = explorePlainly(model, properties, maxDepth);
      const answer = explored(subject, { order, symmetry: true });
      // By brute force: the least of a state's keys in all orders names its class.
      const classes = new Set(
        reference.states.map((state) => orders!.map((order) => keyOf(permute!(state, order))).toSorted()[0]!),
      );
      expect(answer.states).toBe(classes.size);
      expect(answer.states).toBeLessThan(reference.states.length);
      expect(answer.verdicts.map(({ verdict }) => verdict)).toEqual(reference.verdicts.map(({ verdict }) => verdict));
      expect(answer.verdicts.map((verdict, i) => pathProblem(model, properties[i]!, verdict) ?? 'fine')).toEqual(
        answer.verdicts.map(() => 'fine'),
      );
    }),
  );
});

test('each kind of verdict is met among them', () => {
  const met = systems.flatMap(({ open }) =>
    open((subject) => explored(subject, {}).verdicts.map(({ kind, verdict }) => `${kind}: ${verdict}`)),
  );
  expect([...new Set(met)].toSorted()).toEqual([
    'always: holds',
    'always: no violation within the bound',
    'always: violated',
    'eventually: holds',
    'eventually: unknown',
    'eventually: violated',
    'sometimes: never reached',
    'sometimes: not reached within the bound',
    'sometimes: reached',
  ]);
});
