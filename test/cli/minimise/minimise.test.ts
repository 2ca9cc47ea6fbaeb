// From a run that fails to a page, and back: `run --save`, `minimise`, `replay`, as a user types them.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultline, root, STACK } from '../command.ts';

let folder: string;
let small: string;
const scenario = join(root, 'scenarios/faults/no-sync.yaml');
const run = (...args: string[]) => faultline(args, { cwd: folder });
const write = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return name;
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'faultline-minimise-'));
  run('run', scenario, '--seed', '1', '--save', 'run.yaml');
  const outcome = run('minimise', 'run.yaml');
  expect(outcome.code).toBe(1);
  small = readFileSync(join(folder, 'run.small.yaml'), 'utf8');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('minimise', () => {
  test('says what became of how many events, tells the story and how to replay it', () => {
    const { out, err } = run('minimise', 'run.yaml');
    expect(out).toMatch(/^VIOLATED {2}committed-is-held: /);
    expect(out).toMatch(/\d{4} events became \d\d, with [12] faults?, 1 operation/);
    expect(out).toContain('replay: npx faultline replay run.small.yaml');
    expect(err).toBe('wrote anew run.small.yaml\n');
  });

  test('goes on from what is small already, and finds nothing more', () => {
    const { code } = run('minimise', 'run.small.yaml');
    expect(code).toBe(1);
    expect(readFileSync(join(folder, 'run.small.yaml'), 'utf8')).toBe(small);
  });

  test('prints one document with --json', () => {
    const { events, faults, failure } = JSON.parse(
      run('minimise', 'run.yaml', '--json', '--out', 'other.yaml').out,
    ) as {
      events: number;
      faults: number;
      failure: { property: string };
    };
    expect([events < 31, faults < 3, failure.property]).toEqual([true, true, 'committed-is-held']);
    expect(readFileSync(join(folder, 'other.yaml'), 'utf8')).toBe(small);
  });

  test('refuses to write over what is no capsule, before the work', () => {
    const { code, err } = run('minimise', 'run.yaml', '--out', write('mine.txt', 'mine'));
    expect(code).toBe(2);
    expect(err).toMatch(/mine.txt.*is no capsule/);
  });

  test('of a run that violates nothing says so, and is inconclusive', () => {
    run('run', join(root, 'scenarios/basics/echo.yaml'), '--save', 'held.yaml');
    const { code, err } = run('minimise', 'held.yaml');
    expect([code, err.trim()]).toEqual([
      3,
      expect.stringMatching(/nothing was made small: the run violates no property/),
    ]);
  });
});

describe('replay of a schedule', () => {
  test('the capsule is a page: no line of its schedule names what no one sees', () => {
    expect(small.split('\n').findIndex((line) => line.startsWith('scenario:'))).toBeLessThan(70);
    expect(small).not.toMatch(/[&*]a\d/);
  });

  test('same: every event is the one recorded', () => {
    const { code, out } = run('replay', 'run.small.yaml');
    expect(code).toBe(1);
    expect(out).toMatch(/VIOLATED {2}committed-is-held: .* event \d+\nSAME {2}fingerprint [0-9a-f]{16}/);
  });

  test('still violated: it fails, but is not the run that was recorded', () => {
    const other = small.replace(/^fingerprint: .*/m, 'fingerprint: 0123456789abcdef');
    const { code, out } = run('replay', write('other.yaml', other));
    expect(code).toBe(1);
    expect(out).toMatch(/STILL VIOLATED, but it is not the run that was recorded\. First difference: /);
  });

  test('still violated: by another rule of the same property', () => {
    const other = small.replace(/^( +)rule: .*/m, '$1rule: reworded since');
    const { code, out } = run('replay', write('rule.yaml', other));
    expect(code).toBe(1);
    expect(out).toMatch(/STILL VIOLATED.*it is violated by another rule: a quorum lacks a committed entry/);
    // Without a rule any of the property's will do.
    expect(run('replay', write('none.yaml', small.replace(/^ +rule: .*\n/m, ''))).out).toMatch(/^SAME /m);
  });

  test('cannot apply: the system has no such property', () => {
    const { code, out } = run(
      'replay',
      write('name.yaml', small.replace('property: committed-', 'property: promised-')),
    );
    expect(code).toBe(3);
    expect(out).toMatch(/CANNOT APPLY.*has no property "promised-is-held"/s);
  });

  test('gone: on code that is mended every entry takes place, and the property holds', () => {
    // The mended code waits for its disk: that is what the option says.
    const { code, out } = run('replay', write('mended.yaml', small.replace('sync: false', 'sync: true')));
    expect(out).toMatch(/GONE {2}every entry takes place|CANNOT APPLY/);
    expect([0, 3]).toContain(code);
  });

  test('cannot apply: names the first entry that cannot take place', () => {
    const { code, out } = run('replay', write('odd.yaml', small.replaceAll('timer: election', 'timer: selection')));
    expect(code).toBe(3);
    expect(out).toMatch(/CANNOT APPLY .*First difference: entry \d+, the selection timer of n\d, cannot take place/);
  });

  test('prints one document with --json', () => {
    const document = JSON.parse(run('replay', 'run.small.yaml', '--json').out) as {
      verdict: string;
      events: unknown[];
    };
    expect(document.verdict).toBe('same');
    expect(document.events.length).toBeGreaterThan(20);
  });

  const slips: readonly (readonly [string, string | RegExp, string, RegExp])[] = [
    ['a fault that is not in the list', /begins: 1/, 'begins: 7', /there is no fault 7: the list has [12]/],
    ['an entry of no kind', '{ begins: 1,', '{ starts: 1,', /schedule/],
    ['a message without its sender', /, from: n\d/, '', /"from" is missing/],
    ['a schedule that leads to nothing', /^violations:\n(?: {2}.*\n)+/m, '', /violations is missing/],
    ['a fault that no scenario knows', 'crash: ', 'crush: ', /crush/],
    ['a node that is not there', /crash: n\d,/, 'crash: n9,', /n9/],
  ];
  test.each(slips)('refuses %s, with its place', (_, from, to, message) => {
    const text = small.replace(from, to);
    expect(text).not.toBe(small);
    const { code, out, err } = run('replay', write('slip.yaml', text));
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
    expect(err).toMatch(/slip\.yaml.*:\d+:\d+ error/);
    expect(err).not.toMatch(STACK);
  });
});
