// Hand-made histories, each accepted or rejected for one reason.
import { describe, expect, test } from 'vitest';
import { checkLinearizable, type LinearizableOptions, type ModelName } from '../../src/checkers/index.ts';
import type { HistoryEvent } from '../../src/contract/history.ts';
import { done, fail, info, invoke, ok, on, operationsIn } from './histories.ts';

type Events = readonly (HistoryEvent | HistoryEvent[])[];

function verdictOf(model: ModelName, events: Events, options?: LinearizableOptions) {
  return checkLinearizable(operationsIn(...events), model, options).verdict;
}

function problemsOf(model: ModelName, events: Events) {
  const result = checkLinearizable(operationsIn(...events), model);
  expect(result.verdict).toBe('unknown');
  return result.verdict === 'unknown' ? result.problems.map(({ code, index }) => ({ code, index })) : [];
}

/** Two writes and a read of the first: stale, unless the writes overlap. */
const STALE = [done(0, 'write', 1), done(0, 'write', 2), done(1, 'read', 1)];
/** The same with a cas at the end, so that the search has to judge it. */
const STALE_CAS = [...STALE, done(0, 'cas', [2, 3])];

describe('accepts', () => {
  test.each<[string, ModelName, Events]>([
    ['no operation', 'register', []],
    ['a read of what was written', 'register', [done(0, 'write', 1), done(1, 'read', 1)]],
    [
      'overlapping writes in either order',
      'register',
      [invoke(0, 'write', 1), done(1, 'write', 2), ok(0, 'write', 1), done(1, 'read', 2)],
    ],
    [
      'a read that overlaps the write, before and after it',
      'register',
      [invoke(0, 'write', 1), done(1, 'read', null), done(2, 'read', 1), ok(0, 'write', 1)],
    ],
    ['a cas that finds its value', 'cas-register', [done(0, 'write', 1), done(1, 'cas', [1, 2]), done(0, 'read', 2)]],
    [
      'a read of records with fields in another order',
      'register',
      [done(0, 'write', { a: 1, b: 2 }), done(0, 'read', { b: 2, a: 1 })],
    ],
    [
      'keys that are independent',
      'kv',
      [on('x', done(0, 'put', 1)), on('y', done(0, 'get', null)), on('x', done(0, 'read', 1))],
    ],
    ['registers under keys', 'register', [on('x', done(0, 'write', 1)), on('y', done(0, 'read', null))]],
    [
      'appends in either order',
      'kv-append',
      [on('x', invoke(0, 'append', 'a'), done(1, 'append', 'b'), ok(0, 'append', 'a'), done(1, 'get', 'ba'))],
    ],
    [
      'half characters that join into one',
      'kv-append',
      [on('x', done(0, 'append', '\ud83d'), done(0, 'append', '\ude00'), done(0, 'get', '😀'))],
    ],
    ['a set read in any order', 'set', [done(0, 'add', 1), done(0, 'add', 2), done(1, 'read', [2, 1])]],
    [
      'an element that is added again and removed once',
      'set',
      [done(0, 'add', 1), done(0, 'add', 1), done(0, 'remove', 1), done(1, 'read', [])],
    ],
    ['a lock passed on', 'mutex', [done(0, 'acquire'), done(0, 'release'), done(1, 'acquire')]],
    ['locks under keys', 'mutex', [on('a', done(0, 'acquire')), on('b', done(1, 'acquire'))]],
  ])('%s', (_, model, events) => {
    expect(verdictOf(model, events)).toBe('ok');
  });
});

describe('rejects', () => {
  test.each<[string, ModelName, Events]>([
    ['a stale read', 'register', STALE],
    ['a stale read, by search', 'cas-register', STALE_CAS],
    ['a value that nobody wrote', 'register', [done(0, 'write', 1), done(1, 'read', 7)]],
    ['a read before its write is invoked', 'register', [done(1, 'read', 1), done(0, 'write', 1)]],
    [
      'a value that comes and goes',
      'register',
      [invoke(0, 'write', 1), done(1, 'read', 1), done(1, 'read', null), ok(0, 'write', 1)],
    ],
    [
      'two reads that see two writes in different orders',
      'register',
      [done(0, 'write', 1), done(1, 'write', 2), done(2, 'read', 2), done(3, 'read', 1)],
    ],
    ['a read of what failed', 'register', [invoke(0, 'write', 1), fail(0, 'write', 1), done(1, 'read', 1)]],
    ['two cas from one value', 'cas-register', [done(0, 'write', 1), done(1, 'cas', [1, 2]), done(2, 'cas', [1, 3])]],
    [
      'one key that is wrong among others',
      'kv',
      [on('x', done(0, 'put', 1)), on('y', done(0, 'put', 2)), on('y', done(1, 'get', null))],
    ],
    [
      'an append that is lost',
      'kv-append',
      [on('x', done(0, 'append', 'a'), done(1, 'append', 'b'), done(1, 'get', 'b'))],
    ],
    ['an element that vanishes', 'set', [done(0, 'add', 1), done(1, 'read', [])]],
    ['an element that is listed twice', 'set', [done(0, 'add', 1), done(1, 'read', [1, 1])]],
    [
      'two reads of a set that no order has',
      'set',
      [
        invoke(0, 'add', 1),
        invoke(1, 'add', 2),
        done(2, 'read', [1]),
        done(3, 'read', [2]),
        ok(0, 'add', 1),
        ok(1, 'add', 2),
      ],
    ],
    ['a lock acquired twice', 'mutex', [done(0, 'acquire'), done(1, 'acquire')]],
    ['a release of a free lock', 'mutex', [done(0, 'release')]],
  ])('%s', (_, model, events) => {
    expect(verdictOf(model, events)).toBe('violated');
  });
});

describe('unknown operations', () => {
  const lostWrite = [done(0, 'write', 1), invoke(1, 'write', 2), info(1, 'write', 2)];

  test('may take effect later, at any time', () => {
    expect(verdictOf('register', [...lostWrite, done(0, 'read', 1), done(0, 'read', 1), done(0, 'read', 2)])).toBe(
      'ok',
    );
  });

  test('may never take effect', () => {
    expect(verdictOf('register', [...lostWrite, done(0, 'read', 1)])).toBe('ok');
  });

  test('take effect once', () => {
    const events = [...lostWrite, done(0, 'read', 2), done(0, 'write', 3), done(0, 'read', 2)];
    expect(verdictOf('register', events)).toBe('violated');
    expect(verdictOf('cas-register', [...events, done(0, 'cas', [2, 4])])).toBe('violated');
  });

  test('take effect as often as there are of them, and not before they are invoked', () => {
    const again = [invoke(2, 'write', 2), info(2, 'write', 2)];
    const reads = [done(0, 'read', 2), done(0, 'write', 3), done(0, 'read', 2)];
    expect(verdictOf('register', [...lostWrite, ...again, ...reads])).toBe('ok');
    expect(verdictOf('register', [...lostWrite, ...reads, ...again])).toBe('violated');
  });

  test('do not take effect before their invocation', () => {
    expect(verdictOf('register', [done(0, 'read', 2), ...lostWrite])).toBe('violated');
  });

  test('that one order used up in vain are still there for another', () => {
    // First tried: 5 before 1. Then the first read of 5 uses up the lost write, and the second has none.
    const writes = [
      invoke(0, 'write', 5),
      invoke(1, 'write', 1),
      invoke(9, 'write', 5),
      ok(0, 'write', 5),
      ok(1, 'write', 1),
    ];
    expect(verdictOf('register', [...writes, done(0, 'read', 5), done(0, 'write', 7), done(0, 'read', 5)])).toBe('ok');
  });

  test('that were never answered are like info', () => {
    expect(verdictOf('register', [invoke(1, 'write', 2), done(0, 'read', null), done(0, 'read', 2)])).toBe('ok');
  });

  test('need not be possible: a lost acquire of a held mutex', () => {
    const held = [done(0, 'acquire'), invoke(1, 'acquire'), info(1, 'acquire')];
    expect(verdictOf('mutex', held)).toBe('ok');
    expect(verdictOf('mutex', [...held, done(0, 'release'), done(0, 'acquire')])).toBe('ok');
    expect(verdictOf('mutex', [...held, done(0, 'release'), done(2, 'release')])).toBe('ok');
    expect(verdictOf('mutex', [...held, done(0, 'release'), done(2, 'release'), done(2, 'release')])).toBe('violated');
  });

  test('that read say nothing', () => {
    expect(verdictOf('register', [invoke(0, 'read'), info(0, 'read', 9)])).toBe('ok');
  });

  test('take effect one after the other where one needs the other', () => {
    const events = [invoke(1, 'cas', [1, 2]), info(1, 'cas', [1, 2]), invoke(2, 'cas', [2, 3]), info(2, 'cas', [2, 3])];
    expect(verdictOf('cas-register', [...events, done(0, 'read', 3)], { init: 1 })).toBe('ok');
    expect(verdictOf('cas-register', [...events, done(0, 'read', 3)], { init: 2 })).toBe('ok');
    expect(verdictOf('cas-register', [...events, done(0, 'read', 3)], { init: 0 })).toBe('violated');
  });
});

describe('readings', () => {
  test('a read of null observes null, or says nothing', () => {
    const events = [done(0, 'write', 1), done(1, 'read', null)];
    expect(verdictOf('register', events)).toBe('violated');
    expect(verdictOf('register', events, { nullRead: 'any' })).toBe('ok');
    expect(verdictOf('register', [done(1, 'read', null)], { init: 0 })).toBe('violated');
    expect(verdictOf('register', [done(1, 'read', null)], { init: 0, nullRead: 'any' })).toBe('ok');
    expect(verdictOf('register', [done(0, 'write', null), done(1, 'read', null)], { init: 0 })).toBe('ok');
  });

  test('a failed cas did not happen, or observed a mismatch', () => {
    const events = (code?: string) => [
      done(0, 'write', 1),
      invoke(1, 'cas', [1, 2]),
      fail(1, 'cas', [1, 2], code),
      done(0, 'read', 1),
    ];
    expect(verdictOf('cas-register', events('cas-mismatch'))).toBe('ok');
    expect(verdictOf('cas-register', events('cas-mismatch'), { failedCas: 'observed' })).toBe('violated');
    expect(verdictOf('cas-register', events(), { failedCas: 'observed' })).toBe('violated');
    expect(verdictOf('cas-register', events('no-leader'), { failedCas: 'observed' })).toBe('ok');
  });

  test('an observed mismatch may lie anywhere in its interval', () => {
    const events = [invoke(1, 'cas', [1, 2]), done(0, 'write', 1), fail(1, 'cas', [1, 2]), done(0, 'read', 1)];
    expect(verdictOf('cas-register', events, { failedCas: 'observed' })).toBe('ok');
  });

  test('the order is the position, whatever the times say', () => {
    const at = (time: number, events: HistoryEvent[]) => events.map((event) => ({ ...event, time }));
    expect(verdictOf('register', [at(5, done(0, 'write', 1)), at(5, done(1, 'read', null))])).toBe('violated');
    expect(verdictOf('register', [at(9, done(0, 'write', 1)), at(5, done(1, 'read', 1))])).toBe('ok');
  });

  test.each<[ModelName, LinearizableOptions['init'] & {}, Events]>([
    ['register', 0, [done(0, 'read', 0)]],
    ['kv', 0, [on('x', done(0, 'get', 0)), on('y', done(0, 'get', 0))]],
    ['kv-append', 'a', [on('x', done(0, 'append', 'b'), done(0, 'get', 'ab'))]],
    ['set', [2, 1], [done(0, 'read', [1, 2])]],
    ['mutex', true, [done(0, 'release')]],
  ])('the initial value of a %s can be set', (model, init, events) => {
    expect(verdictOf(model, events, { init })).toBe('ok');
    expect(verdictOf(model, events)).toBe('violated');
  });
});

describe('reports, with a position and no verdict', () => {
  test.each<[string, ModelName, Events, string, number]>([
    ['an f that the model does not know', 'register', [done(0, 'read', null), done(0, 'cas', [1, 2])], 'unknown-f', 2],
    ['an f that every object inherits', 'register', [done(0, 'toString', 1)], 'unknown-f', 0],
    ['an f that a set does not know', 'set', [done(0, 'write', 1)], 'unknown-f', 0],
    ['an f that a mutex does not know', 'mutex', [done(0, 'lock')], 'unknown-f', 0],
    ['a cas without a pair', 'cas-register', [done(0, 'cas', 1)], 'bad-value', 0],
    ['a cas that failed without a pair', 'cas-register', [invoke(0, 'cas', [1]), fail(0, 'cas', [1])], 'bad-value', 0],
    ['a kv operation without a key', 'kv', [done(0, 'put', 1)], 'key-missing', 0],
    [
      'a key that only some have',
      'register',
      [on('x', done(0, 'read', null)), done(0, 'read', null)],
      'key-missing',
      2,
    ],
    ['an append of a number', 'kv-append', [on('x', done(0, 'append', 1))], 'bad-value', 0],
    ['a set that reads as a number', 'set', [done(0, 'read', 1)], 'bad-value', 1],
  ])('%s', (_, model, events, code, index) => {
    expect(problemsOf(model, events)).toEqual([{ code, index }]);
  });

  test('an initial value that the model cannot have', () => {
    const result = checkLinearizable([], 'kv-append', { init: 3 });
    expect(result).toMatchObject({ verdict: 'unknown', reason: 'no kv-append can begin with 3' });
  });
});

describe('keys and budget', () => {
  const hard = on('hard', ...Array.from({ length: 24 }, (_, i) => invoke(i, 'append', String(i))));
  const wrong = on('wrong', done(50, 'append', 'a'), done(50, 'get', ''));

  test('unknown when the budget runs out, never ok', () => {
    const result = checkLinearizable(operationsIn(hard, on('hard', done(60, 'get', 'x'))), 'kv-append', {
      budget: 5_000,
    });
    expect(result).toMatchObject({ verdict: 'unknown', problems: [] });
    expect(result.configurations).toBeGreaterThanOrEqual(5_000);
    // One more expansion than the budget: at most as many as there are open operations.
    expect(result.configurations).toBeLessThan(5_000 + 25);
  });

  test('a hard key does not hide a violation of another one', () => {
    const result = checkLinearizable(operationsIn(hard, on('hard', done(60, 'get', 'x')), wrong), 'kv-append');
    expect(result.verdict).toBe('violated');
    expect(result.keys.map(({ key, verdict }) => [key, verdict])).toEqual([
      ['hard', 'unknown'],
      ['wrong', 'violated'],
    ]);
    expect(result.configurations).toBeLessThan(1_200);
  });

  test('more than 31 open operations', () => {
    const clients = Array.from({ length: 40 }, (_, i) => i);
    const events = [...clients.map((i) => invoke(i, 'add', i)), ...clients.map((i) => ok(i, 'add', i))];
    expect(verdictOf('set', [...events, done(0, 'read', clients)])).toBe('ok');
    const appends = clients.map((i) => invoke(i, 'append', 'a'));
    const appended = clients.map((i) => ok(i, 'append', 'a'));
    expect(verdictOf('kv-append', [on('x', ...appends, ...appended, done(0, 'get', 'a'.repeat(40)))])).toBe('ok');
    expect(verdictOf('kv-append', [on('x', ...appends, ...appended, done(0, 'get', 'a'.repeat(39)))])).toBe('violated');
  });
});
