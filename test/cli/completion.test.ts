// Completion scripts: made from the commands as they are declared, and tried in the shells that are here.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { wordsOf } from '../../src/cli/completion/words.ts';
import { makeProgram } from '../../src/cli/program.ts';
import { faultline, inFolder } from './command.ts';
import { expectRefused } from './transcripts.ts';

const has = (shell: string) => spawnSync(shell, ['--version']).status === 0;
const program = wordsOf(makeProgram(() => {}));
const script = (shell: string) => faultline(['completion', shell]).out;

/** What bash offers for a line; a blank at its end begins a new word. */
function offered(line: string, cwd = tmpdir()): readonly string[] {
  const words = line.split(/(=)|\s+/).filter((word) => word !== undefined && word !== '');
  if (line.endsWith(' ') || line.endsWith('=')) words.push('');
  if (line.endsWith('=')) words.pop();
  const tried = `source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _faultline; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const file = join(mkdtempSync(join(tmpdir(), 'faultline-')), 'completion.bash');
  writeFileSync(file, bash);
  const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-c', tried, file, ...words], {
    cwd,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout.split('\n').filter((word) => word !== '');
}

const bash = script('bash');

describe.skipIf(!has('bash'))('bash', () => {
  test('the script is right as bash sees it', () => {
    expect(spawnSync('bash', ['-n'], { input: bash, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });

  test('commands first, and the options of the program', () => {
    expect(offered('faultline ')).toEqual([
      ...program.commands.map(({ name }) => name),
      '--version',
      '-V',
      '--help',
      '-h',
    ]);
    expect(offered('faultline re')).toEqual(['replay']);
    expect(offered('faultline --v')).toEqual(['--version']);
  });

  test('the options of each command, every one of them', () => {
    for (const { name, options } of program.commands) {
      expect(offered(`faultline ${name} -`)).toEqual(options.flatMap(({ names }) => names));
    }
    expect(offered('faultline run a.yaml --n')).toEqual(['--ndjson']);
  });

  test('the choices of an option, after a blank or an equals sign, and of an argument', () => {
    expect(offered('faultline run --color ')).toEqual(['auto', 'always', 'never']);
    expect(offered('faultline run --color=')).toEqual(['auto', 'always', 'never']);
    expect(offered('faultline run --color=al')).toEqual(['always']);
    expect(offered('faultline check --model k')).toEqual(['kv', 'kv-append']);
    expect(offered('faultline list s')).toEqual(['systems', 'scenarios']);
    expect(offered('faultline completion ')).toEqual(['bash', 'zsh', 'fish']);
  });

  test('files where files are meant, names with spaces whole, and nothing where nobody can guess', () => {
    inFolder({ 'one.yaml': '', 'with space.yaml': '', 'other.txt': '' }, (cwd) => {
      expect(offered('faultline run o', cwd)).toEqual(['one.yaml', 'other.txt']);
      expect([...offered('faultline run one.yaml w', cwd)]).toEqual(['with space.yaml']);
      expect(offered('faultline run --save one', cwd)).toEqual(['one.yaml']);
      expect(offered('faultline run --seed ', cwd)).toEqual([]);
      expect(offered('faultline info ', cwd)).toEqual([]);
    });
  });
});

describe.each(['zsh', 'fish'])('%s', (shell) => {
  test.skipIf(!has(shell))('the script is right as the shell sees it', () => {
    const { status, stderr } = spawnSync(shell, ['-n'], { input: script(shell), encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('names every command, every option and every choice', () => {
    const text = script(shell);
    for (const { name, options } of program.commands) {
      expect(text).toContain(shell === 'zsh' ? `    ${name})` : `-a ${name} -d`);
      for (const { names, value } of options) {
        expect(text).toContain(shell === 'zsh' ? names[0] : `-l ${names[0]!.slice(2)} `);
        if (value?.kind === 'words') expect(text).toContain(value.words.join(' '));
      }
    }
  });
});

test('a command that is added is completed, without a word elsewhere', () => {
  const grown = makeProgram(() => {});
  grown.command('grow').argument('<file>', 'a file').option('--tall <how>', 'how tall');
  expect(wordsOf(grown).commands.at(-1)).toMatchObject({
    name: 'grow',
    argument: { kind: 'file' },
    options: [{ names: ['--tall'], value: { kind: 'other' } }, { names: ['--help', '-h'] }],
  });
});

test('another shell, or none: exit 2 with those that there are', () => {
  for (const args of [['completion', 'tcsh'], ['completion']]) {
    const outcome = faultline(args);
    expectRefused(outcome, args.join(' '));
    expect(outcome.err).toMatch(/shell/);
  }
  expect(faultline(['completion', 'fsh']).err).toMatch('Expected bash, zsh or fish; did you mean "zsh"?');
});
