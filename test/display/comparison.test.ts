// The table of systems side by side, and what several seeds come to in it.
import { describe, expect, test } from 'vitest';
import { joinStandings, type Standing, type StandingReport } from '../../src/contract/comparison.ts';
import type { RowReport } from '../../src/contract/report.ts';
import { comparisonLines, comparisonMarkdown } from '../../src/display/comparison.ts';
import { plainStyle } from '../../src/display/style.ts';

const standing = (parts: Partial<Standing> = {}): Standing => ({
  levels: [
    { level: 'linearizable', verdict: 'violated' },
    { level: 'sequential', verdict: 'ok' },
    { level: 'causal', verdict: 'unknown' },
    { level: 'read-your-writes', verdict: 'violated' },
    { level: 'monotonic-reads', verdict: 'violated' },
  ],
  converged: 20_000,
  lost: { part: 3, whole: 40 },
  staleness: 5_000_000,
  answered: { whole: { part: 99, whole: 100 }, majority: { part: 7, whole: 8 }, minority: { part: 0, whole: 9 } },
  longestGap: 1_250_000,
  p99: { before: 4_500, during: undefined, after: 6_000 },
  measures: [],
  ...parts,
});

const report = (system: string, row: string | undefined, seeds = 1): RowReport => {
  const found: StandingReport = { system, row, seeds, standing: standing() };
  return { row, runs: seeds, verdict: 'held', expectations: [], distributions: [], published: [], standing: found };
};

describe('joined', () => {
  test('a level is violated if it is at one seed, and ok only if it is at all', () => {
    const level = (verdict: 'ok' | 'violated' | 'unknown') =>
      standing({ levels: [{ level: 'linearizable', verdict }] });
    const joined = (...all: readonly Standing[]) => joinStandings(all).levels[0]!.verdict;
    expect(joined(level('ok'), level('violated'), level('unknown'))).toBe('violated');
    expect(joined(level('ok'), level('unknown'))).toBe('unknown');
    expect(joined(level('ok'), level('ok'))).toBe('ok');
  });

  test('counts are sums, times are medians, and one that never converged counts for all', () => {
    const runs = [1, 5, 3].map((seconds) => standing({ staleness: seconds * 1_000_000, converged: seconds * 1_000 }));
    expect(joinStandings(runs)).toMatchObject({
      staleness: 3_000_000,
      converged: 3_000,
      lost: { part: 9, whole: 120 },
      answered: { minority: { part: 0, whole: 27 } },
      p99: { before: 4_500, during: undefined },
    });
    expect(joinStandings([...runs, standing({ converged: 'never' })]).converged).toBe('never');
    expect(joinStandings([standing({ lost: undefined }), standing()]).lost).toEqual({ part: 3, whole: 40 });
  });
});

describe('drawn', () => {
  const rows = [report('one', 'calm'), report('another', 'calm'), report('one', 'storm')];
  const lines = (width: number) => comparisonLines(rows, plainStyle, width);

  test('a table for each row of the sweep, a line for each system', () => {
    expect(lines(200).slice(0, 7)).toEqual([
      'calm',
      '  system   linearizable  sequential  causal  sessions  converged  lost  stale  answered  majority  minority    gap  p99 before  during  after',
      '  one      ✗             ✓           ?       RYW MR         20ms  3/40     5s       99%     87.5%        0%  1.25s       4.5ms       –    6ms',
      '  another  ✗             ✓           ?       RYW MR         20ms  3/40     5s       99%     87.5%        0%  1.25s       4.5ms       –    6ms',
      '',
      'storm',
      expect.stringContaining('  system  linearizable'),
    ]);
  });

  test('a narrow screen has the columns that matter most, and no line is wider than it', () => {
    for (const width of [80, 110, 140, 200]) {
      expect(Math.max(...lines(width).map((line) => line.length))).toBeLessThanOrEqual(width);
    }
    expect(lines(80)[1]).toBe('  system   linearizable  lost  stale  majority  minority    gap');
  });

  test('where servers differed at the end it is said that more may be lost', () => {
    const still = (system: string, row: string | undefined): RowReport => {
      const base = report(system, row);
      return { ...base, standing: { ...base.standing!, standing: standing({ converged: 'never' }) } };
    };
    const told = (all: readonly RowReport[]) =>
      comparisonLines(all, plainStyle, 200).filter((line) => line.includes('still differed'));
    expect(told([report('one', undefined), still('another', undefined)])).toEqual([
      'servers still differed at the end: another. What only some of them hold may yet be lost: run for longer.',
    ]);
    expect(told([still('one', 'calm'), report('two', 'calm'), still('one', 'storm')])[0]).toContain(
      'at the end: calm / one, storm / one.',
    );
    expect(told(['a', 'b', 'c', 'd', 'e'].map((name) => still(name, undefined)))[0]).toContain('a, b, c, 2 more.');
    expect(told(rows)).toEqual([]);
  });

  test('a table that leaves columns out names them', () => {
    expect(lines(80).slice(-2)).toEqual([
      'no room for sequential, causal, sessions, converged, answered, p99 before,',
      'during, after: --markdown has all columns.',
    ]);
    expect(lines(110).at(-1)).toBe(
      'no room for causal, converged, p99 before, during, after: --markdown has all columns.',
    );
    expect(lines(200).join()).not.toContain('no room');
  });

  test('what the scenario measures are its columns, without those that are empty everywhere', () => {
    const measures = (blocked: number, held: number): Standing['measures'] => [
      { name: 'blocked', unit: 'duration', isProperty: false, value: blocked },
      { name: 'writes', unit: 'count', isProperty: false, value: 0 },
      { name: 'nothing', unit: 'count', isProperty: false, value: undefined },
      { name: 'atomic', unit: 'share', isProperty: true, value: held },
    ];
    const found = (system: string, all: Standing['measures']): RowReport => {
      const base = report(system, undefined, 3);
      return { ...base, standing: { ...base.standing!, standing: standing({ measures: all }) } };
    };
    const all = [found('one', measures(5_020_000, 1)), found('two', measures(0, 2 / 3))];
    expect(comparisonLines(all, plainStyle, 80)).toEqual([
      'system  blocked  writes  atomic',
      'one       5.02s       0  ✓',
      'two           0       0  ✗',
      '',
      'Over 3 seeds: a property is violated if it is at one of them; figures are',
      'medians.',
    ]);
    // Of these none can be left out.
    expect(comparisonLines(all, plainStyle, 24).slice(0, 7)).toEqual([
      ...['system  blocked  writes', 'one       5.02s       0', 'two           0       0', ''],
      ...['system  atomic', 'one     ✓', 'two     ✗'],
    ]);
    const joined = joinStandings([1, 1, 0].map((held) => standing({ measures: measures(held * 1000, held) })));
    expect(joined.measures).toEqual(measures(1000, 2 / 3));
  });

  test('Markdown has all columns', () => {
    const text = comparisonMarkdown(rows, plainStyle);
    expect(text.slice(0, 6)).toEqual([
      '**calm**',
      '',
      expect.stringMatching(/^\| system \| linearizable \| .* \| after \|$/),
      expect.stringMatching(/^\| --- \| :-: \|/),
      '| one | ✗ | ✓ | ? | RYW MR | 20ms | 3/40 | 5s | 99% | 87.5% | 0% | 1.25s | 4.5ms | – | 6ms |',
      expect.stringContaining('| another |'),
    ]);
  });

  test('nothing where nothing is compared', () => {
    const { standing: _, ...plain } = report('one', 'calm');
    expect(comparisonLines([plain], plainStyle, 80)).toEqual([]);
  });
});
