// The CAP table in README.md, row by row: a few systems here, the whole of it with `npm run test:deep`.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { comparisonMarkdown } from '../../src/display/comparison.ts';
import { plainStyle } from '../../src/display/style.ts';
import { judgeRows, reportOf, rowsOf, runScenario, scenarioOfRow } from '../../src/scenario/index.ts';
import { page } from '../book.ts';

const readme = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');
const { scenario } = page('scenarios/cap/matrix.yaml');

/** The line of a system in the Markdown of one row. */
function lineOf(system: string): string | undefined {
  const outline = rowsOf(scenario).find(({ row }) => row === `${system} / minority partition`)!;
  const own = scenarioOfRow(scenario, outline.row)!;
  const reports = [reportOf(own, runScenario(own), 0)];
  const { rows } = judgeRows([{ outline, reports, planned: 1 }], { isQuick: false });
  return comparisonMarkdown(rows, plainStyle).find((line) => line.startsWith(`| ${system} |`));
}

describe('the line in README.md is what a run shows', () => {
  for (const system of ['single', 'etcd', 'redis', 'cassandra ONE', 'cassandra QUORUM', 'crdt']) {
    test(system, () => {
      expect(readme).toContain(lineOf(system));
    });
  }
});

test.runIf(process.env['FAULTLINE_DEEP'] === '1')('all tables are', () => {
  const script = fileURLToPath(new URL('../../scripts/cap-table.mjs', import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect(`${status} ${stderr}`).toBe('0 ');
});
