// `use:`, a protocol of one's own, through the real command: found, loaded, run in workers, replayed, interrupted, and
// where a module is no system, one sentence. The transcript `use/bad-modules.txt` is rewritten by UPDATE_TRANSCRIPTS=1.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli, faultline, installedFolder, root, STACK, writeFiles } from './command.ts';
import { expectTranscript } from './transcripts.ts';
import { badModules, moduleWith, scenarioUsing } from './use/bad-modules.ts';
import { counting, countingScenario } from './use/counting.ts';

let cwd: string;
/** What a short run takes here, in ms: a machine that is busy takes longer to begin a long one, too. */
let shortRun: number;

/** A project that has Faultline installed. */
beforeAll(() => {
  cwd = installedFolder();
  write({ 'count.ts': counting, 'count.yaml': countingScenario('./count.ts') });
  const begun = performance.now();
  run('count.yaml');
  shortRun = performance.now() - begun;
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const write = (files: { readonly [path: string]: string }) => writeFiles(cwd, files);

const run = (...args: string[]) => faultline(['run', ...args], { cwd });
const firstRun = (text: string) => JSON.parse(text).runs[0];

test('a path beside the scenario: it runs, and card and JSON name what was loaded', () => {
  const { code, out, err } = run('count.yaml');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^ {2}loaded \.\/count\.ts$/m);
  const json = firstRun(run('count.yaml', '--json').out);
  expect(json).toMatchObject({ verdict: 'held', modules: [{ use: './count.ts', path: 'count.ts' }] });
});

test('checked, looked at and swept in workers it is the same run', () => {
  const { fingerprint } = firstRun(run('count.yaml', '--json').out);
  expect(firstRun(run('count.yaml', '--checked', '--json').out).fingerprint).toBe(fingerprint);
  expect(run('count.yaml', '--at', '3').out).toMatch(/^▸ +3 /m);
  write({ 'sweep.yaml': `${countingScenario('./count.ts')}sweep: { seeds: 6 }\n` });
  const { code, out } = run('sweep.yaml', '--json', '--jobs', '2');
  const { runs } = JSON.parse(out) as { runs: { seed: number; fingerprint: string }[] };
  expect(code).toBe(0);
  expect(runs.map(({ seed }) => seed)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(runs[0]!.fingerprint).toBe(fingerprint);
  expect(run('sweep.yaml').out).toMatch(/^loaded \.\/count\.ts$/m);
});

test('the path is relative to the scenario, wherever the command is called', () => {
  write({ 'deep/er/count.yaml': countingScenario('../../count.ts') });
  expect(firstRun(run('deep/er/count.yaml', '--json').out).modules).toEqual([
    { use: '../../count.ts', path: 'count.ts' },
  ]);
});

test('a package: its exports, or its main; one that is missing is named', () => {
  const compiled = counting.replace(/: [A-Z]\w*|<[^>(]*>(?=\()|^type .*$/gm, '');
  const manifest = {
    name: 'my-count',
    type: 'module',
    exports: { '.': { import: './lib/count.js' }, './*': './lib/*.js' },
  };
  write({
    'node_modules/my-count/package.json': JSON.stringify(manifest),
    'node_modules/my-count/lib/count.js': compiled,
  });
  write({
    'node_modules/@me/old/package.json': '{ "type": "module", "main": "main.js" }',
    'node_modules/@me/old/main.js': compiled,
  });
  for (const [use, path] of [
    ['my-count', 'node_modules/my-count/lib/count.js'],
    ['my-count/count', 'node_modules/my-count/lib/count.js'],
    ["'@me/old'", 'node_modules/@me/old/main.js'],
  ] as const) {
    write({ 'package.yaml': countingScenario(use) });
    const { out, err } = run('package.yaml', '--json');
    expect(err).toBe('');
    expect(firstRun(out).modules[0].path).toBe(path);
  }
  for (const [use, words] of [
    ['my-cuont', 'no package my-cuont is installed'],
    ['count.ts', 'did you mean "./count.ts"?'],
    ['fs', 'a module of Node itself'],
    ['my-count/lib/none', 'node_modules/my-count'],
    ['https://example.org/lock.js', 'a path that begins with ./'],
  ] as const) {
    write({ 'package.yaml': countingScenario(use) });
    const { code, err } = run('package.yaml');
    expect(code, use).toBe(2);
    expect(err, use).toMatch(/^package\.yaml:4:\d+ error use: /);
    expect(err, use).toMatch(words);
  }
});

test('a module that is no system: exit 2, the place, one sentence, no stack of ours; all of them at once', () => {
  const files = Object.entries(badModules).filter(([file]) => file !== 'loops.ts');
  for (const [file, text] of files) {
    if (text !== undefined) write({ [`bad/${file}`]: text });
    write({ [`bad/${file.replace('.', '-')}.yaml`]: scenarioUsing(`./${file}`) });
  }
  const { code, out, err } = faultline(['run', '.'], { cwd: join(cwd, 'bad') });
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).not.toMatch(STACK);
  expect(err.match(/^\S+\.yaml:4:6 error use: /gm)).toHaveLength(files.length);
  expectTranscript(join(root, 'test/cli/use/bad-modules.txt'), err);
});

test('a module whose code never comes to an end is given up and named', async () => {
  write({ 'loops.ts': badModules['loops.ts']!, 'waits.mjs': 'await new Promise(() => {});\nexport default 1;\n' });
  const { inspect } = await import(join(root, 'dist/campaign/inspect.js'));
  const { importing } = await import(join(root, 'dist/campaign/importing.js'));
  const text = scenarioUsing(join(cwd, 'loops.ts'));
  const [looped] = await inspect([{ file: 'loops.yaml', text }], { silence: 500 });
  expect(looped.problems[0]).toMatchObject({
    code: 'module-failed',
    line: 4,
    message: expect.stringMatching('after 0.5 s: look for a loop'),
  });
  const waited = await importing(join(cwd, 'waits.mjs'), join(cwd, 'waits.mjs'), 200);
  expect(waited).toMatchObject({
    code: 'module-failed',
    message: expect.stringMatching('had not finished loading after 0.2 s'),
  });
});

test('another name in system: is a contradiction; without use: a scenario needs a system', () => {
  write({ 'named.yaml': `${countingScenario('./count.ts')}system: lock\n` });
  expect(run('named.yaml').err).toMatch('the module’s system is called "count", and system: says "lock"');
  write({ 'none.yaml': countingScenario('x').replace('use: x\n', '') });
  expect(run('none.yaml').err).toMatch(/"system" is missing.*or "use"/);
});

test('a second copy of the package is named with both places', () => {
  const copy = `const MARK = Symbol.for('faultline');\n`;
  const mark = `{ value: { version: '0.0.9', url: 'file:///elsewhere/node_modules/faultline/dist/contract/copy.js' } }`;
  const text = moduleWith({}).replace('export default', 'const lock =');
  write({
    'copy.ts': `${copy}${text}export default Object.defineProperty({ ...lock }, MARK, ${mark});\n`,
    'copy.yaml': scenarioUsing('./copy.ts'),
  });
  const { code, err } = run('copy.yaml');
  expect(code).toBe(2);
  expect(err).toMatch(
    'a second copy of Faultline, version 0.0.9 in /elsewhere/node_modules/faultline, and this is version',
  );
  expect(err).toMatch(`in ${root.replace(/\/$/, '')}: run the command of that one, or keep one of the two`);
});

test('what a module or a handler prints goes to stderr; stdout stays one document', () => {
  const loud = counting.replace('export default', `console.log('loading');\nexport default`);
  write({ 'loud.ts': loud, 'loud.yaml': countingScenario('./loud.ts') });
  const { out, err } = run('loud.yaml', '--json');
  expect(firstRun(out).verdict).toBe('held');
  expect(err).toMatch('loading');
});

test('a capsule loads its module with --allow-code only', () => {
  expect(run('count.yaml', '--save', 'c.yaml').code).toBe(0);
  const refused = faultline(['replay', 'c.yaml'], { cwd });
  expect(refused).toMatchObject({ code: 2, out: '' });
  expect(refused.err).toMatch(/^c\.yaml:\d+:8 error use: .*the code of \.\/count\.ts.*--allow-code/);
  const replayed = faultline(['replay', 'c.yaml', '--allow-code'], { cwd });
  expect(replayed).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^SAME /m) });
  write({ 'count.ts': counting.replace('state.count + 1', 'state.count + 2') });
  expect(faultline(['replay', 'c.yaml', '--allow-code'], { cwd })).toMatchObject({ code: 4 });
  write({ 'count.ts': counting });
});

test('list scenarios loads no module', () => {
  write({ 'scenarios/x.yaml': scenarioUsing('./no-such-module.ts') });
  expect(faultline(['list', 'scenarios'], { cwd })).toMatchObject({
    code: 0,
    out: expect.stringMatching('./no-such-module.ts'),
  });
  rmSync(join(cwd, 'scenarios'), { recursive: true });
});

test('a monitor, a role or a view that throws is said of the protocol, not of Faultline', () => {
  const tick = 'return { count: state.count + 1 };';
  const expectations = '  - becomes: { role: odd, atLeast: 1 }\n';
  for (const [from, to, code, words] of [
    [
      'count: memory.count + 1',
      `...(memory.count > 3 ? memory.nothing.at.all : {}), count: memory.count + 1`,
      1,
      /STOPPED .*monitors\[0\]\.observe threw: Cannot read/,
    ],
    ['state.count % 2 === 1', `{ throw new Error('odd!'); }`, 1, /STOPPED .*roles\.odd\.is threw: odd!/],
    [tick, `ctx.send('n2', undefined as never);\n      return state;`, 1, /STOPPED .*n1 sent a message without a kind/],
    [tick, `return new Proxy(state, { ownKeys: () => { throw 1; } });`, 1, /STOPPED .*throws when it is looked at/],
    ['({ count }) => ({ count })', `() => { throw new Error('blind'); }`, 3, /UNKNOWN .*view\.server threw: blind/],
  ] as const) {
    write({ 'odd.ts': counting.replace(from, to), 'odd.yaml': countingScenario('./odd.ts') + expectations });
    const { code: found, out, err } = run('odd.yaml');
    expect(out + err, to).toMatch(words);
    expect(found, to).toBe(code);
  }
});

const long = (use: string) => `${countingScenario(use).replace('run: 1s', 'run: 20h')}limits: { events: 100000000 }\n`;

test('ctrl-c: what happened so far, verdict unknown, exit 130; of one’s own protocol, of Faultline’s, checked too', async () => {
  const own = long('x')
    .replace('use: x', 'system: gossip')
    .replace(/expect:[\s\S]*/, '');
  write({
    'long.yaml': long('./count.ts'),
    'own.yaml': `${own}limits: { events: 100000000 }\nexpect:\n  - state: { of: n1, field: rumours, atLeast: 0.5 }\n`,
  });
  const calls = [['long.yaml'], ['long.yaml', '--checked'], ['own.yaml'], ['own.yaml', '--checked']];
  // Two at a time: each loads TypeScript in two workers before its first event.
  const both = (from: number) =>
    Promise.all(calls.slice(from, from + 2).map((args) => interrupted([...args, '--json'], 'SIGINT')));
  for (const [index, { code, out, err }] of [...(await both(0)), ...(await both(2))].entries()) {
    const what = calls[index]!.join(' ');
    expect({ code, err }, what).toEqual({ code: 130, err: '' });
    const document = JSON.parse(out);
    expect(document, what).toMatchObject({ interrupted: true, runs: [{ interrupted: true, verdict: 'unknown' }] });
    expect(document.runs[0].events, what).toBeGreaterThan(0);
  }
  const { code, out } = await interrupted(['long.yaml'], 'SIGTERM');
  expect(code).toBe(143);
  expect(out).toMatch(/^UNKNOWN {2}interrupted: ended from outside after \d+ events$/m);
});

test('ctrl-c while a handler does not return: within two seconds, with where it stood', async () => {
  const stuck = counting.replace(
    'return { count: state.count + 1 }',
    'if (state.count === 3) for (;;);\n      return { count: state.count + 1 }',
  );
  write({ 'stuck.ts': stuck, 'stuck.yaml': countingScenario('./stuck.ts') });
  const { code, out } = await interrupted(['stuck.yaml'], 'SIGINT');
  expect(code).toBe(130);
  expect(out).toMatch(
    /UNKNOWN {2}interrupted: ended from outside after \d+ events, in a handler of n1 that did not return/,
  );
});

/** Starts a run, sends the signal when it is under way, and waits for its end. */
async function interrupted(args: readonly string[], signal: 'SIGINT' | 'SIGTERM') {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
  const child = spawn(process.execPath, [cli, 'run', ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (said.out += chunk));
  child.stderr.on('data', (chunk) => (said.err += chunk));
  // Two at a time, each of which may do all of it twice over.
  await new Promise((resolve) => setTimeout(resolve, Math.max(3_000, 3 * shortRun)));
  child.kill(signal);
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, ...said };
}
