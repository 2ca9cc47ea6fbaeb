// One JSON document whatever happens: bad input, a closed pipe, an interrupt before anything was run. Words are on stderr.
import { spawn, spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli, faultline, installedFolder } from './command.ts';
import { countingScenario } from './use/counting.ts';

let cwd: string;

beforeAll(() => {
  cwd = installedFolder();
  const echo = (seeds: number, answered: number) => `faultline: 1
name: Echoes
about: x
system: echo
workload: { kind: echo }
run: 100ms
sweep: { seeds: ${seeds} }
expect:
  - operations: { f: echo, answered: { atLeast: ${answered} } }
`;
  writeFileSync(join(cwd, 'fails.yaml'), echo(1, 100_000));
  writeFileSync(join(cwd, 'sweep.yaml'), echo(3_000, 1));
  writeFileSync(join(cwd, 'loops.mjs'), 'for (;;);\n');
  writeFileSync(join(cwd, 'loops.yaml'), countingScenario('./loops.mjs'));
  writeFileSync(
    join(cwd, 'loops.cap'),
    `capsule: 1\nfaultline: 0.1.0\nfile: loops.yaml\nseed: 1\nverdict: held\nending: completed\nevents: 1\nfingerprint: ${'a'.repeat(16)}\nscenario: |\n${countingScenario('./loops.mjs').replace(/^/gm, '  ').trimEnd()}\n`,
  );
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

test('bad input with --json: the document of a command that has found nothing', () => {
  const nothing = { runs: [], scenarios: [] };
  const noReplay = { same: null, difference: null, runs: [] };
  const noCheck = { verdict: null, configurations: null, explanation: null };
  for (const [args, document] of [
    [['run', 'nope'], nothing],
    [['run', 'fails.yaml', '--seed', '!'], nothing],
    [['run', 'fails.yaml', '--at', 'x'], nothing],
    [['replay', 'nope'], noReplay],
    [['replay', 'fails.yaml'], noReplay],
    [['replay', 'loops.cap'], noReplay],
    [['check', 'nope', '--model', 'register'], noCheck],
    [['check', 'fails.yaml', '--model', 'register'], noCheck],
    [['check', 'fails.yaml', '--model', 'register', '--init', '{'], noCheck],
  ] as const) {
    const { code, out, err } = faultline([...args, '--json'], { cwd });
    expect(code, args.join(' ')).toBe(2);
    expect(err, args.join(' ')).not.toBe('');
    expect(JSON.parse(out), args.join(' ')).toEqual(document);
  }
});

test('an interrupt while a module is loaded: words, the document, and the code', async () => {
  for (const args of [
    ['run', 'loops.yaml', '--json'],
    ['replay', 'loops.cap', '--allow-code', '--json'],
  ]) {
    const child = spawn(process.execPath, [cli, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { out: '', err: '' };
    child.stdout.on('data', (chunk) => (said.out += chunk));
    child.stderr.on('data', (chunk) => (said.err += chunk));
    setTimeout(() => child.kill('SIGINT'), 3_000);
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(130);
    expect(said.err).toBe('interrupted before there was anything to show\n');
    expect(JSON.parse(said.out)).toMatchObject({ interrupted: true, runs: [] });
  }
});

/** With nobody who reads the output. */
const unread = (...args: string[]) => {
  const command = `"${process.execPath}" "${cli}" ${args.join(' ')}; echo "code $?" >&2`;
  return spawnSync('/bin/bash', ['-c', `{ ${command}; } | true`], { cwd, encoding: 'utf8' }).stderr;
};

test('a closed pipe is no verdict: the exit code is that of the run, or 141 where there was more to tell', () => {
  expect(unread('run', 'fails.yaml')).toBe('code 1\n');
  expect(unread('run', 'fails.yaml', '--json')).toBe('code 1\n');
  expect(unread('run', 'nope', '--json')).toMatch(/^nope error: .*\ncode 2\n$/);
  expect(unread('run', 'sweep.yaml', '--ndjson')).toBe('code 141\n');
  expect(unread('--help')).toBe('code 0\n');
});
