// Each level against the slow truth on small random histories: what clients read is drawn among what was ever written.
import { describe, expect, test } from 'vitest';
import { RandomStream } from '../../../src/base/random.ts';
import { checkLevel } from '../../../src/checkers/check-level.ts';
import { LEVELS } from '../../../src/checkers/levels.ts';
import { bruteForceLevel } from './brute-force.ts';
import { drawnHistory } from './drawn-history.ts';

const HISTORIES = 1_200;

describe('agrees with trying every order', () => {
  test.each(LEVELS)('%s', (level) => {
    const random = new RandomStream('levels', level);
    const counts = { ok: 0, violated: 0 };
    for (let i = 0; i < HISTORIES; i++) {
      const operations = drawnHistory(random, { operations: 4 + random.int(3), sessions: 2 + random.int(2) });
      const result = checkLevel(operations, 'register', level);
      const truth = bruteForceLevel(operations, level);
      if (result.verdict !== truth) {
        throw new Error(`history ${i}: ${result.verdict}, truth ${truth}\n${JSON.stringify({ operations, result })}`);
      }
      counts[truth]++;
    }
    console.log(`${level}: ${counts.ok} ok, ${counts.violated} violated`);
    expect(Math.min(counts.ok, counts.violated)).toBeGreaterThan(HISTORIES / 20);
  });
});
