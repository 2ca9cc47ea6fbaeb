// Planted bugs are found by `hunt` as a user calls it, and made small. `npm run mutants -- --hunt` does it with more of
// them, ten starts each; what properties catch all of them, and leave alone what breaks nothing, is in `matrix.test.ts`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../cli/command.ts';
import { applyMutant, mutantsOf, removeMutant } from './apply.ts';

type Report = {
  readonly verdict: string;
  readonly seeds: { readonly done: number };
  readonly failures: readonly {
    readonly property: string;
    readonly minimised: {
      readonly capsule: string;
      readonly events: number;
      readonly faults: number;
      readonly before: number;
    };
  }[];
};

/** `use` gets the report of a hunt in the product with the bug, the command, and the folder of its capsules. */
function hunted(id: string, seeds: string, use: (report: Report, cli: string) => void): void {
  const folder = applyMutant(mutantsOf('raft').find((mutant) => mutant.id === id)!);
  const out = mkdtempSync(join(tmpdir(), 'faultline-hunt-'));
  try {
    const cli = join(folder, 'dist/cli/main.js');
    const flags = ['--seeds', seeds, '--max-failures', '1', '--out', out, '--json'];
    const { stdout } = spawnSync(process.execPath, [cli, 'hunt', 'scenarios/raft/hunt.yaml', ...flags], {
      cwd: root,
      encoding: 'utf8',
    });
    use(JSON.parse(stdout) as Report, cli);
  } finally {
    removeMutant(folder);
    rmSync(out, { recursive: true, force: true });
  }
}

describe('a planted bug is found within some tens of seeds, and made small', () => {
  test.each([
    ['M03', 'leader-completeness'],
    ['M32', 'log-matching'],
  ])('%s', (id, property) => {
    hunted(id, '1..80', ({ failures: [failure] }, cli) => {
      expect(failure?.property).toBe(property);
      const { before, events, faults, capsule } = failure!.minimised;
      expect(events).toBeLessThanOrEqual(60);
      expect(before).toBeGreaterThan(events);
      expect(faults).toBeLessThanOrEqual(3);
      // Here it is still there; the product as it is does not have it.
      const replayed = (main: string) => spawnSync(process.execPath, [main, 'replay', capsule], { encoding: 'utf8' });
      expect(replayed(cli).stdout).toMatch(/^SAME /m);
      expect(replayed(join(root, 'dist/cli/main.js')).stdout).toMatch(/^(GONE|CANNOT APPLY) /m);
      expect(readFileSync(capsule, 'utf8').split('\n').length).toBeLessThan(140);
    });
  });
});
