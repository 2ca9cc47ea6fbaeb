import { describe, expect, test } from 'vitest';
import { operationsOf } from '../../src/checkers/index.ts';
import type { HistoryEvent } from '../../src/contract/history.ts';
import { done, fail, info, invoke, ok, on } from './histories.ts';

function codes(...events: (HistoryEvent | HistoryEvent[])[]) {
  return operationsOf(events.flat()).problems.map(({ code, index }) => ({ code, index }));
}

describe('pairs', () => {
  test('an invocation with its completion, by process, in the order of invocations', () => {
    const { operations, problems } = operationsOf([
      { ...invoke(0, 'write', 1), time: 10 },
      invoke(1, 'read'),
      ok(1, 'read', 5),
      { ...ok(0, 'write', 1), time: 30 },
    ]);
    expect(problems).toEqual([]);
    expect(operations).toMatchObject([
      {
        process: 0,
        f: 'write',
        input: 1,
        output: 1,
        outcome: 'ok',
        invoked: 0,
        completed: 3,
        invokedAt: 10,
        completedAt: 30,
      },
      { process: 1, f: 'read', input: null, output: 5, outcome: 'ok', invoked: 1, completed: 2 },
    ]);
  });

  test('an invocation without completion, or with info, as open for ever', () => {
    const { operations } = operationsOf([invoke(0, 'write', 1), invoke(1, 'write', 2), info(1, 'write', 2)]);
    expect(operations).toMatchObject([
      { process: 0, outcome: 'info', completed: undefined, output: undefined },
      { process: 1, outcome: 'info', completed: undefined, output: undefined },
    ]);
  });

  test('a failure with its error', () => {
    const { operations } = operationsOf([invoke(0, 'cas', [1, 2]), fail(0, 'cas', [1, 2], 'cas-mismatch')]);
    expect(operations).toMatchObject([{ outcome: 'fail', completed: 1, error: { code: 'cas-mismatch' } }]);
  });
});

describe('reports', () => {
  test('a second invocation while one is open', () => {
    expect(codes(invoke(0, 'read'), invoke(0, 'read'))).toEqual([{ code: 'invoke-while-open', index: 1 }]);
  });

  test('a completion without an invocation', () => {
    expect(codes(done(0, 'write', 1), ok(0, 'write', 1))).toEqual([{ code: 'completion-without-invoke', index: 2 }]);
  });

  test('a process that is used again after info', () => {
    expect(codes(invoke(0, 'read'), info(0, 'read'), done(0, 'read', 1))).toEqual([
      { code: 'process-reused', index: 2 },
    ]);
  });

  test('a completion of another operation, or on another key', () => {
    expect(codes(invoke(0, 'read'), ok(0, 'write', 1))).toEqual([{ code: 'f-differs', index: 1 }]);
    expect(codes(on('x', invoke(0, 'read')), on('y', ok(0, 'read', 1)))).toEqual([{ code: 'key-differs', index: 1 }]);
    expect(codes(on('x', invoke(0, 'read')), ok(0, 'read', 1))).toEqual([]);
  });

  test('everything at once', () => {
    expect(codes(ok(0, 'read'), invoke(1, 'read'), invoke(1, 'read'), fail(2, 'cas', [1, 2])).length).toBe(3);
  });
});
