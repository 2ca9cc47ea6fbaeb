// Bad arguments: exit 2, a sentence that names the argument and what it takes, nothing on stdout.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { CONSISTENCY_LEVELS, MODEL_NAMES, TRANSACTION_MODELS } from '../../src/checkers/index.ts';
import { makeProgram } from '../../src/cli/program.ts';
import type { Outcome } from './command.ts';
import { root } from './command.ts';
import { expectRefused, faultlineEach } from './transcripts.ts';

const cwd = join(root, 'build/arguments');
const echo = 'faultline: 1\nname: Echo\nabout: x\nsystem: echo\nworkload: { kind: echo }\nrun: 100ms\n';

/** What is called, and the telling words of the answer. */
const calls: readonly (readonly [args: string, words: string | RegExp])[] = [
  ['', 'Usage: faultline'],
  ['rum a.yaml', "unknown command 'rum'\n(Did you mean run?)"],
  ['walk', "unknown command 'walk'"],
  ['run', "missing required argument 'path'"],
  ['run a.yaml --sead 7', "unknown option '--sead'\n(Did you mean --seed?)"],
  ['run a.yaml --seed', "'--seed <seed>' argument missing"],
  ['run a.yaml --seed -1', '--seed: found "-1", expected a whole number up to'],
  ['run a.yaml --seed 1.5', '--seed: found "1.5", expected a whole number up to'],
  ['run a.yaml --seed 99999999999999999999', 'expected a whole number up to'],
  ['run a.yaml --seed a/b', '--seed: found "a/b"'],
  ['run a.yaml --jobs 0', "'--jobs <n>' argument '0' is invalid. Expected a whole number from 1 to 256."],
  ['run a.yaml --jobs two', 'Expected a whole number from 1 to 256.'],
  ['run a.yaml --jobs 1000', 'Expected a whole number from 1 to 256.'],
  [
    'run a.yaml --at soon',
    '--at: found "soon", expected an event such as 418, a time such as 1.5s, or scenario:seed:418',
  ],
  ['run a.yaml --at -1', '--at: found "-1"'],
  ['run a.yaml --at 999999', /--at 999999: the run has \d+ events, expected 0 to \d+/],
  ['run a.yaml --at b.yaml:1:5', '--at is a moment of b.yaml, and the scenario is a.yaml'],
  [
    'run a.yaml b.yaml --at 5',
    '--at, --save and --history take one scenario at one seed, found 2 runs; name a file and --seed',
  ],
  ['run a.yaml b.yaml --save c.yaml', '--at, --save and --history take one scenario at one seed, found 2 runs'],
  ['run a.yaml --at 5 --json', '--at prints text: leave out --json and --ndjson'],
  ['run a.yaml --save folder', 'it is a folder, not a file'],
  ['run a.yaml --save no/such/folder/c.yaml', 'there is no such folder'],
  ['run a.yaml --save a.yaml', 'the file is there and is no capsule; name another'],
  ['run a.yaml --json --ndjson', "'--ndjson' cannot be used with option '--json'"],
  ['run a.yaml --color alway', 'Expected auto, always or never; did you mean "always"?'],
  ['run a.yaml --format githup', 'Expected text or github; did you mean "github"?'],
  ['run a.yaml --quick=yes', "unknown option '--quick=yes'"],
  ['replay', "missing required argument 'capsule'"],
  ['replay folder', 'folder error: it is a folder, not a file'],
  ['replay a.yaml b.yaml', 'too many arguments'],
  ['check h.jsonl', "required option '--model <model>' not specified"],
  ['check h.jsonl --model registre', 'list-append or rw-register; did you mean "register"?'],
  ['check h.jsonl --model register --init {', '--init: found "{", expected JSON such as 0, null or'],
  ['check h.jsonl --model mutex --init 7', '--init: no mutex can begin with 7'],
  ['check h.jsonl --model register --budget none', "argument 'none' is invalid. Expected a whole number from 1"],
  ['check h.jsonl --model register --budget 0', 'Expected a whole number from 1'],
  ['check h.jsonl --model register --budget -5', 'Expected a whole number from 1'],
  ['check h.jsonl --model register --null-read observes', 'did you mean "observe"?'],
  ['check no-such.jsonl --model register', 'no-such.jsonl error: there is no such file or folder'],
  ['list system', 'Expected systems, scenarios or models; did you mean "systems"?'],
  ['info extra', 'too many arguments'],
];

let outcomes: readonly Outcome[] = [];

beforeAll(async () => {
  mkdirSync(join(cwd, 'folder'), { recursive: true });
  for (const file of ['a.yaml', 'b.yaml']) writeFileSync(join(cwd, file), echo);
  writeFileSync(join(cwd, 'h.jsonl'), '{"process":0,"type":"invoke","f":"read","value":null}\n');
  outcomes = await faultlineEach(
    calls.map(([args]) => args.split(' ').filter((word) => word !== '')),
    cwd,
  );
});

test.each(calls.map(([args, words], index) => [args, words, index] as const))('faultline %s', (args, words, index) => {
  const outcome = outcomes[index]!;
  expectRefused(outcome, args);
  if (typeof words === 'string') expect(outcome.err).toContain(words);
  else expect(outcome.err).toMatch(words);
});

test('the models and levels that can be asked for are those that there are', () => {
  const check = makeProgram(() => {}).commands.find((command) => command.name() === 'check');
  expect(check?.options.find(({ long }) => long === '--model')?.argChoices).toEqual([
    ...MODEL_NAMES,
    ...TRANSACTION_MODELS,
  ]);
  expect(check?.options.find(({ long }) => long === '--level')?.argChoices).toEqual(CONSISTENCY_LEVELS);
});
