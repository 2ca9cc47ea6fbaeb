// Two-phase commit: the numbers of TLC and Stateright, by both orders, with and without symmetry.
import { describe, expect, test } from 'vitest';
import { hashPlain } from '../../../src/base/hash.ts';
import { exploreModel } from '../../../src/search/explore/index.ts';
import { pathProblem } from './check-paths.ts';
import { consistency, type TwoPhase, twoPhaseCommit, twoPhaseProperties } from './two-phase-commit.ts';

describe.each(['breadth', 'depth'] as const)('%s first', (order) => {
  // Terminal: everybody aborted, each RM in one of three ways (it never prepared; it did, and the TM knows; it did, and
  // the TM does not know), or everybody committed: 3^n + 1. Each RM's choice is one of those: with symmetry the multisets
  // of n out of 3, (n + 2)(n + 1) / 2, and 1.
  test.each([
    { rms: 3, states: 288, terminals: 28, classes: 80, terminalClasses: 11 },
    { rms: 5, states: 8_832, terminals: 244, classes: 314, terminalClasses: 22 },
    { rms: 7, states: 296_448, terminals: 2_188, classes: 920, terminalClasses: 37 },
  ])('$rms RMs have $states states, $classes with symmetry', ({ rms, states, terminals, classes, terminalClasses }) => {
    const all = exploreModel(twoPhaseCommit(rms), [consistency], { order });
    expect(all).toMatchObject({
      states,
      terminals,
      completeness: { complete: true },
      verdicts: [{ verdict: 'holds' }],
    });
    const reduced = exploreModel(twoPhaseCommit(rms), [consistency], { order, symmetry: true });
    expect(reduced).toMatchObject({ states: classes, terminals: terminalClasses, completeness: { complete: true } });
    expect(reduced.verdicts).toEqual(all.verdicts);
  });

  test('all may commit, all may abort, all decide, and not always to commit', () => {
    const { depth, verdicts } = exploreModel(twoPhaseCommit(3), twoPhaseProperties, { order });
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['holds', 'reached', 'reached', 'holds', 'violated']);
    // All commit after 3 × (prepare, received, commit) and TMCommit. No path is longer: an RM makes two steps and is
    // received once at most.
    expect(depth).toBe(10);
  });
});

test('a commit that does not wait for the last RM is found by the shortest counterexample', () => {
  const { verdicts } = exploreModel(twoPhaseCommit(3, true), [consistency], { stopAtViolation: true });
  const [verdict] = verdicts;
  if (verdict?.verdict !== 'violated') throw new Error('not found');
  // Two RMs must be known as prepared (2 × 2 steps), the TM commits (1), one of them learns it (1), the third aborts (1).
  expect(verdict.path.steps).toHaveLength(7);
  const texts = verdict.path.steps.map(({ text }) => text);
  expect(texts.filter((text) => text.startsWith('RMPrepare'))).toHaveLength(2);
  expect(texts.filter((text) => text.startsWith('TMRcvPrepared'))).toHaveLength(2);
  for (const kind of ['TMCommit', 'RMRcvCommitMsg', 'RMChooseToAbort']) {
    expect(texts.filter((text) => text.startsWith(kind))).toHaveLength(1);
  }
});

test('a counterexample found with symmetry is an execution of the same RMs from begin to end', () => {
  const { verdicts } = exploreModel(twoPhaseCommit(3, true), [consistency], { symmetry: true });
  const [verdict] = verdicts;
  if (verdict?.verdict !== 'violated') throw new Error('not found');
  let [state] = twoPhaseCommit(3, true).init;
  for (const { action } of verdict.path.steps) state = twoPhaseCommit(3, true).next(state!, action)!;
  expect(verdict.path.steps).toHaveLength(7);
  expect(consistency.holds(state!)).toBe(false);
});

test('a canonical form that has several answers for a class costs states, not the path', () => {
  const model = twoPhaseCommit(4, true);
  // In the other order than the search finds them: the representatives on the way are not the states on the way.
  const sorted = (state: TwoPhase): TwoPhase => {
    const { rms, known, prepared, ...rest } = model.canonical!(state);
    return { ...rest, rms: rms.toReversed(), known: known.toReversed(), prepared: prepared.toReversed() };
  };
  const whole = exploreModel(model, [consistency]);
  const exact = exploreModel(model, [consistency], { symmetry: true });
  for (let bit = 0; bit < 16; bit++) {
    // Gives up on half of the states, whatever their class.
    const canonical = (state: TwoPhase) => ((hashPlain(state).low >> bit) & 1 ? state : sorted(state));
    const lazy = exploreModel({ ...model, canonical }, [consistency], { symmetry: true });
    expect(lazy.states).toBeGreaterThan(exact.states);
    expect(lazy.states).toBeLessThan(whole.states);
    // 3 × 2 steps to be known as prepared, TMCommit, one learns it, the fourth aborts.
    expect(lazy.verdicts[0]).toMatchObject({ verdict: 'violated', path: { steps: { length: 9 } } });
    expect(pathProblem(model, consistency, lazy.verdicts[0]!)).toBeUndefined();
  }
});
