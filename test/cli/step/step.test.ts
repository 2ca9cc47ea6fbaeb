// `faultline step`: what it prints, what it refuses, and that what failures say to paste opens them. Processes are few, and
// where the command is a process of its own the scenario is short.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFile } from '../../../src/cli/step/open.ts';
import { saveBranch } from '../../../src/cli/step/save.ts';
import { textOfFile } from '../../../src/cli/step/show.ts';
import { advance, branchOf, momentOf, propertiesAt, reduce } from '../../../src/debugger/index.ts';
import { faultline, inFolder, STACK } from '../command.ts';

const file = 'scenarios/faults/no-sync.yaml';
const text = async (flags: { readonly [flag: string]: string } = {}) =>
  (await textOfFile(file, { color: 'never', ...flags })).join('\n');

test('without a terminal it says what to use instead', () => {
  const { code, out, err } = faultline(['step', file]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toBe(
    `step needs a terminal, and this is none: use faultline step ${file} --text, faultline run --json or faultline replay\n`,
  );
});

test('--text opens at the violation, and ends with the command that does', async () => {
  const shown = await text();
  expect(faultline(['step', file, '--text'])).toEqual({ code: 0, out: `${shown}\n`, err: '' });
  expect(shown).toMatch(/^ {2}✗ committed-is-held: violated since event 2571: /m);
  expect(shown.split('\n').at(-1)).toBe(`  step:   npx faultline step ${file} --seed 1 --at 2571`);
  expect(await text({ seed: '1', at: '2571' })).toBe(shown);
  const busy = await text({ at: '3148' });
  for (const part of ['nodes', 'properties', 'cause', 'events', 'changed', 'in flight', 'clients']) {
    expect(busy).toMatch(new RegExp(`^${part}$`, 'm'));
  }
});

test('--at takes an event, a time, a moment and the moment of a branch', async () => {
  const header = async (at: string) => (await text({ at })).split('\n')[1];
  expect(await header('100')).toMatch(/^seed 1 {3}event 100 of 6,563 /);
  expect(await header('32s')).toMatch(/event 2538 of 6,563 {3}t=32.000s/);
  expect(await header(`${file}:4:100`)).toMatch(/^seed 4 {3}event 100 /);
  expect(await header(`${file}:1:100:crash.n2@90`)).toMatch(/event 100 of [\d,]+ {3}t=\S+ {3}branch 1/);
});

test.each([
  ['soon', '--at: found "soon", expected an event such as 418, a time such as 1.5s, or scenario:seed:418'],
  ['99999', '--at: the run has 6563 events, 0 to 6562'],
  ['other.yaml:1:5', '--at is a moment of other.yaml, and the file is scenarios/faults/no-sync.yaml'],
  [`${file}:1:5:smash@4`, '--at: found "smash@4", expected deeds such as drop.3125@418'],
])('--at %s is refused in a sentence', async (at, sentence) => {
  await expect(text({ at })).rejects.toMatchObject({ code: 2, message: expect.stringContaining(sentence) });
});

test('a refusal is told on stderr, without a stack trace', () => {
  const { code, out, err } = faultline(['step', file, '--text', '--at', 'soon']);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/^--at: found "soon", /);
  expect(err).not.toMatch(STACK);
});

/** A violation within a hundred events: votes and entries are not synced when the power fails. */
const forgets = `faultline: 1
name: A quorum forgets
about: Votes and entries are not synced, and power fails while the first leader is made.
system: raft-kv
nodes: 3
seed: 3
options: { preset: paper, sync: false }
disk: { latency: 1ms..3ms, vote: 50ms..90ms }
workload: { kind: register, clients: 1, rate: 2/s, reads: 0% }
faults:
  - { on: { write: log }, crash: servers, restart: 5ms }
run: 2s
`;

test('a capsule opens at what it says that fails; what run, replay and minimise print opens it', () => {
  inFolder({ 'a.yaml': forgets }, (cwd) => {
    const run = (...args: string[]) => faultline(args, { cwd });
    const [{ step: command }] = JSON.parse(run('run', 'a.yaml', '--json', '--save', 'a.cap.yaml').out).runs;
    const [, at] = /^npx faultline step a\.yaml --seed 3 --at (\d+)$/.exec(command)!;
    expect(run('replay', 'a.cap.yaml').out).toContain(`  step:   npx faultline step a.cap.yaml --at ${at}\n`);
    const small = run('minimise', 'a.cap.yaml').out;
    expect(small.trimEnd().split('\n').at(-1)).toBe('  step:   npx faultline step a.cap.small.yaml');
    const opened = run('step', 'a.cap.small.yaml', '--text').out;
    const [, event] = /✗ committed-is-held: violated since event (\d+): /.exec(opened)!;
    expect(opened).toContain(`event ${event} of `);
    // Replay with the screen's text first, then the verdict.
    const replayed = run('replay', 'a.cap.small.yaml', '--text').out;
    expect(replayed.startsWith(opened.trimEnd())).toBe(true);
    expect(replayed).toContain('\nSAME  fingerprint');
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
