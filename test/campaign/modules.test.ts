// Loading modules: where a package's entry lies, what a path means, what stays of a module that misbehaves while it is
// loaded. Through the real command line: test/cli/use.test.ts.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drive, driveSync } from '../../src/campaign/drive.ts';
import { loadModule, loadWithModules } from '../../src/campaign/modules.ts';
import { packageEntry } from '../../src/campaign/packages.ts';
import { systems } from '../../src/protocols/registry.ts';
import { loadScenario } from '../../src/scenario/index.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'faultline-modules-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): string {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
  return join(folder, path);
}

const entry = (manifest: object, use = 'lock') => {
  write('node_modules/lock/package.json', JSON.stringify({ name: 'lock', ...manifest }));
  return packageEntry(use, join(folder, 'some/where'));
};

test('a package’s entry is what Node’s own import takes', () => {
  const at = (path: string) => join(folder, 'node_modules/lock', path);
  for (const path of ['index.js', 'main.js', 'lib/a.js', 'esm.js']) write(`node_modules/lock/${path}`, '');
  expect(entry({})).toBe(at('index.js'));
  expect(entry({ main: './main.js' })).toBe(at('main.js'));
  expect(entry({ main: './main.js', exports: './esm.js' })).toBe(at('esm.js'));
  expect(entry({ exports: { require: './main.js', import: './esm.js' } })).toBe(at('esm.js'));
  expect(entry({ exports: { browser: './main.js', node: { types: './x.d.ts', default: './esm.js' } } })).toBe(
    at('esm.js'),
  );
  expect(entry({ exports: { '.': './esm.js', './parts/*': './lib/*.js' } }, 'lock/parts/a')).toBe(at('lib/a.js'));
  expect(entry({}, 'lock/lib/a.js')).toBe(at('lib/a.js'));
});

test('a package that has no such entry says which is missing', () => {
  expect(entry({ exports: { require: './main.js' } })).toMatchObject({
    code: 'module-not-found',
    message: expect.stringMatching('exports no module for import'),
  });
  expect(entry({ exports: { '.': './esm.js' } }, 'lock/parts')).toMatchObject({
    message: expect.stringMatching('exports no ./parts'),
  });
  expect(entry({ main: './gone.js' })).toMatchObject({ message: expect.stringMatching(/gone\.js is not there/) });
  expect(packageEntry('lok', folder)).toMatchObject({ message: expect.stringMatching('no package lok is installed') });
});

test('a package finds itself by its own name', () => {
  write('own/package.json', '{ "name": "own-lock", "exports": "./main.mjs" }');
  const main = write('own/main.mjs', '');
  expect(packageEntry('own-lock', join(folder, 'own/scenarios'))).toBe(main);
});

test('what a module does while it is loaded cannot take the process with it', async () => {
  const { exit } = process;
  const listeners = process.listenerCount('unhandledRejection');
  for (const [name, text, words] of [
    ['throw', 'throw new Error("not today");', /throw\.mjs\S* threw while it was loaded.*not today/],
    ['exit', 'process.exit(3);', 'it called process.exit'],
    ['null', 'throw null;', 'null'],
    ['nothing', '', 'it exports nothing'],
  ] as const) {
    write(`${name}.mjs`, text);
    const loaded = await loadModule(`./${name}.mjs`, folder);
    expect(loaded, name).toMatchObject({ message: expect.stringMatching(words) });
  }
  expect(process.exit).toBe(exit);
  expect(process.listenerCount('unhandledRejection')).toBe(listeners);
});

test('without use: nothing is loaded, and with it the scenario knows what was', async () => {
  write('echo.mjs', 'export default globalThis.faultlineEcho;');
  Object.assign(globalThis, { faultlineEcho: systems.find(({ name }) => name === 'echo') });
  const text = (what: string) => `faultline: 1\nname: e\nabout: x\n${what}\nrun: 1s\n`;
  const used = await loadWithModules(text('use: ./echo.mjs'), join(folder, 'e.yaml'), []);
  expect(used.problems).toEqual([]);
  expect(used.scenario?.modules).toMatchObject([{ use: './echo.mjs' }]);
  expect((await loadWithModules(text('system: echo'), 'e.yaml', systems)).scenario?.modules).toEqual([]);
  expect(loadScenario(text('use: ./echo.mjs'), 'e.yaml', systems).problems).toMatchObject([
    { code: 'not-loaded', line: 4 },
  ]);
});

test('in slices or at one go, checked or not: the same run; interrupted it keeps what there is', async () => {
  const text = `faultline: 1\nname: r\nabout: x\nsystem: raft-kv\nworkload: { kind: register }\nrun: 60s\nexpect:\n  - available: { atLeast: 1% }\n  - holds: election-safety\n`;
  const { scenario } = loadScenario(text, 'r.yaml', systems);
  const whole = driveSync(scenario!, '1', { isChecked: false });
  const sliced = await drive(scenario!, '1', { isChecked: true });
  expect(sliced.run.result.fingerprint).toBe(whole.run.result.fingerprint);
  const abort = new AbortController();
  const onSlice = (events: number) => events >= 4_000 && abort.abort();
  const half = await drive(scenario!, '1', { isChecked: true }, { signal: abort.signal, onSlice });
  expect(half.run.result).toMatchObject({ ending: 'interrupted', stop: { ending: 'interrupted' } });
  expect(half.run.result.events).toBeLessThan(whole.run.result.events);
  expect(half.run.judgement.verdict).toBe('unknown');
  expect(half.run.judgement.findings.map(({ verdict }) => verdict)).not.toContain('held');
  expect(half.run.judgement.findings.map(({ verdict }) => verdict)).not.toContain('failed');
});
