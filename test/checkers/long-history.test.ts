import { expect, test } from 'vitest';
import { judgeLevel, judgeLevels, type LineOfRun } from '../../src/checkers/judge-history.ts';

/** One process: a write of each number, and a read of the number before it, so that reads miss its own writes. */
function history(writes: number): readonly LineOfRun[] {
  return Array.from({ length: writes }, (_, index) => [
    { process: 0, type: 'invoke', f: 'write', key: 'x', value: index + 1 },
    { process: 0, type: 'ok', f: 'write', key: 'x', value: index + 1 },
    { process: 0, type: 'invoke', f: 'read', key: 'x', value: null },
    { process: 0, type: 'ok', f: 'read', key: 'x', value: index === 0 ? null : index },
  ])
    .flat()
    .map((line, event) => ({ ...line, event }) as LineOfRun);
}

test('a history of more than 20,000 operations is not judged by all levels, but by the one that is asked for', () => {
  expect(judgeLevels(history(50), 'register').map(({ level }) => level)).toContain('read-your-writes');
  expect(judgeLevels(history(10_001), 'register')).toEqual([]);
  expect(judgeLevel(history(10_001), 'register', 'linearizable').verdict.verdict).toBe('violated');
});
