import { expect, test } from 'vitest';
import { widthOf } from '../../src/base/printable.ts';
import { formatCount, formatDuration, formatShare, formatTime, formatValue } from '../../src/display/format.ts';
import { plainStyle } from '../../src/display/style.ts';
import { type ScenarioSummary, summaryTable } from '../../src/display/summary.ts';
import { table, wrapText } from '../../src/display/table.ts';
import { traceLine } from '../../src/display/trace-lines.ts';

test('times and durations', () => {
  expect([0, 3_204_000, 3_204_001].map(formatTime)).toEqual(['0.000s', '3.204s', '3.204001s']);
  expect([7, 999, 1000, 1500, 1568, 12_345, 999_949, 1_000_000, 1_568_432, 60_000_000].map(formatDuration)).toEqual([
    '7us',
    '999us',
    '1ms',
    '1.5ms',
    '1.57ms',
    '12.3ms',
    '999.9ms',
    '1s',
    '1.568s',
    '60s', // biome-ignore format: pairs
  ]);
});

test('a share is never rounded to nothing or to all', () => {
  expect([0, 1, 500, 9_999, 10_000].map((part) => formatShare(part, 10_000))).toEqual([
    '0%',
    '<0.1%',
    '5%',
    '>99.9%',
    '100%',
  ]);
  expect(formatShare(0, 0)).toBe('–');
});

test('counts and values', () => {
  expect([0, 999, 1000, 1_234_567].map(formatCount)).toEqual(['0', '999', '1,000', '1,234,567']);
  expect(formatValue({ kind: 'Vote', term: 7, to: ['n1'], 'a-b': null })).toBe(
    '{kind: "Vote", term: 7, to: ["n1"], "a-b": null}',
  );
  expect(formatValue('\x1b[31m')).toBe('"\\u001b[31m"');
  expect(formatValue('x'.repeat(50), 10)).toBe('"xxxxxxxx…');
});

test('columns line up, also with wide characters, and nothing follows the last', () => {
  const lines = table(
    [{ title: 'name' }, { title: 'n', align: 'right' }, { title: 'end' }],
    [
      [{ text: '名前' }, { text: '1' }, { text: 'a' }],
      [{ text: 'x' }, { text: '100' }, { text: '' }],
    ],
  );
  expect(lines).toEqual(['name    n  end', '名前    1  a', 'x     100']);
});

test('words wrap at the width', () => {
  expect(wrapText('one two  three\nfour', 9)).toEqual(['one two', 'three', 'four']);
  expect(wrapText('', 9)).toEqual([]);
});

test('a trace line says when, where, what and why', () => {
  const base = { index: 418, time: 3_204_000, seq: 9, node: 'n1', from: 'n4', cause: 402 } as const;
  expect(traceLine({ ...base, kind: 'deliver', payload: { kind: 'Vote', term: 7 } }, true)).toBe(
    '▸    418     3.204000s  n1 ◂ n4  Vote {term: 7}  (#402)',
  );
  expect(traceLine({ ...base, kind: 'drop', payload: { kind: 'Vote', term: 7 } })).toContain('never arrived');
  const lone = { ...base, from: undefined };
  expect(traceLine({ ...base, kind: 'hold', payload: { kind: 'Vote' } })).toContain('n1 ⏸ n4  Vote  waits');
  expect(traceLine({ ...lone, kind: 'hold', payload: { kind: 'election' } })).toContain('n1 ⏸ election  waits');
  expect(traceLine({ ...base, kind: 'hold', payload: null })).toContain('n1 ⏸ n4  the connection broke  waits');
  const failure = { reason: 'full', write: 'vote' };
  expect(traceLine({ ...lone, kind: 'hold', payload: failure })).toContain('n1 ⏸ failed: vote  waits');
  expect(traceLine({ ...lone, kind: 'failure', payload: failure })).toContain('n1 ▪ failed: vote (full)');
  expect(traceLine({ ...base, kind: 'reset', payload: null })).toContain('n1 ↯ n4  the connection broke');
});

test('the summary fits the screen: a narrow one has fewer fields', () => {
  const expectation = { key: 'expect.0', kind: 'expectation', text: 'all answered', found: '9 of 9' } as const;
  const report = {
    name: 'A minority partition',
    system: 'raft-kv',
    events: 12_345,
    expectations: [{ ...expectation, verdict: 'held', quantifier: 'every' }],
    availability: [{ of: 'all clients', answered: 9, invoked: 9, longestGap: 1_568_000 }],
  };
  const sweep = {
    verdict: 'held',
    expectations: [{ ...expectation, verdict: 'held', seed: undefined, event: undefined }],
    rows: [],
  };
  const scenario = { reports: [report], planned: 1, sweep } as unknown as ScenarioSummary;
  for (const width of [80, 100, 120, 160, 200]) {
    const lines = summaryTable([scenario], plainStyle, width);
    for (const line of lines) expect(widthOf(line), line).toBeLessThanOrEqual(width);
    expect(lines[1]).toMatch(/^✓ {2}A minority partition/);
    expect(lines[0]!.includes('events')).toBe(width >= 150);
  }
});
