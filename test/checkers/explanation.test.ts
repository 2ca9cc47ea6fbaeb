// What a violation says of itself: the operation, the one before it, the states at that point, and the text.
import { describe, expect, test } from 'vitest';
import { checkLinearizable, type Explanation, explain, type ModelName, verdictOf } from '../../src/checkers/index.ts';
import type { HistoryEvent } from '../../src/contract/history.ts';
import { done, fail, info, invoke, ok, on, operationsIn } from './histories.ts';

function explanationOf(model: ModelName, ...events: (HistoryEvent | HistoryEvent[])[]): Explanation {
  const result = checkLinearizable(operationsIn(...events), model);
  if (result.verdict !== 'violated') throw new Error(`expected a violation, found ${result.verdict}`);
  return result.explanation;
}

describe('explains', () => {
  test('a stale read', () => {
    const events = [done(0, 'write', 1), done(0, 'write', 2), done(1, 'read', 1)];
    const explanation = explanationOf('register', ...events);
    expect(explanation).toMatchObject({ operation: { invoked: 4 }, previous: { invoked: 2 }, states: [2] });
    expect(explain(explanation)).toBe(
      [
        'process 1 read -> 1 (#4 to #5) fits no legal order: it needs the register to hold 1',
        '  after every legal order of what came before, the register holds 2',
        '  process 0 write 1 (#0 to #1) left it like that, until process 0 write 2 (#2 to #3)',
        '  the last operation that could be placed is process 0 write 2 (#2 to #3)',
      ].join('\n'),
    );
  });

  test('a stale read by the write that came between, not one before', () => {
    const events = [done(0, 'write', 2), done(0, 'write', 1), done(0, 'write', 3), done(1, 'read', 1)];
    expect(explanationOf('register', ...events).source).toMatchObject({ kind: 'replaced', by: { input: 3 } });
  });

  test('a stale read in the same way where a cas asks for the search', () => {
    const events = [done(0, 'write', 1), done(0, 'write', 2), done(1, 'read', 1), done(0, 'cas', [2, 3])];
    expect(explain(explanationOf('cas-register', ...events))).toBe(
      explain(explanationOf('register', ...events.slice(0, 3))),
    );
  });

  test('every state that is possible, with unknown operations among them', () => {
    const explanation = explanationOf(
      'register',
      done(0, 'write', 1),
      invoke(1, 'write', 2),
      info(1, 'write', 2),
      invoke(2, 'write', 4),
      done(0, 'read', 3),
      ok(2, 'write', 4),
    );
    expect(explanation.states).toEqual([1, 2, 4]);
    expect(explain(explanation)).toContain(
      'the register holds 1 or 2 or 4\n  no operation ever leaves the register like that',
    );
  });

  test('a read of what failed', () => {
    const events = [invoke(0, 'write', 1), fail(0, 'write', 1, 'no-leader'), done(1, 'read', 1)];
    expect(explain(explanationOf('register', ...events))).toBe(
      [
        'process 1 read -> 1 (#2 to #3) fits no legal order: it needs the register to hold 1',
        '  after every legal order of what came before, the register holds null',
        '  only what failed would have left it like that: process 0 write 1 (#0 to #1, failed)',
        '  it is the first operation to complete',
      ].join('\n'),
    );
  });

  test('a read of what was written only later', () => {
    const text = explain(explanationOf('register', done(1, 'read', 1), done(0, 'write', 1)));
    expect(text).toContain('what leaves it like that was invoked only later: process 0 write 1 (#2 to #3)');
  });

  test('a lost update: two cas from one value', () => {
    const explanation = explanationOf('kv', on('x', done(0, 'put', 1), done(1, 'cas', [1, 2]), done(2, 'cas', [1, 3])));
    expect(explanation).toMatchObject({ key: 'x', operation: { process: 2 }, previous: { process: 1 }, states: [2] });
    expect(explain(explanation)).toBe(
      [
        'key "x": process 2 cas [1,3] (#4 to #5) fits no legal order: it needs the key to hold 1',
        '  after every legal order of what came before, the key holds 2',
        '  process 0 put 1 (#0 to #1) left it like that, until process 1 cas [1,2] (#2 to #3)',
        '  the last operation that could be placed is process 1 cas [1,2] (#2 to #3)',
      ].join('\n'),
    );
  });

  test('a mutex that is acquired twice', () => {
    expect(explain(explanationOf('mutex', done(0, 'acquire'), done(1, 'acquire')))).toBe(
      [
        'process 1 acquire (#2 to #3) fits no legal order: it needs the mutex to be free',
        '  after every legal order of what came before, the mutex is held',
        '  it began like that, until process 0 acquire (#0 to #1)',
        '  the last operation that could be placed is process 0 acquire (#0 to #1)',
      ].join('\n'),
    );
  });

  test('a value that vanishes from a set', () => {
    const explanation = explanationOf(
      'set',
      done(0, 'add', 1),
      invoke(0, 'add', 2),
      done(1, 'read', []),
      ok(0, 'add', 2),
    );
    expect(explanation).toMatchObject({ operation: { process: 1 }, states: [[1, 2], [1]], source: undefined });
    expect(explain(explanation)).toContain(
      'it needs the set to hold []\n  after every legal order of what came before, the set holds [1,2] or [1]\n',
    );
  });

  test('the read that is wrong, not a later one that overlaps it', () => {
    const events = [
      done(0, 'write', 1),
      done(0, 'write', 2),
      invoke(2, 'read'),
      invoke(1, 'read'),
      ok(1, 'read', 1),
      ok(2, 'read', 2),
    ];
    expect(explanationOf('register', ...events).operation.process).toBe(1);
  });

  test('positions as the caller names them', () => {
    const explanation = explanationOf('register', done(0, 'read', 1));
    expect(explain(explanation, (position) => `line ${position + 1}`)).toContain('(line 1 to line 2)');
  });

  test('many states in few words', () => {
    const open = Array.from({ length: 9 }, (_, i) => invoke(i, 'write', i));
    const text = explain(explanationOf('register', ...open, done(20, 'read', 99)));
    expect(text).toContain('the register holds 0 or 1 or 2 or 3 or 4 or 5 or 4 other values');
  });
});

test('becomes a verdict with a plain witness', () => {
  const operations = operationsIn(done(0, 'write', 1), done(1, 'read', 2));
  const result = checkLinearizable(operations, 'register');
  expect(verdictOf(result)).toEqual({
    verdict: 'violated',
    reason: result.verdict === 'violated' ? explain(result.explanation) : '',
    witness: {
      key: null,
      operation: { process: 1, invoked: 2, completed: 3 },
      previous: { process: 0, invoked: 0, completed: 1 },
      states: [1],
    },
  });
  expect(verdictOf(checkLinearizable(operations, 'register', { init: 5, budget: 0 })).verdict).toBe('violated');
  expect(verdictOf(checkLinearizable(operations.slice(0, 1), 'register'))).toEqual({ verdict: 'ok' });
});
