// Raft with three servers, explored completely.
import { expect, test } from 'vitest';
import type { Memory } from '../../../src/protocols/raft/properties/memory.ts';
import type { StateProperty, StateView } from '../../../src/search/index.ts';
import { Exploration } from '../../../src/search/index.ts';
import { planOf, raftText } from './scenarios.ts';

const memoryOf = (view: StateView) => view.memories[0] as unknown as Memory;
const commits = (view: StateView) => {
  const { older, latest } = memoryOf(view).commits;
  return older.length + (latest === null ? 0 : 1);
};
const sometimes = (name: string, holds: StateProperty['holds']): StateProperty => ({ kind: 'sometimes', name, holds });

/** One candidacy of anybody; counts with symmetry, and without. */
const oneTerm = {
  timers: Number.POSITIVE_INFINITY,
  timerRules: [
    { kind: 'election', node: undefined, firings: 1 },
    { kind: 'heartbeat', node: undefined, firings: 0 },
  ],
} as const;

test('symmetry keeps the verdicts and about a sixth of the states', () => {
  for (const bounds of [oneTerm, { ...oneTerm, crashes: 1 }, { ...oneTerm, crashes: 1, losses: 1 }]) {
    const [all, some] = [false, true].map((symmetry) =>
      new Exploration(planOf(raftText), { bounds, symmetry, roles: ['leader'] }).run(),
    );
    expect(some!.verdicts.map(({ name, verdict }) => [name, verdict])).toEqual(
      all!.verdicts.map(({ name, verdict }) => [name, verdict]),
    );
    expect(some!.states).toBeLessThan(all!.states / 5);
    expect(some!.states).toBeGreaterThanOrEqual(all!.states / 6);
  }
});

test('breadth-first and depth-first order meet the same states', () => {
  const bounds = { ...oneTerm, crashes: 1 };
  const [one, other] = (['breadth', 'depth'] as const).map((order) =>
    new Exploration(planOf(raftText), { bounds, order }).run(),
  );
  expect([one!.states, one!.transitions]).toEqual([4_177, 10_539]);
  expect([other!.states, other!.transitions]).toEqual([4_177, 10_539]);
});

test('what goes before is played at no cost, and the search starts at its end', () => {
  const plan = planOf(raftText);
  const elected = new Exploration(plan, {
    bounds: oneTerm,
    properties: [sometimes('a commit', (view) => commits(view) > 0)],
  });
  const reached = elected.run().verdicts.find(({ name }) => name === 'a commit')!;
  const prefix = elected.scheduleOf('path' in reached ? (reached.path as never) : (undefined as never));
  const after = new Exploration(plan, { bounds: { ...oneTerm, crashes: 1 }, prefix });
  const [init] = after.model.init;
  expect(commits(after.model.view(init!))).toBe(1);
  const answer = after.run();
  expect(answer.completeness).toEqual({ complete: true });
  expect(answer.verdicts.find(({ name }) => name === 'leader-completeness is exercised')?.verdict).toBe('reached');
});
