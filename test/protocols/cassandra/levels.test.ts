import { expect, test } from 'vitest';
import { neededFor } from '../../../src/protocols/cassandra/levels.ts';

test.each([
  ['ANY', 3, 1],
  ['ONE', 3, 1],
  ['TWO', 3, 2],
  ['QUORUM', 1, 1],
  ['QUORUM', 2, 2],
  ['QUORUM', 3, 2],
  ['QUORUM', 4, 3],
  ['QUORUM', 5, 3],
  ['ALL', 3, 3],
] as const)('%s of %i replicas is %i', (level, replicas, needed) => {
  expect(neededFor(level, replicas)).toBe(needed);
});
