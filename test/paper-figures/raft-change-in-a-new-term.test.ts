// The correction of 2015 to single-server changes (thesis §4.1): without it two leaders commit by majorities that have no
// server in common.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../cli/command.ts';
import { applyMutant, removeMutant } from '../mutants/apply.ts';
import { expectationsOf, failedIn, foundFor } from './planted.ts';

const tooSoon = {
  id: 'M74',
  kind: 'safety',
  about: 'A leader begins a change of members before an entry of its own term is committed',
  file: 'src/protocols/raft/membership.ts',
  find: 'configurationIndex <= commitIndex && commitIndex >= termStart',
  replace: 'configurationIndex <= commitIndex',
  property: 'leader-completeness',
} as const;

const scenario = 'raft/change-in-a-new-term';
let mutant = '';
beforeAll(() => {
  mutant = applyMutant(tooSoon);
});
afterAll(() => removeMutant(mutant));

describe.each([1, 2])('seed %i', (seed) => {
  test('with the rule nothing is committed by n2 and n4 alone', () => {
    expect(failedIn(expectationsOf(root, scenario, seed))).toEqual([]);
  });

  test('without it n2 commits with n4, and n1 leads with n3, who know nothing of it', () => {
    const expectations = expectationsOf(mutant, scenario, seed);
    expect(foundFor(expectations, 'leader-completeness')).toMatch(
      /n1 leads term \d without the no-op of term 2 at index 2, committed by n2 in term 2/,
    );
    expect(foundFor(expectations, 'state-machine-safety')).toMatch(
      /n1 applied the voters n1 n3 n4 of term 1 at index 2, where the no-op of term 2 was applied before/,
    );
  });
});
