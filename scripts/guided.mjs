// What `hunt --strategy guided` gains over the default: abstract states that so many seeds reach, and seeds to the first
// failure of planted bugs. Both strategies begin at the same starts.
//
//   node scripts/guided.mjs [ids…] [--starts 10] [--seeds 1000] [--bug-seeds 5000] [--jobs 1]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readyForTypeScript } from '../dist/campaign/type-script.js';
import { median, output, tableOf } from './mutants/measured.mjs';

await readyForTypeScript('apply.ts');
const { applyMutant, mutantsOf, removeMutant } = await import('../test/mutants/apply.ts');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    starts: { type: 'string', default: '10' },
    seeds: { type: 'string', default: '1000' },
    'bug-seeds': { type: 'string', default: '5000' },
    jobs: { type: 'string', default: '1' },
    scenario: { type: 'string', default: 'scenarios/raft/hunt.yaml' },
  },
});
const ids = positionals.length > 0 ? positionals : ['M01', 'M04', 'M09', 'M23'];
const strategies = ['random', 'guided'];
/** None of those that the strategy was tuned with, which begin at 1 and at 100,001. */
const starts = Array.from({ length: Number(values.starts) }, (_, k) => 1_000_001 + k * 100_000);
const root = fileURLToPath(new URL('..', import.meta.url));

console.log(await statesTable());
console.log(await bugsTable());

async function statesTable() {
  const reached = await measured(root, values.seeds, 1_000_000, ({ explored }) => explored.states);
  const gains = starts.map((_, k) => reached.guided[k] / reached.random[k] - 1);
  const rows = starts.map((start, k) => [start, reached.random[k], reached.guided[k], percent(gains[k])]);
  const all = ['median', median(reached.random), median(reached.guided), percent(median(gains))];
  return tableOf(['from seed', ...strategies, 'gain'], [...rows, all]);
}

async function bugsTable() {
  const rows = [];
  for (const mutant of mutantsOf('raft').filter(({ id }) => ids.includes(id))) {
    const folder = applyMutant(mutant);
    try {
      rows.push([mutant.id, ...bugCells(await measured(folder, values['bug-seeds'], 1, seedsToFailure))]);
    } finally {
      removeMutant(folder);
    }
  }
  return tableOf(['bug', ...strategies.flatMap((name) => [`${name} found`, 'median', 'all'])], rows);
}

/** Undefined: nothing failed. */
function seedsToFailure({ failures, seeds }) {
  return failures.length === 0 ? undefined : Number(failures[0].seeds[0]) - seeds.first + 1;
}

function bugCells(counts) {
  return strategies.flatMap((name) => {
    const found = counts[name].filter((count) => count !== undefined).sort((a, b) => a - b);
    const middle = 2 * found.length > starts.length ? median(counts[name].map((count) => count ?? Infinity)) : '–';
    return [`${found.length} of ${starts.length}`, middle, found.join(' ')];
  });
}

/** For each strategy what came of each start. */
async function measured(folder, seeds, failures, figureOf) {
  const figures = { random: [], guided: [] };
  for (const start of starts) {
    for (const strategy of strategies) {
      const figure = figureOf(await hunt(folder, strategy, start, Number(seeds), failures));
      figures[strategy].push(figure);
      process.stderr.write(`${strategy} from ${start}: ${figure}\n`);
    }
  }
  return figures;
}

async function hunt(folder, strategy, start, seeds, failures) {
  const out = mkdtempSync(join(tmpdir(), 'faultline-guided-'));
  const which = ['--strategy', strategy, '--seeds', `${start}..${start + seeds - 1}`, '--max-failures', failures];
  const how = ['--jobs', values.jobs, '--no-minimise', '--out', out, '--json'];
  try {
    const args = [join(folder, 'dist/cli/main.js'), 'hunt', values.scenario, ...which, ...how];
    return JSON.parse(await output(args, 'inherit'));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function percent(share) {
  return `${share < 0 ? '−' : '+'}${Math.round(Math.abs(100 * share))} %`;
}
