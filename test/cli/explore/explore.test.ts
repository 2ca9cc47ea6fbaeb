// `faultline explore` as a command: what it prints, its exit codes, and what it refuses.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ExploreReport } from '../../../src/display/explore-report.ts';

const scenario = 'scenarios/explore/raft-three.yaml';

function explore(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli/main.js', 'explore', ...args], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { status, stdout, stderr };
}

test('the card says bounds, counts with and without symmetry, the chance of a collision, and each property', () => {
  const { status, stdout, stderr } = explore(scenario, '--timers', 'election=1,heartbeat=0', '--symmetry', 'both');
  expect(stdout).toContain('without symmetry 292 states, 597 transitions, depth 11; complete');
  expect(stdout).toContain('with symmetry 53 states, 108 transitions, depth 11; complete');
  expect(stdout).toMatch(/1 firing of\s+election, no firing of heartbeat/);
  expect(stdout).toContain('that a state was missed because two states');
  expect(stdout).toContain('✓ sometimes  a leader: reached after 4 steps');
  expect(stdout).toContain('? always     leader-completeness: holds, and was never exercised');
  expect(stdout).toMatch(/INCONCLUSIVE/);
  expect(status).toBe(3);
  expect(stderr).toMatch(/rate: [\d,]+ states\/s/);
});

test('a bound that ends the search is named, and is no verdict', () => {
  for (const [flag, why] of [
    ['--states', 'states'],
    ['--depth', 'depth'],
  ] as const) {
    const { status, stdout } = explore(scenario, flag, '5', '--json');
    const { verdict, searches } = JSON.parse(stdout) as ExploreReport;
    expect([status, verdict, searches[0]?.endedBy]).toEqual([3, 'inconclusive', why]);
  }
});

test('all held is exit 0, and the report says the same each time', () => {
  const [one, other] = [0, 1].map(() =>
    explore('scenarios/basics/echo.yaml', '--operations', '1', '--timers', 'deadline=0,end=0', '--json'),
  );
  expect(one!.stdout).toBe(other!.stdout);
  expect([one!.status, (JSON.parse(one!.stdout) as ExploreReport).verdict]).toEqual([0, 'held']);
});

test('what it cannot do is refused in a sentence', () => {
  for (const [args, words] of [
    [[scenario, '--timers', 'election'], '--timers: found "election", expected a number such as 4'],
    [[scenario, '--timers', '3,4'], '--timers: found 3 and 4, expected one number'],
    [[scenario, '--timers', 'elections=1'], 'there is no timer "elections": expected election, quiet, heartbeat'],
    [[scenario, '--sometimes', 'boss'], 'there is no role "boss"'],
    [[scenario, '--disk', 'slow'], 'atomic, crashpoint or events'],
    [['scenarios/faults/stream-held.yaml'], 'links are streams'],
    [['scenarios/basics'], 'explore takes one scenario'],
  ] as const) {
    const { status, stderr } = explore(...args);
    expect(stderr).toContain(words);
    expect(status).toBe(2);
  }
});

test('the capsule of a scenario whose system lies in a module is replayed as the card says', () => {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-explore-'));
  try {
    const { status, stdout } = explore('test/cli/explore/halts.yaml', '--timers', '1', '--out', folder);
    expect(status).toBe(1);
    const line = /replay: +npx faultline (replay .*\.yaml --allow-code)/.exec(stdout)![1]!;
    const replayed = spawnSync(process.execPath, ['dist/cli/main.js', ...line.split(' ')], { encoding: 'utf8' });
    expect(replayed.stdout).toContain('SAME');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a system of a thousand nodes is refused at once', () => {
  const { status, stderr } = explore('scenarios/basics/gossip.yaml');
  expect(stderr).toContain('it has 1000 nodes, and explore is for small systems');
  expect(status).toBe(2);
});
