// `npm run mutants`: the kill matrix of the planted bugs, written to docs/mutants.md. A run that was stopped goes on where
// it was: finished rows are kept in .faultline/mutants.jsonl, and `--finished` prints those alone. `--hunt` measures hunts as a user calls them instead
// (mutants/hunts.mjs). Ids limit it to some rows, and then nothing is written.

import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { readyForTypeScript } from '../dist/campaign/type-script.js';

if (process.argv.includes('--hunt')) {
  process.argv.splice(process.argv.indexOf('--hunt'), 1);
  await import('./mutants/hunts.mjs');
} else await main();

async function main() {
  await readyForTypeScript('run.ts');
  const load = (name) => import(`../test/mutants/matrix/${name}.ts`);
  const [{ runRows }, { Journal, keyOf, sourceHash }, { documentOf, summaryOf }, { profiles }] = await Promise.all(
    ['run', 'journal', 'document', 'profiles'].map(load),
  );
  const { values, positionals } = options();
  const names = profiles.map(({ name }) => name);
  const budget = { profiles: chosen(values.profiles, names), seeds: count('seeds', values.seeds) };
  const catalogue = catalogueOf(values.catalogue);
  const unknown = positionals.filter((id) => !catalogue.some((row) => row.id === id));
  if (unknown.length > 0)
    fail(`no row ${unknown.join(', ')} in the catalogue: expected some of ${catalogue.map(({ id }) => id).join(' ')}`);
  const asked = positionals.length === 0 ? catalogue : catalogue.filter(({ id }) => positionals.includes(id));
  const source = sourceHash();
  const begun = performance.now();
  const onRow = (row) => process.stderr.write(`${lineOf(row)}\n`);
  const journal = new Journal('.faultline/mutants.jsonl');
  const isKnown = (row) => journal.get(keyOf(row, budget, source)) !== undefined;
  const mutants = values.finished ? asked.filter(isKnown) : asked;
  const missing = asked.filter((row) => !mutants.includes(row)).map(({ id }) => id);
  checkEdits(mutants, await import('../test/mutants/apply.ts'));
  const jobs = count('jobs', values.jobs);
  const rows = await runRows(mutants, { budget, jobs, journal, source, onRow }).catch(({ message }) => fail(message));
  const pairs = rows.map((row, at) => ({ mutant: mutants[at], row }));
  process.stderr.write(`${((performance.now() - begun) / 60_000).toFixed(1)} minutes\n`);
  const inexpressible = JSON.parse(
    readFileSync(new URL('../test/mutants/inexpressible.json', import.meta.url), 'utf8'),
  );
  const text = documentOf(pairs, {
    budget,
    inexpressible,
    notes: missing.length === 0 ? [] : [`Not run yet: ${missing.join(' ')}.`],
  });
  const isWhole = positionals.length === 0 && values.catalogue === undefined && budget.profiles.length === names.length;
  if (isWhole) writeFileSync(new URL('../docs/mutants.md', import.meta.url), text);
  const summary = summaryOf(pairs);
  console.log(values.json ? JSON.stringify(summary) : text);
}

function options() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        catalogue: { type: 'string' },
        finished: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        jobs: { type: 'string', default: String(Math.min(2, cpus().length)) },
        profiles: { type: 'string' },
        seeds: { type: 'string', default: '200' },
      },
    });
  } catch ({ message }) {
    return fail(message);
  }
}

function catalogueOf(path) {
  const file = path ?? new URL('../test/mutants/raft.json', import.meta.url);
  try {
    const rows = JSON.parse(readFileSync(file, 'utf8'));
    if (Array.isArray(rows) && rows.every(({ id }) => typeof id === 'string')) return rows;
    fail(`${path}: expected a list of rows, each with an id, as test/mutants/raft.json has them`);
  } catch (error) {
    fail(`${path}: ${error.message}`);
  }
}

/** Every edit of every row has to find its place, before hours are spent on the first ones. */
function checkEdits(rows, { mutatedFiles, mutatedModule }) {
  const problems = rows.flatMap((row) => {
    try {
      for (const file of mutatedFiles(row)) mutatedModule(row, file);
      return [];
    } catch (error) {
      return [error.message.startsWith(row.id) ? error.message : `${row.id}: ${error.message}`];
    }
  });
  if (problems.length > 0) fail(problems.join('\n'));
}

function chosen(text, names) {
  const some = text?.split(',') ?? names;
  const unknown = some.filter((name) => !names.includes(name));
  if (unknown.length > 0) fail(`no profile ${unknown.join(', ')}: expected some of ${names.join(',')}`);
  return some;
}

function count(name, text) {
  if (!/^[1-9]\d{0,5}$/.test(text)) fail(`--${name}: found ${text}, expected a number from 1 on`);
  return Number(text);
}

function lineOf({ id, faultless, cells, killed, other }) {
  const seeds = cells.reduce((sum, cell) => sum + cell.seeds, 0);
  const seconds = cells.reduce((sum, cell) => sum + cell.seconds, 0).toFixed(1);
  const what =
    killed === undefined ? 'survived' : `${killed.profile} ${killed.seed}: ${killed.property}: ${killed.reason}`;
  const first = other === undefined ? '' : ` (first ${other.property} in ${other.profile} ${other.seed})`;
  const green = faultless === 'green' ? '' : ` NOT GREEN: ${faultless}`;
  return `${id.padEnd(5)} ${seeds} seeds ${seconds} s ${what}${first}${green}`;
}

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(2);
}
