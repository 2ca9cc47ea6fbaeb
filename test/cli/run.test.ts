// `faultline run`: exit codes, streams, and the documents it prints.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli, faultline, inFolder, root, STACK } from './command.ts';

const echo = (expectation: string, more = '') => `faultline: 1
name: Echo
about: One client echoes.
system: echo
network: { latency: 1ms }
workload: { kind: echo, think: 10ms }
run: 1s
${more}
expect:
  - ${expectation}
`;
const good = echo('available: { atLeast: 100% }');
const wrong = echo('latency: { f: echo, max: 1ms }');
const open = echo('available: { atLeast: 100% }', 'limits: { events: 50 }');
const bad = 'faultline: 1\nname: x\n';

test('exit codes: held 0, failed 1, bad file 2, unknown 3; of several the gravest, and the others still run', () => {
  const files = { 'good.yaml': good, 'wrong.yaml': wrong, 'open.yaml': open, 'bad.yaml': bad };
  inFolder(files, (cwd) => {
    const code = (...args: string[]) => faultline(['run', ...args], { cwd }).code;
    expect(code('good.yaml')).toBe(0);
    expect(code('wrong.yaml')).toBe(1);
    expect(code('bad.yaml')).toBe(2);
    expect(code('open.yaml')).toBe(3);
    expect(code('missing.yaml')).toBe(2);
    expect(code('good.yaml', 'open.yaml')).toBe(3);
    expect(code('good.yaml', 'open.yaml', 'wrong.yaml')).toBe(1);
    const { code: all, out, err } = faultline(['run', '.'], { cwd });
    expect(all).toBe(2);
    expect(err).toMatch(/^bad\.yaml:1:1 error/m);
    expect(out).toMatch('scenarios: 1 of 3 held, 1 failed, 1 unknown');
  });
});

test('--json prints one document of the promised shape, alone on stdout', () => {
  inFolder({ 'a.yaml': good, 'b.yaml': wrong }, (cwd) => {
    const one = faultline(['run', 'a.yaml', '--json'], { cwd });
    expect(one.err).toBe('');
    const { runs } = JSON.parse(one.out);
    expect(runs).toEqual([
      expect.objectContaining({
        scenario: 'a.yaml',
        seed: 1,
        verdict: 'held',
        fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
        events: expect.any(Number),
        simulatedUs: 1_000_000,
        wallMs: expect.any(Number),
        expectations: [expect.objectContaining({ text: expect.any(String), verdict: 'held' })],
        consistency: {},
        availability: { 'all clients': { answered: 84, invoked: 84, longestGapUs: expect.any(Number) } },
        moment: null,
      }),
    ]);
    const both = faultline(['run', '.', '--json'], { cwd });
    expect(both.code).toBe(1);
    const document = JSON.parse(both.out);
    expect(document.runs.map((run: { scenario: string; verdict: string }) => [run.scenario, run.verdict])).toEqual([
      ['a.yaml', 'held'],
      ['b.yaml', 'failed'],
    ]);
    const lines = faultline(['run', '.', '--ndjson'], { cwd }).out.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).scenario).sort()).toEqual(['a.yaml', 'b.yaml']);
  });
});

test('the seed: the flag, else the scenario’s, else 1; it is printed first', () => {
  inFolder({ 'a.yaml': good, 'b.yaml': echo('available: { atLeast: 100% }', 'seed: 7') }, (cwd) => {
    const first = (...args: string[]) => faultline(['run', ...args], { cwd }).out.split('\n')[0];
    expect(first('a.yaml')).toMatch(/^seed 1 /);
    expect(first('b.yaml')).toMatch(/^seed 7 /);
    expect(first('b.yaml', '--seed', '12')).toMatch(/^seed 12 /);
    expect(first('b.yaml', '--seed', 'random')).toMatch(/^seed \d+ /);
    expect(faultline(['run', 'a.yaml', '--seed', 'a b'], { cwd })).toMatchObject({ code: 2 });
  });
});

test('a failure ends with the claim, the figure, and a command that shows the moment', () => {
  inFolder({ 'wrong.yaml': wrong }, (cwd) => {
    const lines = faultline(['run', 'wrong.yaml'], { cwd }).out.trimEnd().split('\n');
    expect(lines.at(-2)).toMatch(/^FAILED {2}latency of echo operations: max at most 1ms: .*2ms/);
    const step = /^ {2}step: {3}npx faultline (step wrong\.yaml --seed 1 --at \d+)$/.exec(lines.at(-1)!)?.[1];
    expect(step).toBeDefined();
    // The command, pasted, shows the moment.
    const shown = faultline([...step!.split(' '), '--text'], { cwd });
    expect(shown).toMatchObject({ code: 0, out: expect.stringMatching(/^ {2}▸ /m) });
  });
});

test('--at shows the events around a moment and the nodes after it; out of range it says the range', () => {
  const at = (event: string) => faultline(['run', 'scenarios/raft/leader-crash.yaml', '--seed', '1', '--at', event]);
  const { out, code } = at('100');
  expect(code).toBe(0);
  expect(out).toMatch(/^▸ {4}100 /m);
  expect(out).toMatch(/^after event 100, t=/m);
  expect(out.split('\n').filter((line) => /^n[1-5] /.test(line))).toHaveLength(5);
  expect(at('99999999')).toMatchObject({ code: 2, err: expect.stringMatching(/expected 0 to \d+/) });
});

test('a capsule replays to the same run; changed, it says that it differs and where', () => {
  inFolder({}, (cwd) => {
    const file = join(cwd, 'run.capsule.yaml');
    const saved = faultline(['run', 'scenarios/raft/leader-crash.yaml', '--seed', '3', '--save', file]);
    expect(saved.code).toBe(0);
    const again = faultline(['replay', file]);
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('SAME  fingerprint') });
    const text = faultline(['replay', file, '--json']).out;
    expect(JSON.parse(text)).toMatchObject({ same: true });
  });
});

test('a capsule of another run, half a capsule and a scenario in its place are each told apart', () => {
  inFolder({ 'a.yaml': good }, (cwd) => {
    faultline(['run', 'a.yaml', '--save', 'c.yaml'], { cwd });
    const text = faultline(['run', 'a.yaml', '--json'], { cwd }).out;
    const { fingerprint } = JSON.parse(text).runs[0];
    const capsule = `capsule: 1\nfaultline: 0.1.0\nfile: a.yaml\nseed: "1"\nverdict: held\nending: completed\nevents: 9\n`;
    const scenario = `scenario: |\n${good.replace(/^/gm, '  ')}\n`;
    writeFileSync(join(cwd, 'other.yaml'), `${capsule}fingerprint: "0123456789abcdef"\n${scenario}`);
    const other = faultline(['replay', 'other.yaml'], { cwd });
    expect(other.code).toBe(4);
    expect(other.out).toMatch(`recorded 9 events with fingerprint 0123456789abcdef, now 255 with ${fingerprint}`);
    writeFileSync(join(cwd, 'half.yaml'), capsule);
    expect(faultline(['replay', 'half.yaml'], { cwd })).toMatchObject({
      code: 2,
      err: expect.stringMatching(/"fingerprint" is missing/),
    });
    expect(faultline(['replay', 'a.yaml'], { cwd })).toMatchObject({ code: 2, err: expect.stringMatching(/capsule/) });
  });
});

test('bad arguments: exit 2, a sentence, no stack trace', () => {
  const wrongCalls = [
    [],
    ['walk'],
    ['run'],
    ['run', 'scenarios', '--jobs', '0'],
    ['run', 'scenarios', '--jobs', 'two'],
    ['run', 'scenarios', '--at', '5'],
    ['run', 'scenarios', '--save', 'x'],
    ['run', 'scenarios', '--json', '--ndjson'],
    ['run', 'scenarios', '--colour'],
    ['run', 'scenarios/basics/echo.yaml', '--at', '-1'],
    ['replay', 'no-such-file'],
    ['replay', 'scenarios'],
    ['check', 'no-such-file', '--model', 'register'],
    ['check', 'README.md', '--model', 'stack'],
    ['check', 'README.md', '--model', 'register', '--init', '{'],
    ['list', 'everything'],
  ];
  for (const args of wrongCalls) {
    const { code, out, err } = faultline(args);
    expect(code, args.join(' ')).toBe(2);
    expect(out, args.join(' ')).toBe('');
    expect(err, args.join(' ')).not.toBe('');
    expect(err, args.join(' ')).not.toMatch(STACK);
  }
});

test('files that are no scenarios: exit 2, the place, no stack trace', () => {
  const files = {
    'empty.yaml': '',
    'binary.yaml': new Uint8Array([0, 1, 2, 255, 254]),
    'utf16.yaml': Buffer.from('\ufefffaultline: 1\n', 'utf16le'),
    'large.yaml': `# ${'x'.repeat(1_100_000)}\n`,
    'list.yaml': '- 1\n- 2\n',
    'two.yaml': `${good}---\n${good}`,
    'anchor.yaml': good.replace('name: Echo', 'name: &a Echo'),
    'escape.yaml': good.replace('name: Echo', 'name: "\\x1b[31mred"'),
  };
  inFolder(files, (cwd) => {
    for (const file of Object.keys(files)) {
      const { code, err } = faultline(['run', file], { cwd });
      expect(code, file).toBe(2);
      expect(err, file).toMatch(new RegExp(`^${file}:\\d+:\\d+ error `));
      expect(err, file).not.toMatch(STACK);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be printed
      expect(err, file).not.toMatch(/[\x00-\x08\x0b-\x1f]/);
    }
    mkdirSync(join(cwd, 'nothing'));
    expect(faultline(['run', 'nothing'], { cwd })).toMatchObject({
      code: 2,
      err: expect.stringMatching('holds no scenario'),
    });
  });
});

test('ctrl-c ends a sweep with what is finished, exit 130; SIGTERM 143', async () => {
  const sweep = echo('available: { atLeast: 100% }', 'sweep: { seeds: 100000, quick: 1 }').replace(
    'run: 1s',
    'run: 20s',
  );
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    await inFolderAsync(sweep, async (cwd) => {
      const child = spawn(process.execPath, [cli, 'run', 'a.yaml', '--json'], {
        cwd,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let out = '';
      child.stdout.on('data', (chunk) => {
        out += chunk;
      });
      await new Promise((resolve) => setTimeout(resolve, 2500));
      child.kill(signal);
      const ended = await new Promise((resolve) => child.on('close', resolve));
      expect(ended).toBe(code);
      expect(JSON.parse(out).runs.length).toBeGreaterThan(0);
    });
  }
});

async function inFolderAsync(text: string, use: (folder: string) => Promise<void>): Promise<void> {
  const { mkdtempSync, rmSync } = await import('node:fs');
  const folder = mkdtempSync(join(root, 'build-'));
  try {
    writeFileSync(join(folder, 'a.yaml'), text);
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('help and version', () => {
  expect(faultline(['--version'])).toMatchObject({ code: 0, out: '0.1.0\n' });
  expect(faultline(['--help']).out).toMatch('Exit codes:');
  expect(faultline(['run', '--help']).code).toBe(0);
  expect(JSON.parse(faultline(['info', '--json']).out)).toMatchObject({ faultline: '0.1.0' });
  expect(JSON.parse(faultline(['schema']).out)).toMatchObject({ type: 'object' });
  expect(JSON.parse(faultline(['list', '--json']).out).map(({ name }: { name: string }) => name)).toContain('raft-kv');
});

test('a quick sweep leaves open what only the whole one can tell; one that leaves nothing out does not', () => {
  const sweep = (seeds: number, quick: number) =>
    `faultline: 1\nname: s\nabout: x\nsystem: raft-kv\nworkload: { kind: register }\nrun: 3s\n` +
    `sweep: { seeds: ${seeds}, quick: ${quick} }\nexpect:\n  - violates: linearizable\n`;
  inFolder({ 'part.yaml': sweep(5, 1), 'whole.yaml': sweep(2, 2) }, (cwd) => {
    const judged = (file: string) => {
      const { code, out } = faultline(['run', file, '--quick', '--json'], { cwd });
      return [code, JSON.parse(out).scenarios[0].expectations[0].verdict];
    };
    expect(judged('part.yaml')).toEqual([0, 'not judged']);
    expect(judged('whole.yaml')).toEqual([1, 'failed']);
  });
});

test('--save writes over a capsule, and over nothing else', () => {
  inFolder({ 'a.yaml': good, 'mine.txt': 'notes\ncapsule: my own text\n' }, (cwd) => {
    const save = (to: string) => faultline(['run', 'a.yaml', '--save', to], { cwd });
    expect(save('c.yaml').code).toBe(0);
    expect(save('c.yaml').code).toBe(0);
    expect(save('mine.txt')).toMatchObject({ code: 2, err: expect.stringMatching('is no capsule') });
    expect(save('a.yaml').code).toBe(2);
  });
});

test('the moment in --json opens with --at, whatever ended the run', () => {
  const files = { 'budget.yaml': open, 'claim.yaml': wrong };
  inFolder(files, (cwd) => {
    for (const file of Object.keys(files)) {
      const { moment } = JSON.parse(faultline(['run', file, '--json'], { cwd }).out).runs[0];
      expect(faultline(['run', file, '--at', moment], { cwd }).out, file).toMatch(/^▸ /m);
    }
  });
});
