// What a hunt finds of planted bugs becomes a scenario with times, which shows the bug and holds without it. Each bug takes
// a hunt, two minimisations and two runs: with `npm run test:deep`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultline, root } from '../cli/command.ts';
import { applyMutant, mutantsOf, removeMutant } from '../mutants/apply.ts';

let folder: string;
const run = (...args: string[]) => faultline(args, { cwd: folder });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'faultline-planted-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Seeds of the hunt at which the bug shows. */
const found = [
  ['M01', '226'],
  ['M02', '199'],
  ['M11', '31'],
  ['M23', '1115'],
] as const;

describe.runIf(process.env['FAULTLINE_DEEP'] === '1')('bugs planted in Raft', () => {
  test.each(found)(
    '%s: what a hunt finds is shown by a scenario, which the unchanged Raft does not show',
    (id, seed) => {
      const product = applyMutant(mutantsOf('raft').find((mutant) => mutant.id === id)!);
      const planted = (...args: string[]) =>
        spawnSync(process.execPath, [join(product, 'dist/cli/main.js'), ...args], { cwd: folder, encoding: 'utf8' });
      try {
        const scenario = join(root, 'scenarios/raft/hunt.yaml');
        planted('hunt', scenario, '--seeds', `${seed}..${seed}`, '--jobs', '1', '--out', id);
        const capsule = readdirSync(join(folder, id)).find((name) => name.endsWith('.yaml'))!;
        const made = planted('minimise', join(id, capsule), '--scenario', `${id}.yaml`);
        expect(made.stdout).toContain(`with times: npx faultline run ${id}.yaml`);
        expect(planted('run', `${id}.yaml`).status).toBe(0);
        expect(run('run', `${id}.yaml`).code).not.toBe(0);
      } finally {
        removeMutant(product);
      }
    },
    60_000,
  );
});
