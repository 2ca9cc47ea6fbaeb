// Each level against the slow truth on small random histories: what clients read is drawn among what was ever written.
import { describe, expect, test } from 'vitest';
import { RandomStream } from '../../../src/base/random.ts';
import { checkLevel } from '../../../src/checkers/check-level.ts';
import { MODEL_NAMES } from '../../../src/checkers/index.ts';
import { LEVELS, type Level } from '../../../src/checkers/levels.ts';
import { randomHistory } from '../random-history.ts';
import { bruteForceLevel, bruteForceSequential } from './brute-force.ts';
import { type DrawnShape, drawnHistory } from './drawn-history.ts';

const HISTORIES = 1_000;

/** What spans three sessions needs more operations to show; orders of writes alone are few enough to try them all. */
function shapeFor(level: Level, random: RandomStream): DrawnShape {
  const isWide = level === 'monotonic-writes' || level === 'writes-follow-reads';
  return isWide
    ? { operations: 6 + random.int(3), sessions: 3 }
    : { operations: 4 + random.int(3), sessions: 2 + random.int(2) };
}

describe('agrees with trying every order', () => {
  test.each(LEVELS)('%s', (level) => {
    const random = new RandomStream('levels', level);
    const counts = { ok: 0, violated: 0 };
    for (let i = 0; i < HISTORIES; i++) {
      const operations = drawnHistory(random, shapeFor(level, random));
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

test.each(MODEL_NAMES)('sequential agrees for %s, whatever its values, with what is unknown and refused', (model) => {
  const random = new RandomStream('sequential', model);
  const counts = { ok: 0, violated: 0 };
  for (let i = 0; i < 300; i++) {
    const failedCas = random.int(2) === 0 ? 'observed' : 'nothing';
    const operations = randomHistory(random, {
      model,
      clients: 2 + random.int(2),
      operations: 4 + random.int(3),
      keys: random.int(2) === 0 ? ['x', 'y'] : ['x'],
      init: undefined,
      values: random.int(3) === 0 ? 'unique' : 3,
      unknown: 15,
      refused: 30,
      corruption: 40,
    });
    const truth = bruteForceSequential(operations, model, { failedCas });
    const { verdict } = checkLevel(operations, model, 'sequential', { failedCas });
    if (verdict !== truth) throw new Error(`history ${i}: ${verdict}, truth ${truth}\n${JSON.stringify(operations)}`);
    counts[truth]++;
  }
  expect(Math.min(counts.ok, counts.violated)).toBeGreaterThan(60);
});
