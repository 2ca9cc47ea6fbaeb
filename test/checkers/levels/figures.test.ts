// The histories by which the literature tells the levels apart: each with every level that it keeps.
import { describe, expect, test } from 'vitest';
import { checkLevel } from '../../../src/checkers/check-level.ts';
import { LEVELS, type Level } from '../../../src/checkers/levels.ts';
import type { Operation } from '../../../src/contract/history.ts';
import { done, info, invoke, on, operationsIn } from '../histories.ts';
import { figure } from './figures.ts';

const SESSION: readonly Level[] = ['read-your-writes', 'monotonic-reads', 'monotonic-writes', 'writes-follow-reads'];

function kept(operations: readonly Operation[]): readonly Level[] {
  return LEVELS.filter((level) => checkLevel(operations, 'kv', level).verdict === 'ok');
}

const without = (...broken: readonly Level[]) => LEVELS.filter((level) => !broken.includes(level));

describe('Tanenbaum and van Steen, Distributed Systems, chapter 7', () => {
  test('figure 7-5 a: two writes, seen by all in one order that is not that of time', () => {
    expect(kept(figure('w(x)1', 'w(x)2', 'r(x)2 r(x)1', 'r(x)2 r(x)1'))).toEqual(LEVELS);
  });

  test('figure 7-5 b: seen in two orders, which is causal memory and no more', () => {
    expect(kept(figure('w(x)1', 'w(x)2', 'r(x)2 r(x)1', 'r(x)1 r(x)2'))).toEqual(
      without('sequential', 'causal-convergence'),
    );
  });

  test('figure 7-8: concurrent writes seen in two orders, with a cause before both', () => {
    const operations = figure('w(x)1 w(x)3', 'r(x)1 w(x)2', 'r(x)1 r(x)3 r(x)2', 'r(x)1 r(x)2 r(x)3');
    expect(kept(operations)).toEqual(without('sequential', 'causal-convergence'));
  });

  test('figure 7-9 a: an answer seen before its question', () => {
    // Process 2 reads the value that process 1 had replaced after reading it: its reads go back.
    const operations = figure('w(x)1', 'r(x)1 w(x)2', 'r(x)2 r(x)1', 'r(x)1 r(x)2');
    expect(kept(operations)).toEqual(['read-your-writes', 'monotonic-writes', 'writes-follow-reads']);
  });

  test('figure 7-9 b: the same without the reading', () => {
    const operations = figure('w(x)1', 'w(x)2', 'r(x)2 r(x)1', 'r(x)1 r(x)2');
    expect(kept(operations)).toContain('causal');
  });
});

describe('Bouajjani, Enea, Guerraoui and Hamza, On Verifying Causal Consistency, figure 2', () => {
  test('a: causal memory, not convergent', () => {
    expect(kept(figure('w(x)1 r(x)2', 'w(x)2 r(x)1'))).toEqual(without('sequential', 'causal-convergence'));
  });

  test('b: convergent, no causal memory', () => {
    const operations = figure('w(z)1 w(x)1 w(y)1', 'w(x)2 r(z)0 r(y)1 r(x)2');
    expect(kept(operations)).toEqual(without('sequential', 'causal'));
  });

  test('c: neither, though every session guarantee holds by itself', () => {
    expect(kept(figure('w(x)1', 'w(x)2 r(x)1 r(x)2'))).toEqual(SESSION);
  });

  test('d: both, not sequential', () => {
    const operations = figure('w(x)1 r(y)0 w(y)1 r(x)1', 'w(x)2 r(y)0 w(y)2 r(x)2');
    expect(kept(operations)).toEqual(without('sequential'));
  });

  test('e: a value read after its replacement is known', () => {
    const operations = figure('w(x)1 w(y)1', 'r(y)1 w(x)2', 'r(x)2 r(x)1');
    expect(kept(operations)).toEqual(['read-your-writes', 'monotonic-writes', 'writes-follow-reads']);
  });
});

describe('Terry et al., Session Guarantees for Weakly Consistent Replicated Data: each guarantee broken alone', () => {
  const broken: readonly [Level, readonly Operation[]][] = [
    ['read-your-writes', figure('w(x)1 r(x)0')],
    ['monotonic-reads', figure('w(x)1', 'r(x)1 r(x)0')],
    ['monotonic-writes', figure('w(x)1 w(y)2', 'r(y)2 r(x)0')],
    ['writes-follow-reads', figure('w(x)1', 'r(x)1 w(y)2', 'r(y)2 r(x)0')],
  ];

  test.each(broken)('%s', (level, operations) => {
    expect(kept(operations)).toEqual(without('sequential', 'causal', 'causal-convergence', level));
  });

  test('an older value instead of the initial one', () => {
    expect(kept(figure('w(x)1 w(x)2 r(x)1'))).toEqual(['monotonic-reads', 'monotonic-writes', 'writes-follow-reads']);
    expect(kept(figure('w(x)1 w(x)2', 'r(x)2 r(x)1'))).not.toContain('monotonic-reads');
  });

  test('reads that go back and forth between writes of two sessions', () => {
    expect(kept(figure('w(x)1', 'w(x)2', 'r(x)1 r(x)2 r(x)1'))).not.toContain('monotonic-reads');
    expect(kept(figure('w(x)1', 'w(x)2', 'r(x)1 r(x)2'))).toEqual(LEVELS);
  });
});

test('Dekker: both processes miss the write of the other', () => {
  expect(kept(figure('w(x)1 r(y)0', 'w(y)1 r(x)0'))).toEqual(without('sequential'));
});

test('independent reads of independent writes, in two orders', () => {
  const operations = figure('w(x)1', 'w(y)1', 'r(x)1 r(y)0', 'r(y)1 r(x)0');
  expect(kept(operations)).toEqual(without('sequential'));
});

test('message passing: the flag is seen, the data are not', () => {
  expect(kept(figure('w(x)1 w(y)1', 'r(y)1 r(x)0'))).not.toContain('monotonic-writes');
  expect(kept(figure('w(x)1 w(y)1', 'r(y)0 r(x)1'))).toEqual(LEVELS);
});

describe('no level holds where', () => {
  test('a value is read that nobody wrote', () => {
    expect(kept(figure('w(x)1', 'r(x)7'))).toEqual([]);
  });

  test('two processes read what the other writes only afterwards', () => {
    expect(kept(figure('r(x)1 w(y)1', 'r(y)1 w(x)1'))).toEqual([]);
  });
});

describe('an unknown compare-and-set', () => {
  const cas = (process: number, from: number, to: number) => [
    { ...invoke(process, 'cas', [from, to]), key: 'x' },
    { ...info(process, 'cas', [from, to]), key: 'x' },
  ];
  const read = (process: number, value: number) => on('x', done(process, 'read', value));

  test('happened if its value was read', () => {
    expect(kept(operationsIn(on('x', done(0, 'write', 1)), cas(1, 1, 2), read(2, 2), read(2, 1)))).not.toContain(
      'monotonic-reads',
    );
  });

  test('did not happen if what it needed was never there, or if nobody read what it left', () => {
    expect(kept(operationsIn(on('x', done(0, 'write', 2)), cas(1, 1, 2), read(2, 2)))).toEqual(LEVELS);
    expect(kept(operationsIn(cas(1, 1, 2), cas(2, 2, 1)))).toEqual(LEVELS);
  });
});
