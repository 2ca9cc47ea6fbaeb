// `faultline check`: verdicts, exit codes and messages on histories that were not made here.
import { expect, test } from 'vitest';
import { faultline, STACK } from './command.ts';

type Line = readonly [process: number, type: string, f: string, value: unknown, key?: string | undefined];
const history = (...lines: readonly Line[]) =>
  lines
    .map(([process, type, f, value, key]) => JSON.stringify({ process, type, f, value, ...(key && { key }) }))
    .join('\n');

const check = (input: string, ...flags: string[]) => faultline(['check', '-', ...flags], { input });

const stale = history(
  [0, 'invoke', 'write', 1],
  [0, 'ok', 'write', 1],
  [1, 'invoke', 'write', 2],
  [1, 'ok', 'write', 2],
  [0, 'invoke', 'read', null],
  [0, 'ok', 'read', 1],
);

test('a stale read is violated, exit 1, with the operation and what it needed', () => {
  const { code, out } = check(stale, '--model', 'register');
  expect(code).toBe(1);
  expect(out).toMatch(/^VIOLATED {2}3 operations as register/);
  expect(out).toMatch('process 0 read -> 1 (line 5 to line 6) fits no legal order');
});

test('--json prints verdict, configurations and explanation, and nothing else', () => {
  const violated = JSON.parse(check(stale, '--model', 'register', '--json').out);
  expect(Object.keys(violated)).toEqual(['verdict', 'configurations', 'explanation']);
  expect(violated).toMatchObject({ verdict: 'violated', explanation: expect.stringContaining('read -> 1') });
  const fine = JSON.parse(
    check(history([0, 'invoke', 'read', null], [0, 'ok', 'read', null]), '--model', 'register', '--json').out,
  );
  expect(fine).toEqual({ verdict: 'ok', configurations: expect.any(Number), explanation: null });
});

test('a missing completion is unknown: it may take effect, or not', () => {
  const open = (read: unknown) =>
    history(
      [0, 'invoke', 'write', 1],
      [1, 'invoke', 'read', null],
      [1, 'ok', 'read', read],
      [1, 'invoke', 'read', null],
      [1, 'ok', 'read', 1],
    );
  expect(check(open(null), '--model', 'register').code).toBe(0);
  expect(check(open(1), '--model', 'register').code).toBe(0);
  expect(check(open(2), '--model', 'register').code).toBe(1);
});

test('initial values: null, "" for kv-append, [] for set, false for mutex, or --init', () => {
  const read = (f: string, value: unknown, key?: string) =>
    history([0, 'invoke', f, null, key], [0, 'ok', f, value, key]);
  expect(check(read('read', null), '--model', 'register').code).toBe(0);
  expect(check(read('read', 0), '--model', 'register').code).toBe(1);
  expect(check(read('read', 0), '--model', 'register', '--init', '0').code).toBe(0);
  expect(check(read('read', null), '--model', 'register', '--init', '0').code).toBe(1);
  expect(check(read('read', null), '--model', 'register', '--init', '0', '--null-read', 'any').code).toBe(0);
  expect(check(read('get', '', 'x'), '--model', 'kv-append').code).toBe(0);
  expect(check(read('read', []), '--model', 'set').code).toBe(0);
  expect(check(history([0, 'invoke', 'release', null], [0, 'ok', 'release', null]), '--model', 'mutex').code).toBe(1);
});

test('a failed compare-and-set did nothing, or observed a mismatch', () => {
  const cas = history(
    [0, 'invoke', 'write', 1],
    [0, 'ok', 'write', 1],
    [0, 'invoke', 'cas', [1, 2]],
    [0, 'fail', 'cas', [1, 2]],
  );
  expect(check(cas, '--model', 'cas-register').code).toBe(0);
  expect(check(cas, '--model', 'cas-register', '--failed-cas', 'observed').code).toBe(1);
});

test('a budget too small for an answer is unknown, exit 3', () => {
  const wide = history(
    ...Array.from({ length: 8 }, (_, i): Line => [i, 'invoke', 'write', i % 3]),
    ...Array.from({ length: 8 }, (_, i): Line => [i, 'ok', 'write', i % 3]),
    [0, 'invoke', 'read', null],
    [0, 'ok', 'read', 7],
  );
  const { code, out } = check(wide, '--model', 'register', '--budget', '2');
  expect(code).toBe(3);
  expect(out).toMatch(/^UNKNOWN/);
});

test('bad histories: exit 2, line and column, no stack trace', () => {
  const bad: [string, RegExp][] = [
    ['', /:1:1 error .*no event/],
    ['{"process":0', /:1:\d+ error/],
    ['[1]', /:1:1 error/],
    [`${stale}\n{"process":0,"type":"ok","f":"read","value":1}`, /:7:\d+ error/],
    [history([0, 'invoke', 'read', null], [0, 'invoke', 'read', null]), /:2:\d+ error/],
    [history([0, 'begin', 'read', null]), /:1:\d+ error .*begin/],
    [history([0, 'invoke', 'cas', 1], [0, 'ok', 'cas', 1]), /:\d:\d+ error/],
    [history([0, 'invoke', 'pop', null], [0, 'ok', 'pop', 1]), /:\d:\d+ error .*pop/],
  ];
  for (const [text, message] of bad) {
    const { code, out, err } = check(text, '--model', text.includes('cas') ? 'cas-register' : 'register');
    expect(code, text).toBe(2);
    expect(out).toBe('');
    expect(err, text).toMatch(message);
    expect(err).not.toMatch(STACK);
  }
});

test('--level judges by a weaker level: what the stale read breaks, and what it keeps', () => {
  const kept = (level: string) => check(stale, '--model', 'register', '--level', level);
  expect(kept('sequential')).toMatchObject({ code: 0, out: expect.stringMatching(/^SEQUENTIAL {2}3 operations/) });
  const back = history(
    [0, 'invoke', 'write', 1],
    [0, 'ok', 'write', 1],
    [1, 'invoke', 'read', null],
    [1, 'ok', 'read', 1],
    [1, 'invoke', 'read', null],
    [1, 'ok', 'read', null],
  );
  expect(check(back, '--model', 'register', '--level', 'read-your-writes').code).toBe(0);
  const { code, out } = check(back, '--model', 'register', '--level', 'monotonic-reads');
  expect(code).toBe(1);
  expect(out.split('\n').slice(1, 4)).toEqual([
    '  process 1 read -> null (line 5 to line 6) misses process 0 write 1 (line 1 to line 2)',
    '    process 1 had read it before: process 1 read -> 1 (line 3 to line 4)',
    '    it returned the value at the beginning',
  ]);
});

test('a level that rests on what each read returned is unknown where that cannot be told, exit 3', () => {
  const twice = history(
    [0, 'invoke', 'write', 1],
    [0, 'ok', 'write', 1],
    [0, 'invoke', 'write', 1],
    [0, 'ok', 'write', 1],
    [1, 'invoke', 'read', null],
    [1, 'ok', 'read', 1],
  );
  const { code, out } = check(twice, '--model', 'register', '--level', 'causal');
  expect(code).toBe(3);
  expect(out).toContain('was written 2 times: which write it returned cannot be told');
  expect(check(twice, '--model', 'register', '--level', 'sequential').code).toBe(0);
});
