// The properties of commitment on traces made by hand, where a crash takes what was not on disk; and what a crash does to
// the figure `locked`.
import { expect, test } from 'vitest';
import { monitors } from '../../../src/protocols/commitment/index.ts';
import { begin, commit, emptyStore, prepare, rollBack, type Store } from '../../../src/protocols/local-store/index.ts';
import { figureIn, ran } from './run.ts';

type Observed = readonly [node: string, state: object | undefined];

const participants = ['p1', 'p2'];
const blank = emptyStore({ a1: 5 });
const promised = prepare(begin(blank, 't'), 't', { participants });
const holding = (store: Store) => ({ resource: { store, waiting: {}, overdue: [] } });
const aborted = holding(rollBack(blank, 't').store);
const committed = holding(commit(promised, 't').store);
const undecided = { decided: {} };
const decided = (outcome: string, cause: string) => ({ decided: { t: { outcome, cause, participants } } });

/** The properties that are violated, in order. Undefined: the node crashes. */
function violated(trace: readonly Observed[]): readonly string[] {
  const monitor = monitors()[0]!;
  const found: string[] = [];
  const states: { [node: string]: object | undefined } = {};
  let memory = monitor.initial;
  for (const [node, after] of trace) {
    const group = node.startsWith('k') ? 'coordinator' : 'participant';
    const change = { node, group, before: states[node], after };
    memory = monitor.observe(memory as never, change as never, (property) => found.push(property));
    states[node] = after;
  }
  return found;
}

const promises: readonly Observed[] = [
  ['k1', undecided],
  ['p1', holding(blank)],
  ['p2', holding(blank)],
  ['p1', holding(promised)],
  ['p2', holding(promised)],
];

test('what a coordinator has told and then forgets in a crash still binds the others', () => {
  const forgotten: readonly Observed[] = [
    ...promises,
    ['k1', decided('aborted', 'veto')],
    ['k1', undefined],
    ['k1', undecided],
  ];
  expect(violated([...forgotten, ['p1', committed]])).toEqual(['atomic']);
  expect(violated([...forgotten, ['k1', decided('committed', 'all-yes')]])).toEqual(['decision-stays']);
  expect(violated([...forgotten, ['p1', aborted]])).toEqual([]);
});

test('a yes that a crash takes was none: its owner may refuse, and nobody may commit by it', () => {
  const lost: readonly Observed[] = [
    ['p2', undefined],
    ['p2', holding(blank)],
  ];
  expect(violated([...promises, ...lost, ['p2', aborted], ['k1', decided('aborted', 'no-vote')]])).toEqual([]);
  expect(violated([...promises, ...lost, ['k1', decided('committed', 'all-yes')]])).toEqual(['commit-needs-all-yes']);
  expect(violated([...promises, ['k1', decided('committed', 'all-yes')], ...lost])).toEqual(['commit-needs-all-yes']);
});

test('a yes that is found again stands', () => {
  const back: readonly Observed[] = [...promises, ['p2', undefined], ['p2', holding(promised)]];
  expect(violated([...back, ['k1', decided('committed', 'all-yes')], ['p2', committed]])).toEqual([]);
  expect(violated([...back, ['k1', decided('aborted', 'no-vote')]])).toEqual(['commit-when-all-yes']);
});

test('locked: what was not on disk is let go at the crash, what was is held until the outcome', () => {
  // Locked at 10, the promise on disk at 15. Without p1's vote all abort after 500 ms.
  const down = (at: string, restart: object) =>
    figureIn(
      ran('two-phase-commit', {
        disk: { latency: '5ms' },
        faults: [{ at, crash: 'p1', unsynced: 'lost', ...restart }],
      }),
      'locked',
    );
  expect(Math.min(...down('12ms', { restart: '300ms' }))).toBe(2_000);
  expect(Math.max(...down('12ms', { restart: '300ms' }))).toBe(500_000);
  // It is back at 316, asks, and is told at 326 or by the copy that is sent again.
  expect(Math.max(...down('16ms', { restart: '300ms' }))).toBeGreaterThan(300_000);
});
