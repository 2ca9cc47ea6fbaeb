// What holds between the levels, and of every level, on random histories.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RandomStream } from '../../../src/base/random.ts';
import { checkLevel } from '../../../src/checkers/check-level.ts';
import { checkLinearizable } from '../../../src/checkers/index.ts';
import { LEVELS, type Level } from '../../../src/checkers/levels.ts';
import { GUARANTEES } from '../../../src/checkers/orders/guarantees.ts';
import type { Operation } from '../../../src/contract/history.ts';
import { randomHistory } from '../random-history.ts';
import { drawnHistory } from './drawn-history.ts';

const RUNS = { seed: 1, numRuns: 400 };

/** From an object that really runs, with some answers spoilt; and from none. */
const histories: fc.Arbitrary<readonly Operation[]> = fc
  .record({ seed: fc.nat(), isDrawn: fc.boolean(), corruption: fc.constantFrom(0, 5, 15) })
  .map(({ seed, isDrawn, corruption }) => {
    const random = new RandomStream(String(seed), 'laws');
    if (isDrawn) return drawnHistory(random, { operations: 9, sessions: 3 });
    const shape = {
      clients: 4,
      operations: 14,
      keys: ['x', 'y'],
      init: undefined,
      refused: 20,
      unknown: 15,
      corruption,
    };
    return randomHistory(random, { ...shape, model: 'kv', values: 'unique' });
  });

function holds(operations: readonly Operation[], level: Level | 'linearizable'): boolean {
  const { verdict } =
    level === 'linearizable' ? checkLinearizable(operations, 'kv') : checkLevel(operations, 'kv', level);
  expect(verdict).not.toBe('unknown');
  return verdict === 'ok';
}

describe('a history that is', () => {
  const implied: readonly [Level | 'linearizable', Level][] = [
    ['linearizable', 'sequential'],
    ['sequential', 'causal'],
    ['sequential', 'causal-convergence'],
    ...GUARANTEES.map((guarantee) => ['causal', guarantee] as const),
    ...GUARANTEES.map((guarantee) => ['causal-convergence', guarantee] as const),
  ].map(([a, b]) => [a, b] as [Level | 'linearizable', Level]);

  const strict = new Set<string>();

  test('one level is all that is weaker', () => {
    fc.assert(
      fc.property(histories, (operations) => {
        const kept = new Set((['linearizable', ...LEVELS] as const).filter((level) => holds(operations, level)));
        for (const [stronger, weaker] of implied) {
          if (kept.has(stronger)) expect([...kept]).toContain(weaker);
          else if (kept.has(weaker)) strict.add(`${stronger} ${weaker}`);
        }
      }),
      RUNS,
    );
  });

  test('and not the other way round', () => {
    expect(implied.filter(([stronger, weaker]) => !strict.has(`${stronger} ${weaker}`))).toEqual([]);
  });
});

describe.each(LEVELS)('%s', (level) => {
  const held = () => histories.filter((operations) => holds(operations, level));
  const runs = { seed: 1, numRuns: 40 };

  test('does not change with the names of processes and keys', () => {
    fc.assert(
      fc.property(histories, (operations) => {
        const renamed = operations.map((each) => ({ ...each, process: 100 - each.process, key: `the ${each.key}` }));
        expect(holds(renamed, level)).toBe(holds(operations, level));
      }),
      runs,
    );
  });

  test('knows nothing of real time between processes', () => {
    fc.assert(
      fc.property(histories, (operations) => {
        const later = (position: number, process: number) => position + 1_000 * (process % 7);
        const moved = operations
          .map((each) => ({
            ...each,
            invoked: later(each.invoked, each.process),
            completed: each.completed === undefined ? undefined : later(each.completed, each.process),
          }))
          .sort((a, b) => a.invoked - b.invoked);
        expect(holds(moved, level)).toBe(holds(operations, level));
      }),
      runs,
    );
  });

  test('is kept when a read is taken out, and when a session ends earlier', () => {
    fc.assert(
      fc.property(held(), fc.nat(), (operations, pick) => {
        const chosen = operations[pick % operations.length]!;
        const isRead = (each: Operation) => each.f === 'read' || each.f === 'get';
        if (isRead(chosen))
          expect(
            holds(
              operations.filter((each) => each !== chosen),
              level,
            ),
          ).toBe(true);
        const isRest = (each: Operation) => each.process === chosen.process && each.invoked >= chosen.invoked;
        const rest = operations.filter((each) => !isRest(each) || !isRead(each));
        expect(holds(rest, level)).toBe(true);
      }),
      runs,
    );
  });

  test('is violated in every longer history, and blames the operation that ends the shortest beginning', () => {
    fc.assert(
      fc.property(histories, (operations) => {
        const result = checkLevel(operations, 'kv', level);
        if (result.verdict !== 'violated') return;
        const last = result.broken.operation.completed!;
        const upTo = (end: number) =>
          operations.map((each): Operation => {
            if (each.completed === undefined || each.completed <= end || each.outcome === 'fail') return each;
            return { ...each, outcome: 'info', output: undefined, completed: undefined };
          });
        expect(holds(upTo(last), level)).toBe(false);
        expect(holds(upTo(last - 1), level)).toBe(true);
      }),
      runs,
    );
  });
});
