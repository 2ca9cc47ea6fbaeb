// The tables in README.md, line by line: a few systems here, the whole of them with `npm run test:deep`.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { comparisonMarkdown } from '../../src/display/comparison.ts';
import { plainStyle } from '../../src/display/style.ts';
import { judgeRows, reportOf, rowsOf, runScenario, scenarioOfRow } from '../../src/scenario/index.ts';
import { page } from '../book.ts';

const readme = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');

/** The line of a system in the Markdown of one row of a scenario, at its first seed. */
function lineOf(file: string, row: string, system: string): string | undefined {
  const { scenario } = page(file);
  const outline = rowsOf(scenario).find((each) => each.row === `${system} / ${row}`)!;
  const own = scenarioOfRow(scenario, outline.row)!;
  const reports = [reportOf(own, runScenario(own), 0)];
  const { rows } = judgeRows([{ outline, reports, planned: 1 }], { isQuick: false });
  return comparisonMarkdown(rows, plainStyle).find((line) => line.startsWith(`| ${system} |`));
}

describe('the line in README.md is what a run shows', () => {
  test.each(['single', 'etcd', 'redis', 'cassandra ONE', 'cassandra QUORUM', 'crdt'])(
    'of the CAP table: %s',
    (system) => {
      expect(readme).toContain(lineOf('scenarios/cap/matrix.yaml', 'minority partition', system));
    },
  );

  test.each(['redis-lock', 'redisson fenced', 'etcd-lock', 'consul-lock'])('of the locks: %s', (system) => {
    expect(readme).toContain(lineOf('scenarios/locks/matrix.yaml', 'the holder is paused for 45 s', system));
  });
});

test.runIf(process.env['FAULTLINE_DEEP'] === '1')('all tables are', () => {
  const script = fileURLToPath(new URL('../../scripts/tables.mjs', import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect(`${status} ${stderr}`).toBe('0 ');
});
