// Bugs planted in Raft, found by exploring, each with its shortest counterexample; and the capsule of it, replayed.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { ExploreReport } from '../../../src/display/explore-report.ts';
import { applyMutant, mutantsOf, removeMutant } from '../../mutants/apply.ts';

const scenario = 'scenarios/explore/raft-three.yaml';
const folder = mkdtempSync(join(tmpdir(), 'faultline-explore-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Two candidates, one candidacy each; one crash. */
const bounds = ['--timers', 'election@n1=1,election@n2=1,election@n3=0,heartbeat=0', '--crashes', '1'];

type Ran = { readonly status: number; readonly stdout: string };

function run(root: string, args: readonly string[]): Ran {
  try {
    const stdout = execFileSync(process.execPath, [join(root, 'dist/cli/main.js'), ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, NO_COLOR: '1' },
    });
    return { status: 0, stdout };
  } catch (error) {
    const { status, stdout } = error as Ran;
    return { status, stdout };
  }
}

function explore(root: string, disk: string): { readonly status: number; readonly report: ExploreReport } {
  const { status, stdout } = run(root, [
    'explore',
    scenario,
    ...bounds,
    '--disk',
    disk,
    '--out',
    join(folder, disk),
    '--json',
  ]);
  return { status, report: JSON.parse(stdout) as ExploreReport };
}

/** The number of steps of the shortest counterexample, by the disk's mode; undefined: there is none. */
const cases = [
  // Two leaders need a timer, a request that arrives, the vote of the third server and their own vote each: 8 steps; the
  // voter crashes and starts again between: 10. Each write an event, there are 7 more: of either candidate the first
  // start and the vote, of the voter these two before the crash, and the second vote.
  { id: 'M01', atomic: 10, crashpoint: 10, events: 17 },
  // The crash strikes at the end of the handler that voted, so it is no step of its own: 9. No write of an atomic disk is
  // ever lost. As events: 9, the crash, and 4 writes: start and vote of n1, the start of the voter, its vote for itself.
  { id: 'M01b', atomic: undefined, crashpoint: 9, events: 14 },
] as const;

for (const { id, ...lengths } of cases) {
  test(`${id} is found with its shortest counterexample, where the disk's mode shows it`, () => {
    const mutant = mutantsOf('raft').find((each) => each.id === id)!;
    const root = applyMutant(mutant);
    try {
      for (const [disk, steps] of Object.entries(lengths)) {
        const { status, report } = explore(root, disk);
        const { counterexample, verdict, searches } = report;
        if (steps === undefined) {
          expect([disk, verdict, counterexample, searches[0]!.endedBy]).toEqual([disk, 'inconclusive', null, null]);
          expect(status).toBe(3);
          continue;
        }
        expect([disk, status, verdict]).toEqual([disk, 1, 'violated']);
        expect([counterexample?.property, counterexample?.steps.length]).toEqual(['election-safety', steps]);
        const replayed = run(root, ['replay', counterexample!.capsule!]);
        expect(replayed.stdout).toMatch(/VIOLATED +election-safety[\s\S]*SAME/);
        expect(readFileSync(counterexample!.capsule!, 'utf8')).toContain(`reason: ${counterexample!.reason}`);
      }
    } finally {
      removeMutant(root);
    }
  });
}
