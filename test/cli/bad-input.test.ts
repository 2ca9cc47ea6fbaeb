// A corpus of bad input through the real command line. Beside each file lies what is printed for it: read those as a
// user would. Is the position right, is it said what was found, what was expected, what to do?
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { made } from '../scenario/bad/made.ts';
import { cli, faultline, root } from './command.ts';
import { expectRefused, expectTranscript, faultlineEach } from './transcripts.ts';

const at = (...path: readonly string[]) => join(root, 'test/scenario', ...path);
const filesIn = (folder: string, end: string) => readdirSync(at(folder)).filter((name) => name.endsWith(end));
const transcriptOf = (folder: string, file: string) => at(folder, file.replace(/\.\w+$/, '.txt'));

describe('bad scenarios', () => {
  const cwd = join(root, 'build/bad-scenarios');
  mkdirSync(cwd, { recursive: true });
  const written = filesIn('bad', '.yaml');
  const all = [...written, ...Object.keys(made)].sort();
  let outcome: ReturnType<typeof faultline>;
  const said = new Map<string, string[]>();

  beforeAll(() => {
    rmSync(cwd, { recursive: true, force: true });
    mkdirSync(cwd, { recursive: true });
    for (const file of written) copyFileSync(at('bad', file), join(cwd, file));
    for (const [file, bytes] of Object.entries(made)) writeFileSync(join(cwd, file), bytes);
    outcome = faultline(['run', '.'], { cwd });
    let file = '';
    for (const line of outcome.err.split('\n')) {
      file = /^(\S+\.yaml)(?::\d+:\d+)? error /.exec(line)?.[1] ?? file;
      if (!said.has(file)) said.set(file, []);
      said.get(file)!.push(line);
    }
  });

  test('there are many, and all are refused in one go', () => {
    expect(all.length).toBeGreaterThanOrEqual(60);
    expectRefused(outcome, 'run .');
    expect([...said.keys()].sort()).toEqual(all);
  });

  test.each(all)('%s', (file) => {
    const text = said.get(file)!.join('\n').trimEnd();
    expect(text).toMatch(new RegExp(`^${file.replaceAll('.', '\\.')}:\\d+:\\d+ error .*\\[[a-z-]+\\]\n`));
    expectTranscript(transcriptOf('bad', file), `${text}\n`);
  });

  test('a file that is not there, a folder without scenarios, a part of a path that is a file, an empty path', () => {
    mkdirSync(join(cwd, 'empty-folder'));
    const result = faultline(['run', 'no-such.yaml', 'empty-folder', 'empty.yaml/inside.yaml', ''], { cwd });
    expectRefused(result, 'paths');
    expect(result.err.trimEnd().split('\n')).toEqual([
      'no-such.yaml error: there is no such file or folder',
      'empty-folder error: the folder holds no scenario: expected files that end in .yaml',
      'empty.yaml/inside.yaml error: a part of its path is a file, not a folder',
      '(empty path) error: expected the path of a scenario file or of a folder',
    ]);
  });

  // The superuser may read everything: it tries as nobody, if nobody may read Faultline itself.
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const asNobody = (...args: readonly string[]) =>
    spawnSync(process.execPath, [cli, ...args], { cwd, encoding: 'utf8', ...nobody });
  test.skipIf(asNobody('--version').status !== 0)('a file and a folder without permission', () => {
    const closed = join(cwd, 'closed');
    mkdirSync(closed);
    writeFileSync(join(cwd, 'secret.yaml'), 'faultline: 1\n');
    chmodSync(join(cwd, 'secret.yaml'), 0);
    chmodSync(closed, 0);
    const { status, stdout, stderr } = asNobody('run', 'secret.yaml', 'closed');
    expectRefused({ code: status, out: stdout, err: stderr }, 'permission');
    expect(stderr).toBe(
      'secret.yaml error: permission to read it is refused\nclosed error: permission to read it is refused\n',
    );
    chmodSync(closed, 0o700);
  });

  test('names of files with escapes, spaces and quotes', () => {
    const names = ['a\x1b[31m.yaml', "it's.yaml", 'with space.yaml', 'line\nend.yaml'];
    for (const name of names) writeFileSync(join(cwd, name), '');
    const result = faultline(['run', ...names], { cwd });
    expectRefused(result, 'names');
    for (const shown of ['a\\x1b[31m.yaml:1:1', "it's.yaml:1:1", 'with space.yaml:1:1', 'line\\x0aend.yaml:1:1']) {
      expect(result.err).toContain(`${shown} error `);
    }
  });
});

describe('bad histories and capsules', () => {
  const histories = filesIn('bad-histories', '.jsonl');
  const capsules = filesIn('bad-capsules', '.yaml');
  const outcomes = new Map<string, ReturnType<typeof faultline>>();

  beforeAll(async () => {
    const check = (file: string) => ['check', file, '--model', /\.([a-z-]+)\.jsonl$/.exec(file)?.[1] ?? 'register'];
    const replay = (file: string) => ['replay', file];
    const judged = await faultlineEach(histories.map(check), at('bad-histories'));
    const replayed = await faultlineEach(capsules.map(replay), at('bad-capsules'));
    for (const [index, file] of histories.entries()) outcomes.set(`bad-histories/${file}`, judged[index]!);
    for (const [index, file] of capsules.entries()) outcomes.set(`bad-capsules/${file}`, replayed[index]!);
  });

  test('there are many', () => {
    expect(histories.length).toBeGreaterThanOrEqual(20);
    expect(capsules.length).toBeGreaterThanOrEqual(8);
  });

  test.each([...histories.map((file) => `bad-histories/${file}`), ...capsules.map((file) => `bad-capsules/${file}`)])(
    '%s',
    (path) => {
      const [folder = '', file = ''] = path.split('/');
      const outcome = outcomes.get(path)!;
      expectRefused(outcome, path);
      const text = outcome.err.trimEnd();
      expect(text).toMatch(new RegExp(`^${file.replaceAll('.', '\\.')}:\\d+:\\d+ error .*\\[[a-z0-9-]+\\]\n`));
      expectTranscript(transcriptOf(folder, file), `${text}\n`);
    },
  );
});
