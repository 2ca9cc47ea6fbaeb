// `faultline hunt --strategy guided` through the real command: killed and resumed it comes to what it comes to undisturbed,
// and any of its worlds is hunted again by its name.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SeedRecord } from '../../../src/campaign/hunt/record.ts';
import { root } from '../command.ts';
import { Project } from './project.ts';

const raft = readFileSync(join(root, 'scenarios/raft/hunt.yaml'), 'utf8')
  .replace('heartbeat:', 'sync: false, heartbeat:')
  .replace('run: 6s', 'run: 2s');

function recordsIn(path: string): readonly SeedRecord[] {
  const lines = readFileSync(path, 'utf8').trim().split('\n').slice(1);
  return lines.map((line) => JSON.parse(line) as SeedRecord).filter((record) => 'seed' in record);
}

const lines = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0);

test('killed and resumed it is the same campaign, and its worlds come again by their names', async () => {
  const project = new Project({ 'raft.yaml': raft });
  try {
    const args = ['raft.yaml', '--strategy', 'guided', '--seeds', '1..160', '--max-failures', '1000', '--no-minimise'];
    const whole = project.report(...args, '--out', 'whole', '--jobs', '2');
    const journal = join(project.folder, 'killed/journal.ndjson');
    // In the second round of 64.
    await project.signalledAfter('SIGKILL', 81, 'killed', ...args, '--jobs', '1');
    const before = lines(journal);
    expect(before).toBeLessThan(160);
    expect(project.report(...args, '--out', 'killed', '--resume')).toEqual(whole);

    const records = recordsIn(journal);
    const mutation = records.findLast(({ world }) => world !== undefined)!;
    expect(project.hunt('raft.yaml', '--world', mutation.world!, '--no-minimise', '--out', 'again').err).toContain(
      'rate:',
    );
    const [again] = recordsIn(join(project.folder, 'again/journal.ndjson'));
    expect(again).toMatchObject({
      events: mutation.events,
      fingerprint: mutation.fingerprint,
      states: mutation.states,
    });
  } finally {
    project.remove();
  }
});
