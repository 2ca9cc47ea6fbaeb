// `faultline step`: what it prints, what it refuses, and that what failures say to paste opens them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFile } from '../../../src/cli/step/open.ts';
import { saveBranch } from '../../../src/cli/step/save.ts';
import { advance, branchOf, momentOf, propertiesAt, reduce } from '../../../src/debugger/index.ts';
import { faultline, inFolder, root, STACK } from '../command.ts';

const file = 'scenarios/faults/no-sync.yaml';
const step = (...args: string[]) => faultline(['step', ...args]);

test('without a terminal it says what to use instead', () => {
  const { code, out, err } = step(file);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toBe(
    `step needs a terminal, and this is none: use faultline step ${file} --text, faultline run --json or faultline replay\n`,
  );
});

test('--text opens at the violation, and ends with the command that does', () => {
  const { code, out, err } = step(file, '--text');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const busy = step(file, '--text', '--at', '3148').out;
  for (const part of ['nodes', 'properties', 'cause', 'events', 'changed', 'in flight', 'clients']) {
    expect(busy).toMatch(new RegExp(`^${part}$`, 'm'));
  }
  expect(out).toMatch(/^ {2}✗ committed-is-held: violated since event 2571: /m);
  expect(out.trimEnd().split('\n').at(-1)).toBe(`  step:   npx faultline step ${file} --seed 1 --at 2571`);
  expect(step(file, '--seed', '1', '--at', '2571', '--text').out).toBe(out);
});

test('--at takes an event, a time, a moment and the moment of a branch', () => {
  const header = (at: string) => step(file, '--text', '--at', at).out.split('\n')[1];
  expect(header('100')).toMatch(/^seed 1 {3}event 100 of 6,563 /);
  expect(header('32s')).toMatch(/event 2538 of 6,563 {3}t=32.000s/);
  expect(header(`${file}:4:100`)).toMatch(/^seed 4 {3}event 100 /);
  expect(header(`${file}:1:100:crash.n2@90`)).toMatch(/event 100 of [\d,]+ {3}t=\S+ {3}branch 1/);
});

test.each([
  [['--at', 'soon'], '--at: found "soon", expected an event such as 418, a time such as 1.5s, or scenario:seed:418'],
  [['--at', '99999'], '--at: the run has 6563 events, 0 to 6562'],
  [['--at', 'other.yaml:1:5'], '--at is a moment of other.yaml, and the file is scenarios/faults/no-sync.yaml'],
  [['--at', `${file}:1:5:smash@4`], '--at: found "smash@4", expected deeds such as drop.3125@418'],
])('%j is refused in a sentence', (args, text) => {
  const { code, out, err } = step(file, '--text', ...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(text);
  expect(err).not.toMatch(STACK);
});

test('a capsule opens at what it says that fails; what replay and minimise print opens it', () => {
  const scenario = readFileSync(join(root, file), 'utf8').replace(/expect:[\s\S]*$/, '');
  inFolder({ 'a.yaml': scenario }, (cwd) => {
    const run = (...args: string[]) => faultline(args, { cwd });
    const json = run('run', 'a.yaml', '--seed', '1', '--json', '--save', 'a.cap.yaml').out;
    const [{ step: command }] = JSON.parse(json).runs;
    expect(command).toBe('npx faultline step a.yaml --seed 1 --at 2571');
    const { out } = run('replay', 'a.cap.yaml');
    expect(out).toContain('  step:   npx faultline step a.cap.yaml --at 2571\n');
    const small = run('minimise', 'a.cap.yaml').out;
    expect(small.trimEnd().split('\n').at(-1)).toBe('  step:   npx faultline step a.cap.small.yaml');
    const opened = run('step', 'a.cap.small.yaml', '--text').out;
    expect(opened).toMatch(/✗ committed-is-held: violated since event (\d+): /);
    const [, event] = /since event (\d+)/.exec(opened)!;
    expect(opened).toContain(`event ${event} of `);
    // Replay with the screen's text first, then the verdict.
    const text = run('replay', 'a.cap.small.yaml', '--text').out;
    expect(text.startsWith(opened.trimEnd())).toBe(true);
    expect(text).toContain('\nSAME  fingerprint');
  });
});

test('a branch is saved as a capsule, which replays and opens as the branch', async () => {
  const opened = await openFile(file, { at: '2571' });
  const session = advance(reduce(advance(opened.session, {}), { do: 'skip' }), {});
  await inFolder({}, async (cwd) => {
    const path = join(cwd, 'branch.yaml');
    expect(saveBranch(opened, session, path)).toMatch(/^saved /);
    const { code, out } = faultline(['replay', path], { cwd });
    expect(out).toContain('SAME  fingerprint');
    expect(code).toBe(0);
    const again = await openFile(path, { at: '2571' });
    const there = advance(again.session, {});
    expect(branchOf(there).interventions).toEqual([{ at: 2571, do: 'skip' }]);
    expect(propertiesAt(there)).toEqual(propertiesAt(session));
    expect(momentOf(there)).toContain(':1:2571:skip@2571');
  });
});
