// The package as a user gets it: packed, installed into an empty project, and the README's own protocol pasted there. On
// the Node at hand and on Node 22, from the command line and from vitest. Needs what `npm run build` makes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STACK } from '../cli/command.ts';
import { blocksOf } from '../docs/blocks.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const vitest = join(root, 'node_modules/vitest');
const cli = 'node_modules/faultline/dist/cli/main.js';

const suite = `import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { run, runFile, runSync, ScenarioError } from 'faultline';
import echo from './echo.ts';

const text = readFileSync('echo.yaml', 'utf8');

test('by its file, by its text, and with the system itself: the same run', async () => {
  const { report } = await runFile('echo.yaml');
  expect(report).toMatchObject({ verdict: 'held', modules: [{ use: './echo.ts', path: 'echo.ts' }] });
  expect((await run(text)).report.fingerprint).toBe(report.fingerprint);
  const named = text.replace('use: ./echo.ts', 'system: my-echo');
  expect(runSync(named, { systems: [echo] }).report.fingerprint).toBe(report.fingerprint);
});

test('what cannot be loaded is a ScenarioError with its sentence', async () => {
  await expect(run(text.replace('echo.ts', 'no-echo.ts'))).rejects.toThrow(ScenarioError);
  expect(() => runSync(text)).toThrow('await run(…), or pass its system');
});
`;

const properties = `import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assertCluster, cluster, expectCapsule, expectSafe } from 'faultline/testing';
import echo from './echo.ts';

test('clusters of Raft, and of the project’s own protocol', () => {
  fc.assert(fc.property(cluster({ system: 'raft-kv', nodes: 3, run: '2s' }), expectSafe), { seed: 1, numRuns: 5 });
  // Its client counts on it that no answer comes twice.
  fc.assert(fc.property(cluster({ use: './echo.ts', system: echo, run: '1s' }, { network: false, faults: { kinds: ['crash', 'pause'] } }), expectSafe), { seed: 1, numRuns: 5 });
});

test('a failure is kept as a capsule, and replayed as one of vitest’s assertions', async () => {
  expect.assertions(2);
  const unsynced = cluster({ system: 'raft-kv', options: { sync: false } }, { nodes: [3, 5], faults: { kinds: ['crash', 'partition'] } });
  expect(() => assertCluster(unsynced, { seed: 1, numRuns: 3000, capsule: 'kept.yaml' })).toThrow('replay kept.yaml');
  await expectCapsule('kept.yaml').toViolate();
}, 60_000);
`;

let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'faultline-packed-'));
  // What `npm init -y` writes says commonjs: a .ts module is an ES module all the same.
  writeFileSync(join(project, 'package.json'), '{ "name": "empty", "private": true, "type": "commonjs" }');
  const packed = call('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', project], root);
  const tarball = packed.out.trim().split('\n').at(-1)!;
  call('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--silent', `./${tarball}`], project);
  symlinkSync(vitest, join(project, 'node_modules/vitest'), 'dir');
  symlinkSync(join(root, 'node_modules/fast-check'), join(project, 'node_modules/fast-check'), 'dir');
  for (const { attributes, lines } of blocksOf(readFileSync(join(root, 'README.md'), 'utf8'))) {
    const { file } = attributes;
    if (file?.startsWith('echo.') === true) writeFileSync(join(project, file), `${lines.join('\n')}\n`);
  }
  writeFileSync(join(project, 'echo.test.ts'), suite);
  writeFileSync(join(project, 'properties.test.ts'), properties);
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

function call(program: string, args: readonly string[], cwd: string) {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
  const isShell = process.platform === 'win32' && program !== process.execPath;
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, env, encoding: 'utf8', shell: isShell });
  if (error !== undefined) throw error;
  return { code: status, out: stdout, err: stderr.replace(/^npm warn .*\n/gm, '') };
}

const versions = [
  { name: 'this Node', node: (args: readonly string[]) => call(process.execPath, args, project) },
  {
    name: 'Node 22',
    node: (args: readonly string[]) => call('npx', ['-y', '-p', 'node@22', 'node', ...args], project),
  },
];

describe.each(versions)('on $name', ({ name, node }) => {
  beforeAll(() => {
    const { code, out, err } = node(['--version']);
    if (code !== 0) throw new Error(`${name} cannot be had here, and nothing below was tried on it:\n${err}`);
    expect(out).toMatch(/^v2\d/);
  });

  test('the README’s protocol runs, is checked, is looked at and replays', () => {
    const checked = node([cli, 'run', 'echo.yaml', '--checked', '--save', 'c.yaml']);
    expect(checked).toMatchObject({ code: 0, err: 'saved c.yaml\n' });
    expect(checked.out).toMatch(/^ {2}loaded \.\/echo\.ts$/m);
    expect(node([cli, 'run', 'echo.yaml', '--at', '5']).out).toMatch(/^▸ +5 /m);
    expect(node([cli, 'replay', 'c.yaml'])).toMatchObject({ code: 2, err: expect.stringMatching('--allow-code') });
    const replayed = node([cli, 'replay', 'c.yaml', '--allow-code']);
    expect(replayed).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^SAME /m) });
  });

  test('a module that cannot be read is told in a sentence', () => {
    writeFileSync(join(project, 'enum.ts'), 'enum Phase { idle }\nexport default Phase;\n');
    const text = readFileSync(join(project, 'echo.yaml'), 'utf8').replace('./echo.ts', './enum.ts');
    writeFileSync(join(project, 'enum.yaml'), text);
    const { code, out, err } = node([cli, 'run', 'enum.yaml']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^enum\.yaml:4:6 error use: enum\.ts:1: found the TypeScript syntax "enum"/);
    expect(err).not.toMatch(STACK);
  });
});

test('the same from vitest', () => {
  const { code, out, err } = call(process.execPath, [join(vitest, 'vitest.mjs'), 'run', '--root', project], project);
  expect(code, out + err).toBe(0);
  expect(out).toMatch(/Tests +4 passed/);
});
