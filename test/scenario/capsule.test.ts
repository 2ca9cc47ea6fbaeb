import { describe, expect, test } from 'vitest';
import { type Capsule, capsuleText, parseCapsule } from '../../src/scenario/index.ts';

const capsule = (scenario: string): Capsule => ({
  capsule: 1,
  faultline: '0.1.0',
  file: 'a.yaml',
  seed: '7',
  verdict: 'failed',
  ending: 'completed',
  events: 9,
  fingerprint: '0123456789abcdef',
  violations: [{ property: 'p', reason: `n1 and n2 ${'differ '.repeat(40)}`, event: 3 }],
  scenario,
});

const LONG = `about: ${'many words '.repeat(30)}`;

describe('the scenario in a capsule comes out exactly as it went in, and its lines can be read', () => {
  test.each([
    ['as people write it', `faultline: 1\n# why\nname: a\n\nrun: 1s\n`],
    ['long lines', `faultline: 1\n${LONG}\nrun: 1s\n`],
    ['trailing spaces', 'faultline: 1  \nname: a\t\nrun: 1s   \n'],
    ['blank lines, at both ends too', '\n\nfaultline: 1\n\n\nrun: 1s\n\n\n'],
    ['no newline at the end', 'faultline: 1\nrun: 1s'],
    ['an indented start', '  faultline: 1\n  run: 1s\n'],
    ['a document marker', '---\nfaultline: 1\nrun: 1s\n...\n'],
    ['CRLF', 'faultline: 1\r\n\r\nname: a  \r\nrun: 1s\r\n'],
    ['CRLF, and no newline at the end', 'faultline: 1\r\nrun: 1s'],
  ])('%s', (_, scenario) => {
    const text = capsuleText(capsule(scenario));
    expect(parseCapsule(text, 'c.yaml')).toEqual({ capsule: capsule(scenario), problems: [] });
    const lines = text.split('\n');
    for (const line of scenario.split(/\r?\n/)) if (line !== '') expect(lines).toContain(`  ${line}`);
    expect(text).toMatch(/^scenario: \|/m);
  });

  test.each([
    ['line ends of both kinds', 'faultline: 1\r\nname: a\nrun: 1s\r\n'],
    ['a lone carriage return', 'faultline: 1\rrun: 1s\n'],
    ['spaces on a last line', 'faultline: 1\nrun: 1s\n  '],
    ['nothing', ''],
  ])('exactly at least: %s', (_, scenario) => {
    expect(parseCapsule(capsuleText(capsule(scenario)), 'c.yaml').capsule).toEqual(capsule(scenario));
  });

  test('though the capsule itself was stored with CRLF', () => {
    const text = capsuleText(capsule('faultline: 1\nrun: 1s\n')).replaceAll('\n', '\r\n');
    expect(parseCapsule(text, 'c.yaml').capsule?.scenario).toBe('faultline: 1\nrun: 1s\n');
  });
});

describe('a seed written by hand', () => {
  const withSeed = (seed: string) => capsuleText(capsule('a: 1\n')).replace(/^seed: .*$/m, `seed: ${seed}`);

  test.each([
    ['12', '12'],
    ['"12"', '12'],
    ['abc', 'abc'],
  ])('%s is a number or a word', (written, seed) => {
    expect(parseCapsule(withSeed(written), 'c.yaml').capsule?.seed).toBe(seed);
  });

  test.each(['-1', '1.5', 'true', 'a b'])('%s is neither', (written) => {
    const { problems } = parseCapsule(withSeed(written), 'c.yaml');
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual(['wrong-value seed']);
  });
});

test('a scenario in the place of a capsule is told apart, and nothing else is said of it', () => {
  const codes = (text: string) => parseCapsule(text, 'a.yaml').problems.map(({ code, line }) => `${line} ${code}`);
  const { problems } = parseCapsule('# a\nfaultline: 1\nname: a\nrun: 1s\n', 'a.yaml');
  expect(problems).toMatchObject([
    {
      code: 'a-scenario',
      line: 2,
      message: 'this is a scenario, not a capsule: run it with npx faultline run a.yaml',
    },
  ]);
  expect(codes('faultline: 1\ncapsule: 1\n')).not.toContain('1 a-scenario');
  expect(codes('faultline: 0.1.0\n')).not.toContain('1 a-scenario');
});
