// Modules of one's own that do what no module should, besides failing to load (`use.test.ts`): they throw later, keep
// variables from run to run, end the process or fill the memory in a handler. Each has one outcome, and no stack of ours.
// A hundred processes: with `npm run test:deep`.
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultline, installedFolder, STACK, writeFiles } from '../cli/command.ts';
import { counting, countingScenario } from '../cli/use/counting.ts';

let cwd: string;

beforeAll(() => {
  cwd = installedFolder();
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const write = (files: { readonly [path: string]: string }) => writeFiles(cwd, files);

const run = (...args: string[]) => faultline(['run', ...args], { cwd });
const replay = (...args: string[]) => faultline(['replay', ...args], { cwd });
const sweep = (use: string, seeds: number) => `${countingScenario(use)}sweep: { seeds: ${seeds} }\n`;
const tick = 'return { count: state.count + 1 };';
const inTick = (text: string) => counting.replace(tick, `${text}\n      ${tick}`);

describe.runIf(process.env['FAULTLINE_DEEP'] === '1')('modules that do what they should not', () => {
  test('a module that throws after it was loaded: one sentence, exit 2, the same every time', () => {
    const late = (does: string) => `${counting}\n${does}\n`;
    const modules = {
      t0: `setTimeout(() => { throw new Error('late'); }, 0);`,
      t2: `setTimeout(() => { throw new Error('late'); }, 2);`,
      t30: `setTimeout(() => { throw new Error('late'); }, 30);`,
      exit: 'setTimeout(() => process.exit(0), 5);',
      chain: `setTimeout(() => setTimeout(() => Promise.reject(new Error('late')), 5), 5);`,
    };
    const names = Object.keys(modules).sort();
    for (const [name, does] of Object.entries(modules)) {
      write({ [`late/${name}.ts`]: late(does), [`late/${name}.yaml`]: sweep(`./${name}.ts`, 3) });
    }
    const told = names.map((name) => {
      const words = name === 'exit' ? 'it called process\\.exit' : 'late';
      const place = `late/${name}\\.yaml:4:6 error use: late/${name}\\.ts:\\d+`;
      return expect.stringMatching(`^${place} threw while it was loaded, mend it there: ${words} \\[module-failed\\]$`);
    });
    for (let time = 0; time < 2; time++) {
      const { code, out, err } = run('late');
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err.match(/^.* error .*$/gm)).toEqual(told);
      expect(err).not.toMatch(STACK);
    }
  });

  test('a timer that a module leaves for later never fires: not in the middle of some run either', () => {
    write({
      'later.ts': `${counting}\nsetTimeout(() => { throw new Error('late'); }, 120);\nsetInterval(() => {}, 10);\n`,
      'later.yaml': sweep('./later.ts', 40),
    });
    expect(run('later.yaml')).toMatchObject({ code: 0, err: '' });
  });

  test('what a handler leaves in a promise that fails is a problem of the module, whichever run it is told with', () => {
    const left = `if (state.count === 3) Promise.reject(new Error('nobody waits'));`;
    // The first run is checked, and names the promise itself; with a seed that is asked for it is the only one.
    write({ 'left.ts': inTick(left), 'left.yaml': sweep('./left.ts', 3) });
    const { code, err } = run('left.yaml', '--jobs', '1');
    expect(code).toBe(2);
    expect(err).toMatch(
      /^left\.yaml:4:6 error use: left\.ts:\d+ threw outside of any handler, mend it there: nobody waits /m,
    );
    expect(err).not.toMatch(STACK);
  });

  test('what a module keeps from run to run is found: exit 4, the seed and both fingerprints', () => {
    // A run has 200 ticks, and the first, which is checked, handles each twice.
    const keeping = `const seen: number[] = [];\n${inTick(`seen.push(1);\n      if (seen.length > 450) ctx.setTimer({ kind: 'tick' }, ms(7));`)}`;
    write({ 'keeps.ts': keeping, 'keeps.yaml': sweep('./keeps.ts', 5), 'one.yaml': countingScenario('./keeps.ts') });
    const { code, out } = run('keeps.yaml', '--jobs', '1');
    expect(code).toBe(4);
    const told =
      /^NOT DETERMINISTIC {2}seed 5 of keeps\.yaml has fingerprint (\w{16}) after other runs, and (\w{16}) alone: look in the module for what it keeps/m;
    const [, together, alone] = told.exec(out) ?? [];
    expect(together).not.toBe(alone);
    expect(JSON.parse(run('one.yaml', '--seed', '5', '--json').out).runs[0].fingerprint).toBe(alone);
    const json = run('keeps.yaml', '--jobs', '1', '--json');
    expect(json).toMatchObject({ code: 4, err: expect.stringMatching(/^NOT DETERMINISTIC/) });
    expect(JSON.parse(json.out).notDeterministic).toEqual([
      { scenario: 'keeps.yaml', seed: 5, fingerprint: together, alone },
    ]);
    // Of the failed runs the first is repeated too: its seed is what is looked at.
    write({ 'keeps.ts': keeping.replace(`ctx.setTimer({ kind: 'tick' }, ms(7))`, `throw new Error('full')`) });
    expect(run('keeps.yaml', '--jobs', '1')).toMatchObject({
      code: 4,
      out: expect.stringMatching(/^NOT DETERMINISTIC {2}seed 2 of keeps\.yaml/m),
    });
    write({ 'clean.ts': counting, 'clean.yaml': sweep('./clean.ts', 5) });
    expect(run('clean.yaml', '--jobs', '1')).toMatchObject({ code: 0, err: '' });
  });

  test('process.exit in a handler: the event, the node, the line, and a command that shows it', () => {
    write({
      'exits.ts': inTick('if (state.count === 3) process.exit(0);'),
      'exits.yaml': countingScenario('./exits.ts'),
    });
    const { code, out } = run('exits.yaml');
    expect(code).toBe(1);
    expect(out).toMatch(/^STOPPED {2}crashed in handler: n1's handler timer\.tick threw: it called process\.exit$/m);
    expect(out).toMatch(/^ {2}exits\.yaml {2}seed 1 {2}event 8 {2}t=0\.040s$/m);
    const [, step = ''] = /step: +npx faultline (.*)$/m.exec(out) ?? [];
    const looked = faultline([...step.split(' '), '--text'], { cwd });
    expect(looked.err).toBe('');
    expect(looked.out).toMatch(/^ {2}▸.* 8 +0\.0400 .*n1 ⏲ tick/m);
  });

  test('memory filled in a handler: the event, its time and its node; no fingerprint, no command, no capsule', () => {
    const filling = `if (state.count === 3) for (const all: number[][] = []; ; ) all.push(new Array(1000).fill(all.length));`;
    write({ 'fills.ts': inTick(filling), 'fills.yaml': countingScenario('./fills.ts') });
    const options = { cwd, env: { NODE_OPTIONS: '--max-old-space-size=48' } };
    const { code, out } = faultline(['run', 'fills.yaml'], options);
    expect(code).toBe(1);
    expect(out).toMatch(/^STOPPED {2}out of memory: all memory was spent in a handler of n1$/m);
    expect(out).toMatch(/^ {2}fills\.yaml {2}seed 1 {2}event 8 {2}t=0\.040s$/m);
    expect(out).not.toMatch(/step:|fingerprint/);
    const json = faultline(['run', 'fills.yaml', '--json', '--save', 'fills.cap'], options);
    expect(JSON.parse(json.out).runs[0]).toMatchObject({
      fingerprint: null,
      events: 8,
      simulatedUs: 40_000,
      moment: null,
      failures: [{ what: 'out of memory', event: 8, timeUs: 40_000 }],
    });
    expect(json.err).toMatch('no capsule was saved');
    // A capsule of another run of it: what has no fingerprint is not the same as anything.
    write({ 'fills.ts': counting });
    expect(run('fills.yaml', '--save', 'fills.cap').code).toBe(0);
    write({ 'fills.ts': inTick(filling) });
    const again = faultline(['replay', 'fills.cap', '--allow-code'], options);
    expect(again.code).toBe(4);
    expect(again.out).toMatch(/^DIFFERENT .*now the run was given up at event 8, and has none$/m);
  });

  test('a run that was checked is checked in its replay', () => {
    const impure = inTick(`(globalThis as { odd?: number }).odd = Math.random();`);
    write({ 'impure.ts': impure, 'impure.yaml': countingScenario('./impure.ts') });
    const saved = run('impure.yaml', '--save', 'impure.cap');
    expect(saved).toMatchObject({ code: 1, out: expect.stringMatching('impure handler') });
    expect(replay('impure.cap', '--allow-code')).toMatchObject({ code: 1, out: expect.stringMatching(/^SAME /m) });
  });

  test('a capsule runs the module that it recorded, wherever the command is called', () => {
    const other = counting.replace('state.count + 1', 'state.count + 2');
    write({ 'a/m.ts': counting, 'a/m.yaml': countingScenario('./m.ts'), 'b/m.ts': other });
    expect(faultline(['run', 'm.yaml', '--save', '../caps/m.cap'], { cwd: join(cwd, 'a') }).code).toBe(2);
    mkdirSync(join(cwd, 'caps'));
    expect(faultline(['run', 'm.yaml', '--save', '../caps/m.cap'], { cwd: join(cwd, 'a') }).code).toBe(0);
    const at = (folder: string, ...args: string[]) => faultline(['replay', ...args], { cwd: join(cwd, folder) });
    expect(at('b', '../caps/m.cap').err).toMatch(/the code of \.\/m\.ts \(.*\/a\/m\.ts\), which is not in it/);
    const replayed = at('b', '../caps/m.cap', '--allow-code');
    expect(replayed).toMatchObject({ code: 0, out: expect.stringMatching(/^ {2}loaded \.\/m\.ts \(.*\/a\/m\.ts\)$/m) });
    // Moved by itself it finds none, and takes no other one of that name, beside it or in the current folder.
    write({ 'b/deep/m.ts': other });
    copyFileSync(join(cwd, 'caps/m.cap'), join(cwd, 'b/deep/m.cap'));
    for (const folder of ['a', 'b', 'b/deep']) {
      expect(at(folder, join(cwd, 'b/deep/m.cap'), '--allow-code')).toMatchObject({
        code: 2,
        err: expect.stringMatching(/error use: .*a\/m\.ts cannot be loaded: there is no such file/),
      });
    }
    // One that records none, as they were before, takes its own folder for that of the scenario.
    const old = readFileSync(join(cwd, 'caps/m.cap'), 'utf8').replace(/^module: .*\n/m, '');
    write({ 'a/old.cap': old });
    expect(at('b', '../a/old.cap', '--allow-code')).toMatchObject({ code: 0, out: expect.stringMatching(/^SAME /m) });
  });

  test('an ES module that cannot be read is named with its line, also where it is one that it imports; JSON is no module', () => {
    write({
      'esm/bad.mjs': 'const a = 1;\nconst b = ;\nexport default {};\n',
      'esm/imports.mjs': `import './bad.mjs';\nexport default {};\n`,
      'esm/data.json': '{}\n',
      'esm/bad.yaml': countingScenario('./bad.mjs'),
      'esm/imports.yaml': countingScenario('./imports.mjs'),
      'esm/json.yaml': countingScenario('./data.json'),
    });
    const { code, err } = run('esm');
    expect(code).toBe(2);
    expect(err.match(/error use: .*$/gm)).toEqual([
      expect.stringMatching(/^error use: esm\/bad\.mjs:2: this is no module that can be read/),
      expect.stringMatching(/^error use: esm\/bad\.mjs:2: this is no module that can be read/),
      'error use: esm/data.json is no module: expected a file that ends in .ts, .mts, .js or .mjs [module-syntax]',
    ]);
  });

  test('an await at the top that never settles is called one, before the watchdog sees silence', () => {
    write({ 'waits.mjs': 'await new Promise(() => {});\n', 'waits.yaml': countingScenario('./waits.mjs') });
    expect(run('waits.yaml')).toMatchObject({
      code: 2,
      err: expect.stringMatching('waits.mjs had not finished loading after 5 s: it awaits what never comes'),
    });
  });
});
