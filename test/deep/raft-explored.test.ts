// Raft with three servers, explored completely: two terms; and with `npm run test:deep` a crash at any moment in them.
import { expect, test } from 'vitest';
import type { Memory } from '../../src/protocols/raft/properties/memory.ts';
import { Exploration, type StateProperty, type StateView } from '../../src/search/index.ts';
import { planOf, raftText } from '../search/protocol-model/scenarios.ts';

const isDeep = process.env['FAULTLINE_DEEP'] === '1';

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

/** Two candidates, n1 and n2, one candidacy each; a crash of any server at any moment; nothing is lost or repeated. */
const twoTerms = {
  timers: Number.POSITIVE_INFINITY,
  timerRules: [
    { kind: 'election', node: 'n1', firings: 1 },
    { kind: 'election', node: 'n2', firings: 1 },
    { kind: 'election', node: 'n3', firings: 0 },
    { kind: 'heartbeat', node: undefined, firings: 0 },
  ],
  crashes: isDeep ? 1 : 0,
} as const;

const withACrash: readonly StateProperty[] = [
  sometimes('the leader that committed crashes and comes back', isFirstLeaderBack),
  sometimes('then another leader', (view) => isFirstLeaderBack(view) && leaders(view).size === 2),
  sometimes(
    'then a second commit',
    (view) => isFirstLeaderBack(view) && leaders(view).size === 2 && commits(view) === 2,
  ),
];

test('two terms are explored completely: two leaders, two commits, and no violation', () => {
  const exploration = new Exploration(planOf(raftText), {
    bounds: twoTerms,
    roles: ['leader'],
    properties: [
      sometimes('a commit', (view) => commits(view) > 0),
      sometimes('two leaders and two commits', (view) => leaders(view).size === 2 && commits(view) === 2),
      ...(isDeep ? withACrash : []),
    ],
  });
  const before = heapNow();
  const answer = exploration.run();
  expect(answer.completeness).toEqual({ complete: true });
  // Breadth-first order counted them. With a crash the servers alone make 913,993; the rest is what the monitor
  // remembers: who was followed, and logs of before a crash.
  const counts = isDeep ? [921_379, 3_890_120, 26] : [57_853, 218_310, 24];
  expect([answer.states, answer.transitions, answer.depth]).toEqual(counts);
  const verdicts = answer.verdicts.map(({ name, verdict }) => [name, verdict]);
  const neverReached = verdicts.filter(([, verdict]) => verdict !== 'reached' && verdict !== 'holds');
  // A leader appends nothing but its first entry where no client asks anything, and no request is repeated.
  expect(neverReached).toEqual([
    ['leader-append-only is exercised', 'never reached'],
    ['sessions-apply-once is exercised', 'never reached'],
  ]);
  // 1.5 KB a state is the bound; how many a second is the benchmark's to say.
  if (isDeep) expect((heapNow() - before) / answer.states).toBeLessThan(1_500);
});

function heapNow(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
