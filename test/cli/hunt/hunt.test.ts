// `faultline hunt` through the real command: what it finds, how often it is interrupted, on how many threads, in shards.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultline, root, STACK } from '../command.ts';
import { Project } from './project.ts';
import { forgetful, impure, scenarioOf } from './systems.ts';

const raft = readFileSync(join(root, 'scenarios/raft/hunt.yaml'), 'utf8').replace(
  'heartbeat:',
  'sync: false, heartbeat:',
);

let project: Project;
beforeAll(() => {
  project = new Project({
    'count.ts': forgetful(),
    'count.yaml': scenarioOf('./count.ts'),
    'short.yaml': scenarioOf('./count.ts', '5ms'),
    'impure.ts': impure,
    'impure.yaml': scenarioOf('./impure.ts'),
    'raft.yaml': raft,
  });
});
afterAll(() => project.remove());

test('a failure is found, grouped, made small, and replayed by the command that is printed', () => {
  const { code, out } = project.hunt('count.yaml', '--out', 'found', '--max-failures', '3');
  expect(code).toBe(1);
  expect(out).toMatch(/^hunt {3}Forgetful counting {3}count\.yaml$/m);
  expect(out).toMatch(/^FOUND {2}forwards: n\d was at \d+, and is at 0$/m);
  expect(out).toMatch(/^ {2}minimised: events \d+ → \d, 1 fault, 0 operations$/m);
  expect(out).toMatch(/^FAILED {2}3 seeds of \d+, 1 kind of failure$/m);
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  const [, command = ''] = /^ {2}replay: npx faultline (.*)$/m.exec(out) ?? [];
  expect(command).toBe('replay found/forwards-1.yaml --allow-code');
  mkdirSync(join(project.folder, 'else where'));
  const args = ['minimise', 'found/forwards-1.yaml', '--allow-code', '--out', 'else where/it.yaml'];
  const again = /^ {2}replay: npx faultline (.*)$/m.exec(faultline(args, { cwd: project.folder }).out)?.[1];
  expect(again).toBe("replay 'else where/it.yaml' --allow-code");
  const moved = faultline(['replay', 'else where/it.yaml', '--allow-code', '--json'], { cwd: project.folder });
  expect(JSON.parse(moved.out)).toMatchObject({ same: true, difference: null, runs: [], verdict: 'same' });
  const replayed = faultline(command.split(' '), { cwd: project.folder });
  expect(replayed.code).toBe(1);
  expect(replayed.out).toMatch(/^VIOLATED {2}forwards: .*\nSAME /m);
  expect(replayed.err).not.toMatch(STACK);
});

test('a journal that is there is not written over; resumed, it comes to the same at once', () => {
  const args = ['count.yaml', '--seeds', '1..40', '--out', 'again', '--max-failures', '50'];
  const first = project.report(...args);
  const journal = readFileSync(join(project.folder, 'again/journal.ndjson'), 'utf8');
  const { code, err } = project.hunt(...args);
  expect(code).toBe(2);
  expect(err).toBe(
    'again/journal.ndjson is there already, 40 of 40 seeds are done: go on with --resume, or name another folder with --out\n',
  );
  expect(project.report(...args, '--resume')).toEqual(first);
  expect(readFileSync(join(project.folder, 'again/journal.ndjson'), 'utf8')).toBe(journal);
});

test('a journal that another process writes is left to it', () => {
  const holder = { pid: process.pid, host: hostname(), since: '2026-01-02T03:04:05.678Z' };
  mkdirSync(join(project.folder, 'held'));
  writeFileSync(join(project.folder, 'held/journal.ndjson.lock'), JSON.stringify(holder));
  const { code, err } = project.hunt('count.yaml', '--out', 'held', '--resume');
  expect([code, err]).toEqual([
    2,
    `held: process ${process.pid} on ${hostname()} hunts there, since 2026-01-02T03:04:05Z: wait for it to end, or name another folder with --out; if it is no hunt any more, remove held/journal.ndjson.lock\n`,
  ]);
});

test('killed at five random moments and resumed, it comes to what it comes to undisturbed', async () => {
  const args = ['raft.yaml', '--seeds', '1..100', '--max-failures', '1000', '--no-minimise'];
  const undisturbed = project.report(...args, '--out', 'whole');
  const moments: string[] = [];
  for (let i = 0; i < 5; i++) {
    const ms = Math.round(300 + 900 * Math.random());
    const { code } = await project.signalled('SIGKILL', ms, ...args, '--out', 'killed', '--resume');
    moments.push(`${ms} ms: ${code}`);
  }
  const resumed = project.report(...args, '--out', 'killed', '--resume');
  expect(JSON.stringify(resumed), moments.join(', ')).toBe(JSON.stringify(undisturbed));
  expect(undisturbed.json).toMatchObject({ verdict: 'failed', seeds: { done: 100, asked: 100 }, repeated: 5 });
});

test('interrupted, it shows what there is and says how to go on', async () => {
  const args = ['raft.yaml', '--seeds', '1..100000', '--max-failures', '100000'];
  // Its first line says whose campaign it is.
  const { code, out } = await project.signalledAfter('SIGINT', 5, 'int', ...args);
  expect(code).toBe(130);
  expect(out).toMatch(/^INTERRUPTED {2}\d+ of 100000 seeds were finished: the same command with --resume goes on$/m);
});

test('--time begins no seed after it, and reports what is finished', () => {
  const { code, json } = project.report(
    'raft.yaml',
    '--time',
    '500ms',
    '--out',
    'timed',
    '--max-failures',
    '100000',
    '--seeds',
    '1..100000',
    '--no-minimise',
  );
  expect([0, 1, 3]).toContain(code);
  const { seeds } = json as { seeds: { done: number; asked: number } };
  expect(seeds.asked).toBe(100_000);
  expect(seeds.done).toBeLessThan(50_000);
});

test('any number of threads comes to the same', () => {
  const reports = ['1', '3'].map((jobs) =>
    JSON.stringify(project.report('count.yaml', '--jobs', jobs, '--out', `jobs${jobs}`, '--no-minimise')),
  );
  expect(new Set(reports).size).toBe(1);
  expect(JSON.parse(reports[0]!).json.seeds).toMatchObject({ failing: 10, isCut: true });
});

test('two shards, merged, come to what the whole comes to', () => {
  const args = ['count.yaml', '--seeds', '1..90'];
  const whole = project.report(...args, '--out', 'all');
  for (const i of [1, 2]) project.hunt(...args, '--shard', `${i}/2`, '--out', `s${i}`, '--no-minimise');
  const journals = ['s1/journal.ndjson', 's2/journal.ndjson'];
  const shy = project.hunt('--merge', ...journals, '--out', 'shy');
  expect(shy.code).toBe(1);
  expect(shy.err).toMatch(/^nothing was minimised: .* the code of "\.\/count\.ts".* add --allow-code\n$/);
  expect(existsSync(join(project.folder, 'shy'))).toBe(false);
  const merged = project.report('--merge', ...journals, '--out', 'fresh', '--allow-code');
  expect(JSON.parse(JSON.stringify(merged).replaceAll('fresh/', 'all/'))).toEqual(whole);
  expect(existsSync(join(project.folder, 'fresh/forwards-1.yaml'))).toBe(true);
  // What the whole has made small already is not made small again, and no code is loaded for it.
  expect(project.report('--merge', ...journals, '--out', 'all')).toEqual(whole);
  const { code, err } = project.hunt('--merge', 's1/journal.ndjson', 'jobs1/journal.ndjson', '--no-minimise');
  expect({ code, err }).toEqual({ code: 1, err: '' });
});

test('a protocol that depends on what was run before it is not deterministic, and the first event that differs is named', () => {
  const { code, json } = project.report('impure.yaml', '--out', 'impure', '--max-failures', '1000');
  expect(code).toBe(4);
  const { difference } = json as { difference: { event: number; lines: string[] } };
  expect(difference.event).toBeGreaterThan(0);
  expect(difference.lines.join('\n')).toContain('tick');
  expect(project.hunt('impure.yaml', '--out', 'impure', '--max-failures', '1000', '--resume').out).toMatch(
    /^DIFFERS {2}seed \d+ was run twice: the first event that differs is \d+$/m,
  );
});

test('where no property could have been violated nothing was tested', () => {
  const { code, out } = project.hunt('short.yaml', '--seeds', '1..5', '--out', 'short');
  expect(code).toBe(3);
  expect(out).toMatch(/^NOTHING TESTED {2}no property was exercised in any seed$/m);
});

test('an edited journal is refused with its line, not gone on with', () => {
  const args = ['count.yaml', '--seeds', '1..8', '--out', 'edited'];
  project.hunt(...args, '--no-minimise');
  const path = join(project.folder, 'edited/journal.ndjson');
  const text = readFileSync(path, 'utf8');
  for (const [from, to] of [
    [/"exercised":\[[^\]]*\]/, '"exercised":null'],
    [/\n\{"seed":"\d"/, '\n{"seed":"999"'],
    [/"shard":\{[^}]*\}/, '"shard":null'],
  ] as const) {
    writeFileSync(path, text.replace(from, to));
    for (const again of [
      [...args, '--resume'],
      ['--merge', 'edited/journal.ndjson'],
    ]) {
      const { code, out, err } = project.hunt(...again);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(/^edited\/journal\.ndjson: line [12]: .*; move the file away to begin anew\n$/);
    }
  }
});

test('--ndjson prints a line for each seed, and the report', () => {
  const { out } = project.hunt('count.yaml', '--seeds', '1..5', '--out', 'nd', '--ndjson', '--no-minimise');
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(
    lines
      .slice(0, -1)
      .map(({ seed }) => seed)
      .sort(),
  ).toEqual(['1', '2', '3', '4', '5']);
  expect(lines.at(-1).seeds).toMatchObject({ done: 5, asked: 5 });
});

test('minimise --json prints its document where there is nothing to make small', () => {
  for (const path of ['none.yaml', 'count.yaml']) {
    const { code, out } = faultline(['minimise', path, '--json'], { cwd: project.folder });
    expect([code, JSON.parse(out)]).toEqual([
      2,
      expect.objectContaining({ capsule: null, failure: null, events: null }),
    ]);
  }
});

test('what cannot be done is refused in a sentence', () => {
  const refusals: readonly (readonly [readonly string[], string])[] = [
    [['count.yaml', '--seeds', '1..2', '--shard', '3/3'], '--shard 3/3: of 1..2 no seed falls to it'],
    [['none.yaml'], 'none.yaml error: there is no such file or folder'],
    [['count.yaml', '--out', 'count.ts'], 'the journal cannot be '],
    [[], 'expected a scenario file, or --merge and journals'],
    [['--merge', 'count.ts'], 'count.ts is no journal of a hunt: line 1 is no header'],
    [['--merge', 'all/journal.ndjson', 'impure/journal.ndjson'], 'are of different texts of count.yaml'],
  ];
  for (const [args, sentence] of refusals) {
    const { code, out, err } = project.hunt(...args);
    expect({ args, code, out }).toEqual({ args, code: 2, out: '' });
    expect(err).toContain(sentence);
    expect(err.trim().split('\n').length, err).toBe(1);
  }
});
