// 2,000 operations of clients that are all busy all the time. The bounds are in configurations, never in seconds.
import { describe, expect, test } from 'vitest';
import { RandomStream } from '../../src/base/random.ts';
import { checkLinearizable, explain } from '../../src/checkers/index.ts';
import { type BusyShape, busyHistory, withStaleRead } from './busy-history.ts';

const OPERATIONS = 2_000;

function historyOf(shape: Omit<BusyShape, 'operations'>) {
  return busyHistory(new RandomStream('busy', `${shape.clients}/${shape.values}`), {
    ...shape,
    operations: OPERATIONS,
  });
}

describe.each([0, 50])('20 clients, every write another value, one operation in %i unknown', (unknownEvery) => {
  const operations = historyOf({ clients: 20, values: 'unique', unknownEvery });

  test('all of them are open all the time', () => {
    const middle = operations[OPERATIONS / 2]!.invoked;
    const open = operations.filter(({ outcome, invoked, completed }) => {
      return outcome === 'ok' && invoked <= middle && completed! > middle;
    });
    expect(open.length).toBeGreaterThanOrEqual(unknownEvery === 0 ? 20 : 15);
  });

  test('a valid history needs no search', () => {
    expect(checkLinearizable(operations, 'register')).toMatchObject({ verdict: 'ok', configurations: 0 });
  });

  test('nor does a stale read, which is named', () => {
    const stale = withStaleRead(operations, 1_500);
    const result = checkLinearizable(stale, 'register');
    const planted = stale.find((operation, index) => operation !== operations[index]);
    expect(result).toMatchObject({ verdict: 'violated', configurations: 0, explanation: { operation: planted } });
    expect(result.verdict === 'violated' && explain(result.explanation)).toContain('left it like that, until process');
  });
});

describe('6 clients, 5 different values', () => {
  const operations = historyOf({ clients: 6, values: 5, unknownEvery: 0 });

  test('a valid history is searched nearly straight through', () => {
    const result = checkLinearizable(operations, 'register');
    expect(result).toMatchObject({ verdict: 'ok', keys: [{ method: 'search' }] });
    // One configuration for each completion, and few that lead nowhere.
    expect(result.configurations).toBeLessThan(2 * OPERATIONS);
  });

  test('a stale read is found, and named', () => {
    const stale = withStaleRead(operations, 1_500);
    const result = checkLinearizable(stale, 'register');
    const planted = stale.find((operation, index) => operation !== operations[index]);
    expect(result).toMatchObject({ verdict: 'violated', explanation: { operation: planted } });
    expect(result.configurations).toBeLessThan(20 * OPERATIONS);
  });

  test('a valid history with unknown writes takes no more', () => {
    const result = checkLinearizable(historyOf({ clients: 6, values: 5, unknownEvery: 50 }), 'register');
    expect(result.verdict).toBe('ok');
    expect(result.configurations).toBeLessThan(2 * OPERATIONS);
  });
});
