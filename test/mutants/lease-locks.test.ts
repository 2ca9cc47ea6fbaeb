// Planted bugs of the locks on etcd, ZooKeeper and Consul, each with a scenario that leads to it: it holds for the lock as it is, and with the bug
// the property that the row names is violated. Where nothing goes wrong the bug does not show.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import type { System } from '../../src/contract/system.ts';
import { type Mutant, mutantsOf, mutatedFiles, mutatedModule, mutatedSource } from './apply.ts';
import { builtProduct, load } from './planted.ts';

type Row = Mutant & { readonly property: string; readonly scenario: string; readonly row?: string };

const { runSync } = await builtProduct();
const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(root, 'dist');
/** What each is made of: those folders are copied, as imports must not lead out of the copy. */
const folders = {
  'etcd-lock': ['kv', 'locks', 'raft', 'etcd', 'etcd-lock'],
  'zookeeper-lock': ['kv', 'locks', 'zookeeper', 'zookeeper-lock'],
  'consul-lock': ['kv', 'locks', 'raft', 'consul', 'consul-lock'],
} as const;
/** Two of each kind in `npm test`; all of them in `npm run test:deep`. */
const perProtocol = process.env['FAULTLINE_DEEP'] === '1' ? Number.POSITIVE_INFINITY : 2;

const exported = { 'etcd-lock': 'etcdLock', 'zookeeper-lock': 'zookeeperLock', 'consul-lock': 'consulLock' } as const;
const protocols = Object.keys(exported) as readonly (keyof typeof exported)[];

/** A system of the built product with the bug. */
async function planted(mutant: Mutant, protocol: keyof typeof exported): Promise<System> {
  const folder = mkdtempSync(join(tmpdir(), `faultline-${mutant.id}-`));
  try {
    for (const shared of ['base', 'contract']) symlinkSync(join(dist, shared), join(folder, shared), 'junction');
    mkdirSync(join(folder, 'protocols'));
    for (const copied of folders[protocol]) {
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
  network: { latency: '0.5ms', links: 'stream' },
  options: { work: '200ms' },
  workload: { kind: 'lock', clients: 2, think: '500ms', from: '15s', to: '23s', deadline: '10s' },
  run: '25s',
  expect: [
    { holds: 'one-believer' },
    { holds: 'no-lost-update' },
    { operations: { f: 'acquire', answered: { atLeast: 15 } } },
  ],
});

for (const protocol of protocols) {
  const rows = mutantsOf(protocol) as readonly Row[];

  test.each(rows.slice(0, perProtocol).map((row) => [row.id, row] as const))(`${protocol}: %s`, async (_id, mutant) => {
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

test('what each replaces stands in its file exactly once', () => {
  for (const protocol of protocols) {
    for (const mutant of mutantsOf(protocol)) for (const file of mutatedFiles(mutant)) mutatedSource(mutant, file);
  }
});

test('at least seven bugs, each of one id', () => {
  const ids = protocols.flatMap((protocol) => mutantsOf(protocol).map(({ id }) => id));
  expect(ids.length).toBeGreaterThanOrEqual(7);
  expect(new Set(ids).size).toBe(ids.length);
});
