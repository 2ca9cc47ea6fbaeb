// `faultline check` on histories of transactions: verdicts, exit codes, what is printed.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { faultline, STACK } from './command.ts';

type Line = readonly [process: number, type: string, value: unknown, time?: number];
const history = (...lines: readonly Line[]) =>
  lines.map(([process, type, value, time]) => JSON.stringify({ process, type, f: 'txn', value, time })).join('\n');

const check = (input: string, ...flags: string[]) => faultline(['check', '-', ...flags], { input });

const skew = history(
  [
    0,
    'invoke',
    [
      ['r', 'x', null],
      ['append', 'y', 1],
    ],
    10,
  ],
  [
    1,
    'invoke',
    [
      ['r', 'y', null],
      ['append', 'x', 2],
    ],
    12,
  ],
  [
    0,
    'ok',
    [
      ['r', 'x', []],
      ['append', 'y', 1],
    ],
    20,
  ],
  [
    1,
    'ok',
    [
      ['r', 'y', null],
      ['append', 'x', 2],
    ],
    21,
  ],
);

test('a write skew: exit 1 with the cycle, its transactions and what is left', () => {
  const { code, out } = check(skew, '--model', 'list-append');
  expect(code).toBe(1);
  expect(out.trimEnd().split('\n')).toEqual([
    'VIOLATED  2 transactions as list-append, judged by strict-serializable, 2 edges searched',
    '  G2-item: a cycle with anti-dependencies side by side: neither saw the other’s write (write skew); rules out repeatable-read',
    '    T1 read "x" as [] before T2 appended 2 to it',
    '    T2 read "y" as null before T1 appended 1 to it',
    '      T1: process 0, line 1 at 10 to line 3 at 20: [r "x" []] [append "y" 1]',
    '      T2: process 1, line 2 at 12 to line 4 at 21: [r "y" null] [append "x" 2]',
    '  strongest that holds: strong-snapshot-isolation',
    '  ruled out: strict-serializable, strong-session-serializable, serializable, repeatable-read',
    '  the order of appends is that of the longest read of each key; what nobody read came after it',
  ]);
});

test('a level that it keeps: exit 0, and what was found is named', () => {
  const { code, out } = check(skew, '--model', 'list-append', '--level', 'snapshot-isolation');
  expect(code).toBe(0);
  expect(out).toMatch(/^SNAPSHOT ISOLATION {2}2 transactions/);
  expect(out).toContain('allowed by snapshot-isolation, and found: G2-item');
});

test('--json says the level, all levels, and each anomaly with its transactions', () => {
  const document = JSON.parse(check(skew, '--model', 'list-append', '--json').out);
  expect(document).toMatchObject({
    verdict: 'violated',
    level: 'strict-serializable',
    strongest: ['strong-snapshot-isolation'],
    levels: { serializable: 'violated', 'snapshot-isolation': 'ok' },
    anomalies: [{ anomaly: 'G2-item', transactions: [{ transaction: 1, process: 0, invoked: 0, completed: 2 }, {}] }],
  });
});

test('not known, exit 3: an element that was appended twice, no read, no budget', () => {
  const twice = history(
    [0, 'invoke', [['append', 'x', 1]]],
    [0, 'ok', [['append', 'x', 1]]],
    [
      0,
      'invoke',
      [
        ['append', 'x', 1],
        ['r', 'x', null],
      ],
    ],
    [
      0,
      'ok',
      [
        ['append', 'x', 1],
        ['r', 'x', [1, 1]],
      ],
    ],
  );
  const unread = history([0, 'invoke', [['append', 'x', 1]]], [0, 'ok', [['append', 'x', 1]]]);
  expect(check(twice, '--model', 'list-append')).toMatchObject({
    code: 3,
    out: expect.stringContaining('more than once'),
  });
  expect(check(unread, '--model', 'list-append')).toMatchObject({
    code: 3,
    out: expect.stringContaining('no transaction'),
  });
  const long = history(
    [
      0,
      'invoke',
      [
        ['append', 'x', 1],
        ['r', 'y', null],
      ],
    ],
    [
      1,
      'invoke',
      [
        ['append', 'y', 1],
        ['r', 'z', null],
      ],
    ],
    [
      2,
      'invoke',
      [
        ['append', 'z', 1],
        ['r', 'x', null],
      ],
    ],
    [
      0,
      'ok',
      [
        ['append', 'x', 1],
        ['r', 'y', []],
      ],
    ],
    [
      1,
      'ok',
      [
        ['append', 'y', 1],
        ['r', 'z', []],
      ],
    ],
    [
      2,
      'ok',
      [
        ['append', 'z', 1],
        ['r', 'x', []],
      ],
    ],
  );
  const { code, out } = check(long, '--model', 'list-append', '--budget', '1');
  expect(code).toBe(3);
  expect(out).toContain('there are 3 dependencies, more than the budget of 1 edges');
  expect(check(long, '--model', 'list-append').code).toBe(1);
});

test('registers may begin with another value; lists begin empty', () => {
  const zero = history([0, 'invoke', [['r', 'x', null]]], [0, 'ok', [['r', 'x', 0]]]);
  expect(check(zero, '--model', 'rw-register').code).toBe(1);
  expect(check(zero, '--model', 'rw-register', '--init', '0').code).toBe(0);
  expect(check(skew, '--model', 'list-append', '--init', '[1]').code).toBe(2);
});

test('bad transactions: exit 2, line and column, no stack trace', () => {
  const bad: [string, RegExp][] = [
    [history([0, 'invoke', 1]), /:1:\d+ error .*list of steps/],
    [history([0, 'invoke', [['append', 'x']]]), /:1:\d+ error .*a step is/],
    [history([0, 'invoke', [['push', 'x', 1]]]), /:1:\d+ error .*"push"/],
    [history([0, 'invoke', [['w', 'x', 1]]]), /known to the model rw-register/],
    [history([0, 'invoke', [['append', 'x', null]]]), /null cannot be written/],
    [history([0, 'invoke', [['append', null, 1]]]), /the key of a step/],
    [history([0, 'invoke', [['r', 'x', null]]], [0, 'ok', [['r', 'x', 3]]]), /:2:\d+ error .*returns a list/],
    [history([0, 'invoke', [['r', 'x', null]]], [0, 'ok', [['r', 'y', []]]]), /:2:\d+ error .*step 1 was invoked as/],
    [history([0, 'invoke', [['r', 'x', null]]], [0, 'ok', []]), /:2:\d+ error .*1 steps were invoked/],
    [JSON.stringify({ process: 0, type: 'invoke', f: 'read', value: null }), /:1:\d+ error .*it knows txn/],
  ];
  for (const [text, message] of bad) {
    const { code, out, err } = check(text, '--model', 'list-append');
    expect(code, text).toBe(2);
    expect(out).toBe('');
    expect(err, text).toMatch(message);
    expect(err).not.toMatch(STACK);
  }
  expect(check(skew, '--model', 'list-append', '--level', 'causal').code).toBe(2);
  expect(check(skew, '--model', 'register', '--level', 'serializable').code).toBe(2);
});

test('run --history writes a history that check judges as the run did', () => {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-'));
  const path = join(folder, 'none.jsonl');
  const scenario = join(import.meta.dirname, '../../scenarios/transactions/isolation-lists.yaml');
  const run = faultline(['run', scenario, '--row', 'none', '--seed', '1', '--history', path]);
  expect(run.code).toBe(0);
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  expect(Object.keys(JSON.parse(lines[0]!))).toEqual(['process', 'type', 'f', 'value', 'time']);
  const judged = JSON.parse(faultline(['check', path, '--model', 'list-append', '--json']).out);
  expect(judged.anomalies.map(({ anomaly }: { anomaly: string }) => anomaly)).toContain('G0');
  // Its own file may be written anew, somebody's work not; several runs have no one history.
  expect(faultline(['run', scenario, '--row', 'none', '--seed', '1', '--history', path]).code).toBe(0);
  writeFileSync(path, 'my notes');
  expect(faultline(['run', scenario, '--row', 'none', '--seed', '1', '--history', path]).code).toBe(2);
  expect(faultline(['run', scenario, '--quick', '--history', path]).code).toBe(2);
  rmSync(folder, { recursive: true });
});
