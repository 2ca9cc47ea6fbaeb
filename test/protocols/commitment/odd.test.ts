// What no paper draws: an even number of acceptors, and a crash after a heuristic decision.
import { expect, test } from 'vitest';
import { figureIn, messagesIn, ran } from './run.ts';

test.each([1, 2, 3, 4, 7])('paxos commit: %i acceptors decide in ballot 0 if nothing fails', (coordinator) => {
  const run = ran('paxos-commit', { nodes: { coordinator }, disk: { latency: '0ms' } });
  expect(messagesIn(run, ['Phase1a'])).toBe(0);
  // Alone: the vote, Commit. Else the vote, what was accepted, Commit.
  expect(figureIn(run, 'locked')).toEqual(Array(3).fill(coordinator === 1 ? 10_000 : 15_000));
});

test('a heuristic decision does not pass for the outcome after a crash, and the damage stays counted', () => {
  const { report } = ran('two-phase-commit', {
    disk: { latency: '0ms' },
    options: { heuristic: 'abort', heuristicAfter: '200ms', decisionTimeout: '100ms', askInterval: '50ms' },
    faults: [
      // Commit leaves at 15. p1 hears nothing of it, asks from 110 on, and aborts at 310.
      { at: '16ms', partition: [['p1', 'p3'], 'rest'], until: '1s' },
      { at: '16ms', crash: 'p3', restart: '480ms' },
      { at: '400ms', crash: 'p1', restart: '10ms' },
      { at: '2s', crash: 'p1', restart: '10ms' },
    ],
    expect: [
      { state: { of: 'p1', field: 'heuristic', equals: 1 } },
      { state: { of: 'p1', field: 'damaged', equals: 1 } },
      // Back at 496 it asks p1 at once, and is not told what p1 only guessed.
      { state: { of: 'p3', at: '600ms', field: 'prepared', equals: 1 } },
      // Its own patience begins anew: it aborts at 696.
      { state: { of: 'p3', at: '690ms', field: 'heuristic', equals: 0 } },
      { state: { of: 'p3', at: '700ms', field: 'heuristic', equals: 1 } },
    ],
  });
  const states = report.expectations.filter(({ kind }) => kind === 'expectation');
  expect(states.map(({ verdict, found }) => [verdict, found])).toEqual([
    ['held', 'p1 1'],
    ['held', 'p1 1'],
    ['held', 'p3 1'],
    ['held', 'p3 0'],
    ['held', 'p3 1'],
  ]);
});
