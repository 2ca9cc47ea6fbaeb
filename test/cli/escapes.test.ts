// Whatever stands in a file, a name or an argument: nothing that a terminal acts on is printed, as text or as JSON.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { safe } from '../../src/cli/terminal.ts';
import { type Outcome, root } from './command.ts';
import { faultlineEach } from './transcripts.ts';

const cwd = join(root, 'build/escapes');
const EVIL = 'a\x1b[31m\x9b2J\u202eb\x07\u2028\ufeff';
const JSON_EVIL = JSON.stringify(EVIL);
// biome-ignore lint/suspicious/noControlCharactersInRegex: none may be printed
const ACTIVE = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\ud800-\udfff]/;

/** A scenario that fails, with marks that turn text around wherever words may stand. */
const scenario = `faultline: 1
name: "n\u202e\u2066ame"
about: "ab\\x1b[31m\\x9b2J\\x07out \u202e"
claims: [{ document: "d\u202e", says: "s\\x1b]0;title\\x07", verdict: confirms }]
notes: [{ at: 10ms, says: "note\\x1b[2J\u202e" }]
system: echo
workload: { kind: echo }
run: 100ms
expect:
  - latency: { f: echo, max: 1us }
`;
const history = [
  `{"process":0,"type":"invoke","f":"write","value":${JSON_EVIL},"key":${JSON_EVIL}}`,
  `{"process":0,"type":"ok","f":"write","value":${JSON_EVIL},"key":${JSON_EVIL}}`,
  `{"process":0,"type":"invoke","f":"read","value":null,"key":${JSON_EVIL}}`,
  `{"process":0,"type":"ok","f":"read","value":[${JSON_EVIL},{${JSON_EVIL}:1}],"key":${JSON_EVIL}}`,
].join('\n');
const wrongHistory = history.replaceAll('"write"', `"wr${EVIL.slice(1, 2).replace('\x1b', '\\u001b')}ite"`);
const named = 'evil\x1b[31m\u202e\n.yaml';

const calls: readonly (readonly string[])[] = [
  ['run', 'a.yaml'],
  ['run', 'a.yaml', '--json'],
  ['run', 'a.yaml', '--ndjson'],
  ['run', 'a.yaml', '--at', '3'],
  ['run', 'a.yaml', 'b.yaml'],
  ['run', named],
  ['run', named, '--json'],
  ['run', named, 'a.yaml'],
  ['run', 'a.yaml', '--at', `${named}:1:5`],
  ['run', named, '--save', `${named}/x`],
  ['run', 'a.yaml', '--seed', EVIL],
  ['run', 'a.yaml', '--color', EVIL],
  ['run', 'bad.yaml'],
  ['run', 'bad.yaml', '--format', 'github'],
  ['run', `--${EVIL}`],
  [EVIL],
  ['list', EVIL],
  ['replay', EVIL],
  ['replay', 'bad-capsule.yaml'],
  ['check', 'h.jsonl', '--model', 'kv'],
  ['check', 'h.jsonl', '--model', 'register'],
  ['check', 'h.jsonl', '--model', 'register', '--json'],
  ['check', 'h.jsonl', '--model', EVIL],
  ['check', 'h.jsonl', '--model', 'register', '--init', EVIL],
  ['check', 'wrong.jsonl', '--model', 'register'],
];
let outcomes: readonly Outcome[] = [];

beforeAll(async () => {
  mkdirSync(cwd, { recursive: true });
  const files = {
    'a.yaml': scenario,
    'b.yaml': scenario,
    [named]: scenario,
    'bad.yaml': `${scenario}${JSON_EVIL}: 1\nseed: ${JSON_EVIL}\nfaults: [{ at: 1ms, crash: ${JSON_EVIL}, name: ${JSON_EVIL} }]\n`,
    'bad-capsule.yaml': `capsule: 1\nfaultline: ${JSON_EVIL}\nfile: ${JSON_EVIL}\nseed: 1\nscenario: ${JSON_EVIL}\n`,
    'h.jsonl': history,
    'wrong.jsonl': wrongHistory,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  outcomes = await faultlineEach(calls, cwd);
});

test.each(calls.map((args, index) => [JSON.stringify(args), index] as const))('faultline %s', (_, index) => {
  const { code, out, err } = outcomes[index]!;
  expect(out + err).not.toBe('');
  expect(code).not.toBe(70);
  expect(out).not.toMatch(ACTIVE);
  expect(err).not.toMatch(ACTIVE);
});

test('a document of JSON says the same after all', () => {
  const documents = calls.flatMap((args, index) => (args.includes('--json') ? [outcomes[index]!.out] : []));
  expect(documents.length).toBeGreaterThan(1);
  for (const text of documents) expect(() => JSON.parse(text)).not.toThrow();
  expect(JSON.parse(outcomes[6]!.out).runs[0].scenario).toBe(named);
});

test('what is safe stays as it is: letters of all scripts, line ends, tabs, and our own colours', () => {
  const fine = 'é 名前 😀\n\tend \x1b[32mgood\x1b[39m';
  expect(safe(fine, { colours: true })).toBe(fine);
  expect(safe('\x1b[31mred', { colours: false })).toBe('\\u001b[31mred');
  expect(safe('\x1b[2J\x1b]0;t\x07\x9b\u202e\u{e0001}', { colours: true })).toBe(
    '\\u001b[2J\\u001b]0;t\\u0007\\u009b\\u202e\\udb40\\udc01',
  );
});
