// 2,000 operations of 20 clients, as a table over many runs judges them. Bounds are in configurations, never in seconds.
import { describe, expect, test } from 'vitest';
import { RandomStream } from '../../../src/base/random.ts';
import { checkLevel } from '../../../src/checkers/check-level.ts';
import { checkLinearizable } from '../../../src/checkers/index.ts';
import { LEVELS } from '../../../src/checkers/levels.ts';
import { laggingHistory } from './lagging-history.ts';

const OPERATIONS = 2_000;

function historyOf(hasToken: boolean, keys: number) {
  const shape = { operations: OPERATIONS, sessions: 20, keys, lag: 5, hasToken, unknownEvery: 5 };
  return laggingHistory(new RandomStream('scale', `${keys}`), shape);
}

describe('stale reads of sessions that never see less than before', () => {
  const operations = historyOf(true, 10);

  test('are not linearizable', () => {
    expect(checkLinearizable(operations, 'kv').verdict).toBe('violated');
  });

  test.each(LEVELS)('are %s, found without a wrong turn', (level) => {
    const result = checkLevel(operations, 'kv', level);
    expect(result.verdict).toBe('ok');
    // One configuration for each write at most: reads are placed at once.
    expect(result.configurations).toBeLessThan(OPERATIONS);
  });
});

describe('stale reads of sessions that see whatever a replica has', () => {
  const operations = historyOf(false, 1);
  const broken = ['sequential', 'causal', 'causal-convergence', 'read-your-writes', 'monotonic-reads'] as const;

  test.each(broken)('break %s, which no search is needed to see', (level) => {
    expect(checkLevel(operations, 'kv', level)).toMatchObject({ verdict: 'violated', configurations: 0 });
  });
});
