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
const leaderOf = (view: StateView) => memoryOf(view).elections.leaderOf;
const leaders = (view: StateView) => new Set(Object.values(leaderOf(view)));
/** The leader of term 1 committed in it, and has been down and up again. */
const isFirstLeaderBack = (view: StateView): boolean => {
  const first = leaderOf(view)['1'];
  return (
    commits(view) > 0 &&
    view.nodes.some(({ id, state, incarnation }) => id === first && state !== undefined && incarnation === 2)
  );
};

const sometimes = (name: string, holds: StateProperty['holds']): StateProperty => ({ kind: 'sometimes', name, holds });

/** Two candidates, n1 and n2, one candidacy each; one crash of any server at any moment; nothing is lost or repeated. */
const twoTerms = {
  timers: Number.POSITIVE_INFINITY,
  timerRules: [
    { kind: 'election', node: 'n1', firings: 1 },
    { kind: 'election', node: 'n2', firings: 1 },
    { kind: 'election', node: 'n3', firings: 0 },
    { kind: 'heartbeat', node: undefined, firings: 0 },
  ],
  crashes: 1,
} as const;

test('two terms with a crash are explored completely: two leaders, two commits, and no violation', () => {
  const exploration = new Exploration(planOf(raftText), {
    bounds: twoTerms,
    roles: ['leader'],
    properties: [
      sometimes('a commit', (view) => commits(view) > 0),
      sometimes('the leader that committed crashes and comes back', isFirstLeaderBack),
      sometimes('then another leader', (view) => isFirstLeaderBack(view) && leaders(view).size === 2),
      sometimes(
        'then a second commit',
        (view) => isFirstLeaderBack(view) && leaders(view).size === 2 && commits(view) === 2,
      ),
    ],
  });
  const before = heapNow();
  const answer = exploration.run();
  expect(answer.completeness).toEqual({ complete: true });
  // The servers alone make 913,993; the rest is what the monitor remembers: who was followed, and logs of before a crash.
  expect([answer.states, answer.transitions, answer.depth]).toEqual([921_379, 3_890_120, 26]);
  const verdicts = answer.verdicts.map(({ name, verdict }) => [name, verdict]);
  const neverReached = verdicts.filter(([, verdict]) => verdict !== 'reached' && verdict !== 'holds');
  // A leader appends nothing but its first entry where no client asks anything, and no request is repeated.
  expect(neverReached).toEqual([
    ['leader-append-only is exercised', 'never reached'],
    ['sessions-apply-once is exercised', 'never reached'],
  ]);
  expect(verdicts.filter(([, verdict]) => verdict === 'reached').length).toBe(13);
  // 1.5 KB a state is the bound; how many a second is the benchmark's to say.
  expect((heapNow() - before) / answer.states).toBeLessThan(1_500);
});

function heapNow(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

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
