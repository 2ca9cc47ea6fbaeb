// Planted bugs of the locks on Redis, each with a scenario that leads to it: it holds for the lock as it is, and with the bug
// the property that the row names is violated. Where nothing goes wrong the bug does not show.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import type { System } from '../../src/contract/system.ts';
import { type Mutant, mutantsOf, mutatedFiles, mutatedModule } from './apply.ts';
import { builtProduct, load } from './planted.ts';

type Row = Mutant & { readonly property: string; readonly scenario: string; readonly row?: string };

const { runSync } = await builtProduct();
const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(root, 'dist');
const folders = ['kv', 'locks', 'redis', 'redis-lock', 'redisson', 'redlock'];

const exported = { 'redis-lock': 'redisLock', redisson: 'redisson', redlock: 'redlock' } as const;
const protocols = Object.keys(exported) as readonly (keyof typeof exported)[];

/** A system of the built product with the bug. */
async function planted(mutant: Mutant, protocol: keyof typeof exported): Promise<System> {
  const folder = mkdtempSync(join(tmpdir(), `faultline-${mutant.id}-`));
  try {
    for (const shared of ['base', 'contract']) symlinkSync(join(dist, shared), join(folder, shared), 'junction');
    mkdirSync(join(folder, 'protocols'));
    for (const copied of folders) {
      const filter = (path: string) => !path.endsWith('.d.ts');
      cpSync(join(dist, 'protocols', copied), join(folder, 'protocols', copied), { recursive: true, filter });
    }
    for (const file of mutatedFiles(mutant)) {
      writeFileSync(join(folder, file.replace(/^src\//, '').replace(/\.ts$/, '.js')), mutatedModule(mutant, file));
    }
    const url = pathToFileURL(join(folder, 'protocols', protocol, 'system.js')).href;
    const module = (await load(url)) as { readonly [name: string]: System };
    return module[exported[protocol]]!;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Nothing goes wrong, and work is shorter than any lease. */
const green = (protocol: string) => ({
  faultline: 1,
  name: 'Nothing goes wrong',
  about: 'Two clients, in turn.',
  system: protocol,
  network: { latency: '0.5ms' },
  options: { work: '200ms' },
  workload: { kind: 'lock', clients: 2, think: '500ms', deadline: '10s' },
  run: '10s',
  expect: [
    { holds: 'one-believer' },
    { holds: 'no-lost-update' },
    { operations: { f: 'acquire', answered: { atLeast: 20 } } },
  ],
});

for (const protocol of protocols) {
  const rows = mutantsOf(protocol) as readonly Row[];

  test.each(rows.map((row) => [row.id, row] as const))(`${protocol}: %s`, async (_id, mutant) => {
    const text = readFileSync(join(root, mutant.scenario), 'utf8');
    const choices = { checked: false, ...(mutant.row === undefined ? {} : { row: mutant.row }) };
    const right = runSync(text, choices);
    expect(right.report.consistency[mutant.property], right.card).not.toBe('violated');

    const systems = [await planted(mutant, protocol)];
    const wrong = runSync(text, { ...choices, systems });
    expect(wrong.report.consistency[mutant.property], wrong.card).toBe('violated');

    const unnoticed = runSync(green(protocol), { checked: false, systems });
    expect(unnoticed.report.verdict, unnoticed.card).toBe('held');
  });
}

test('at least eight bugs, each of one id', () => {
  const ids = protocols.flatMap((protocol) => mutantsOf(protocol).map(({ id }) => id));
  expect(ids.length).toBeGreaterThanOrEqual(8);
  expect(new Set(ids).size).toBe(ids.length);
});
