// A failure made small becomes a scenario with times, as users make it: `minimise --scenario`, and `run` confirms it.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultline, root } from '../command.ts';

let folder: string;
const run = (...args: string[]) => faultline(args, { cwd: folder });
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'faultline-timed-'));
  run('run', join(root, 'scenarios/faults/no-sync.yaml'), '--seed', '1', '--save', 'run.yaml');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('minimise --scenario', () => {
  test('writes a scenario whose run violates the same property, and says how to run it', () => {
    const { code, out, err } = run('minimise', 'run.yaml', '--scenario', 'timed.yaml');
    expect(code).toBe(1);
    expect(out).toContain('with times: npx faultline run timed.yaml');
    expect(err).toBe('wrote run.small.yaml\nwrote timed.yaml\n');
    expect(read('timed.yaml')).toMatch(/expect:\n {2}- violates: committed-is-held\n$/);
    const confirmed = run('run', 'timed.yaml');
    expect(confirmed.out).toContain('committed-is-held is violated');
    expect(confirmed.code).toBe(0);
  });

  test('on code that is mended the scenario no longer shows it', () => {
    writeFileSync(join(folder, 'mended.yaml'), read('timed.yaml').replace('sync: false', 'sync: true'));
    expect(run('run', 'mended.yaml').code).not.toBe(0);
  });

  test('a scenario may be written anew, and says so in the document of --json', () => {
    const { out, err } = run('minimise', 'run.small.yaml', '--scenario', 'timed.yaml', '--json');
    expect(JSON.parse(out)).toMatchObject({ capsule: 'run.small.yaml', scenario: 'timed.yaml' });
    expect(err).toContain('wrote anew timed.yaml');
  });

  test('keeps clients that do nothing where an option names one', () => {
    const scenario = `faultline: 1\nname: a\nabout: b\nsystem: redis-lock\nnetwork: { latency: 1ms }\nrun: 1s
options: { ttl: 50ms, work: 500ms, works: c3 500ms }\nworkload: { kind: lock, clients: 3 }\n`;
    writeFileSync(join(folder, 'works.yaml'), scenario);
    run('run', 'works.yaml', '--save', 'worked.yaml');
    const { out } = run('minimise', 'worked.yaml', '--scenario', 'worked.timed.yaml');
    expect(out).toContain('with times: npx faultline run worked.timed.yaml');
    expect(read('worked.timed.yaml')).toContain('clients: 3');
    expect(run('run', 'worked.timed.yaml').code).toBe(0);
  });

  test('refuses to write over what is no scenario, and where the capsule goes, before the work', () => {
    writeFileSync(join(folder, 'mine.txt'), 'mine');
    const refused = [
      ['mine.txt', /mine\.txt: the file is there and is no scenario/],
      ['run.yaml', /run\.yaml: the file is there and is no scenario/],
      ['run.small.yaml', /that is where the capsule is written/],
      ['nowhere/timed.yaml', /there is no such folder/],
      ['.', /--scenario \.: the scenario cannot be written/],
    ] as const;
    for (const [path, why] of refused) {
      const { code, err } = run('minimise', 'run.yaml', '--scenario', path);
      expect([code, err]).toEqual([2, expect.stringMatching(why)]);
    }
  });

  test('where no times are looked for it says why, writes no scenario, and ends as it would without', () => {
    const scenario = readFileSync(join(root, 'scenarios/faults/no-sync.yaml'), 'utf8');
    writeFileSync(join(folder, 'stream.yaml'), scenario.replace(/^run:/m, 'network: { links: stream }\nrun:'));
    run('run', 'stream.yaml', '--seed', '1', '--save', 'streamed.yaml');
    const { code, out, err } = run('minimise', 'streamed.yaml', '--scenario', 'none.yaml');
    expect(out).toContain('no times were found for it, so there is no scenario: its links are streams');
    expect([code, err]).toEqual([1, 'wrote streamed.small.yaml\n']);
    expect(existsSync(join(folder, 'none.yaml'))).toBe(false);
    const { out: document } = run('minimise', 'streamed.small.yaml', '--scenario', 'none.yaml', '--json');
    expect(JSON.parse(document)).toMatchObject({ scenario: null, untimed: 'its links are streams' });
  });
});
