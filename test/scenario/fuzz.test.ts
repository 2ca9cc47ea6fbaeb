// Text that nobody vouches for: whatever it is, loading it gives a scenario or problems, and every problem can be shown.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile, formatProblem, loadScenario, loadScenarioObject } from '../../src/scenario/index.ts';
import { example } from './example.ts';
import { systems } from './fake-system.ts';

function check(text: string): void {
  const { scenario, problems } = loadScenario(text, 'a.yaml', systems);
  expect(scenario === undefined).toBe(problems.length > 0);
  const lines = text.split('\n').length;
  for (const problem of problems) {
    expect(problem.line).toBeGreaterThanOrEqual(1);
    expect(problem.line).toBeLessThanOrEqual(lines);
    expect(problem.column).toBeGreaterThanOrEqual(1);
    const shown = formatProblem(problem, text);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be printed
    expect(shown).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
    expect(shown).toContain('^');
  }
  if (scenario !== undefined) compile(scenario);
}

const scraps = [
  '*a',
  '&a ',
  '!!x ',
  '<<: ',
  '---\n',
  ': ',
  '- ',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '\t',
  '\n',
  '\r\n',
  '#',
  '%',
  '|',
  '>',
  '?',
  '\0',
  '\x1b',
  '\u202e',
  '名',
  '9'.repeat(30),
  '-1',
  '0x',
  'null',
  '~',
  '__proto__: 1',
  'constructor',
  '1e999',
  'n9',
  's',
  '.',
];

describe('loading never throws', () => {
  test('on a scenario with stretches cut out and scraps put in', () => {
    const edit = fc.record({ at: fc.nat(example.length), cut: fc.nat(12), put: fc.constantFrom('', ...scraps) });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        check(edits.reduce((text, { at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut), example));
      }),
      { numRuns: 400, seed: 1 },
    );
  });

  test('on a scenario with one value replaced', () => {
    const values = [
      '',
      '0',
      '-1',
      '1.5',
      '.nan',
      '[]',
      '{}',
      'true',
      '"\\x1b"',
      '[[[1]]]',
      '99999999999999999999',
      'x',
      '1s',
      '50%',
    ];
    const places = [...example.matchAll(/: ([^\n{[,}]+)/g)].map((match) => ({
      at: match.index + 2,
      length: match[1]!.length,
    }));
    for (const { at, length } of places)
      for (const value of values) check(example.slice(0, at) + value + example.slice(at + length));
  });

  test('on any text, and on any data', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), check), { numRuns: 300, seed: 2 });
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(loadScenarioObject(value, 'a', systems).problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  test.each(['[', '- ', '}', '*a ', 'k: [\n', '---\n', 'x'])(
    'on 200 kB of %j',
    (scrap) => {
      const text = scrap.repeat(Math.floor(200_000 / scrap.length));
      const { problems } = loadScenario(text, 'a.yaml', systems);
      expect(problems.length).toBeGreaterThan(0);
      for (const problem of problems) formatProblem(problem, text);
    },
    20_000,
  );
});
