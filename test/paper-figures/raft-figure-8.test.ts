// Figure 8 without the rule that it is there for (§5.4.2): the moment at which the paper says that it goes wrong is (d),
// when S5 is elected without an entry that S1 has committed in (c).
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../cli/command.ts';
import { applyMutant, removeMutant } from '../mutants/apply.ts';
import { expectationsOf, failedIn, foundFor } from './planted.ts';

const counting = {
  id: 'M29',
  kind: 'safety',
  about: 'A leader commits by counting, whatever the term of the entry',
  file: 'src/protocols/raft/commit.ts',
  find: ' || termAt(state.log, index) !== state.term',
  replace: '',
  property: 'leader-completeness',
} as const;

const run = (product: string, name: string, seed: number) => expectationsOf(product, `paper/${name}`, seed);

let mutant = '';
beforeAll(() => {
  mutant = applyMutant(counting);
});
afterAll(() => removeMutant(mutant));

describe.each([1, 2, 3])('seed %i', (seed) => {
  test('with the rule Figure 8 holds, either way that it ends', () => {
    expect(failedIn(run(root, 'raft-figure-8', seed))).toEqual([]);
    expect(failedIn(run(root, 'raft-figure-8-e', seed))).toEqual([]);
  });

  test('without it the entry of term 2 is committed in (c), and S5 is elected without it in (d)', () => {
    const expectations = run(mutant, 'raft-figure-8', seed);
    expect(foundFor(expectations, 'at 390ms, commit of n1')).toBe('n1 2');
    const lost = foundFor(expectations, 'leader-completeness');
    expect(lost).toContain('n5 leads term 5 without the no-op of term 2 at index 2, committed by n1 in term 4');
    const elected = /n5 at ([\d.]+ms)/.exec(foundFor(expectations, 'from 400ms to 900ms: nodes become leader'))?.[1];
    expect(elected).toBeDefined();
    expect(lost).toMatch(new RegExp(`, at ${elected!.replace('.', '\\.')}$`));
  });

  test('what is overwritten after it follows: other entries are applied in its place', () => {
    expect(foundFor(run(mutant, 'raft-figure-8', seed), 'state-machine-safety')).toMatch(
      /applied the no-op of term 3 at index 2, where the no-op of term 2 was applied before/,
    );
  });

  test('where the entry of term 4 came to a majority too, nothing is lost without the rule either', () => {
    expect(failedIn(run(mutant, 'raft-figure-8-e', seed))).toEqual([]);
  });
});
