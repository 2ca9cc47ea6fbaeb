// Ten thousand keys that nobody chose, a frame after every tenth; test/deep/stepping.test.ts draws them all.
import { expect, test } from 'vitest';
import { sessionAt } from './sessions.ts';
import { walkOfKeys } from './walk.ts';

test.each([
  'scenarios/faults/no-sync.yaml',
  'scenarios/tour/split-brain.yaml',
  'scenarios/faults/fast-clock.yaml',
  'scenarios/basics/single-crash.yaml',
])('%s survives 2,500 random keys', async (file) => {
  const begun = await sessionAt(file);
  walkOfKeys(begun, { name: file, keys: 2_500, drawn: 10, run: 100 });
  // Whatever was done, was done in sessions of its own.
  expect(begun.branches).toHaveLength(1);
});
