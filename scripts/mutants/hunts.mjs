// `npm run mutants -- --hunt`: how soon `faultline hunt` finds each planted bug, and how small it makes the failure. Each bug is put
// into a copy of the built product, which is hunted in as a user would, with the default settings.
//
//   npm run mutants -- --hunt [ids…] [--starts 10] [--seeds 20000] [--json]
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readyForTypeScript } from '../../dist/campaign/type-script.js';
import { median, output, tableOf } from './measured.mjs';

await readyForTypeScript('apply.ts');
const { applyMutant, mutantsOf, removeMutant } = await import('../../test/mutants/apply.ts');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    starts: { type: 'string', default: '10' },
    seeds: { type: 'string', default: '20000' },
    protocol: { type: 'string', default: 'raft' },
    scenario: { type: 'string', default: 'scenarios/raft/hunt.yaml' },
    json: { type: 'boolean', default: false },
  },
});

/** Bugs that have to be found; the others are hunted for when they are named. */
const required = ['M01', 'M02', 'M03', 'M04', 'M09', 'M11', 'M15', 'M23', 'M31', 'M32', 'M34', 'M40'];
const ids = positionals.length > 0 ? positionals : required;
const mutants = mutantsOf(values.protocol).filter(({ id }) => ids.includes(id));

const rows = [];
for (const mutant of mutants) {
  const folder = applyMutant(mutant);
  const hunts = [];
  try {
    for (let k = 0; k < Number(values.starts); k++) {
      hunts.push(await hunt(folder, 1 + k * 100_000));
      process.stderr.write('.');
    }
  } finally {
    removeMutant(folder);
  }
  process.stderr.write(` ${mutant.id}\n`);
  rows.push({ id: mutant.id, about: mutant.about, hunts });
}
console.log(values.json ? JSON.stringify(rows, null, 2) : table(rows));

/** One hunt, from a start to the first failure. Without a failure `property` is undefined. */
async function hunt(folder, start) {
  const out = mkdtempSync(join(tmpdir(), 'faultline-hunt-'));
  const range = `${start}..${start + Number(values.seeds) - 1}`;
  const args = ['hunt', values.scenario, '--seeds', range, '--max-failures', '1', '--out', out, '--json'];
  const begun = performance.now();
  const { failures, seeds, rates } = JSON.parse(await output([join(folder, 'dist/cli/main.js'), ...args]));
  const seconds = (performance.now() - begun) / 1000;
  const [failure] = failures;
  const faults = failure?.minimised == null ? [] : kindsIn(join(out, capsuleName(failure)));
  rmSync(out, { recursive: true, force: true });
  if (failure === undefined) return { start, seeds: seeds.done, seconds, seedsPerSecond: rates.seedsPerSecond };
  const { property, rule, seed, minimised } = failure;
  const { story: _, capsule: __, ...sizes } = minimised ?? {};
  const count = Number(seed) - start + 1;
  return { start, seeds: count, seconds, property, rule, seed, kinds: faults, ...sizes };
}

function capsuleName({ minimised }) {
  return minimised.capsule.split(/[\\/]/).at(-1);
}

/** The faults of a capsule, in words. */
function kindsIn(path) {
  const [, list = ''] = /^faults:\n((?: {2}.*\n)*)/m.exec(readFileSync(path, 'utf8')) ?? [];
  return [...list.matchAll(/(crash|replace|restart|failWrites|fullDisk|corrupt|clock):/g)].map(([, kind]) => kind);
}

function table(all) {
  const head = ['bug', 'found', 'seeds', 'seconds', 'before', 'events', 'most', 'faults', 'writes', 'property'];
  const lines = all.map(({ id, hunts }) => {
    const found = hunts.filter(({ property }) => property !== undefined);
    const of = (key) => found.map((one) => one[key]);
    const share = `${found.length}/${hunts.length}`;
    if (found.length === 0) return [id, share, '–', '–', '–', '–', '–', '–', '–', '–'];
    const counts = new Map();
    for (const name of of('property')) counts.set(name, (counts.get(name) ?? 0) + 1);
    const names = [...counts].sort((a, b) => b[1] - a[1]).map(([name, count]) => `${name} ${count}`);
    const figures = [median(of('seeds')), median(of('seconds')).toFixed(1), median(of('before')), median(of('events'))];
    return [
      id,
      share,
      ...figures,
      Math.max(...of('events')),
      median(of('faults')),
      median(of('writes')),
      names.join(', '),
    ];
  });
  return tableOf(head, lines);
}
