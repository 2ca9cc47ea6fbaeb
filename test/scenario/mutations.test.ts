// Thousands of spoilt files: whatever is done to a good one, reading it gives what it says, or problems that can be shown.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readSources } from '../../src/campaign/files.ts';
import { MODEL_NAMES } from '../../src/checkers/index.ts';
import { systems } from '../../src/protocols/registry.ts';
import { formatProblem, loadScenario, type Problem, parseCapsule, readHistory } from '../../src/scenario/index.ts';
import { goodCapsule, goodHistory } from './good-files.ts';
import { mutated } from './mutate.ts';

const SCENARIOS = 1_400;
const HISTORIES = 400;
const CAPSULES = 300;
/** No text here is longer than a few pages; what takes a second hangs on a longer one. */
const MS_MAX = 1_000;

function shown(problems: readonly Problem<string>[], text: string): void {
  const lines = text.split('\n').length;
  for (const problem of problems) {
    expect(problem.line).toBeGreaterThanOrEqual(1);
    expect(problem.line).toBeLessThanOrEqual(lines);
    expect(problem.column).toBeGreaterThanOrEqual(1);
    const words = formatProblem(problem, text);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be printed
    expect(words).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ufeff]/);
    expect(words).toMatch(/ error .*\S+ \[[a-z0-9-]+\]\n[\s\S]*\^/);
  }
}

function quick(read: () => void, seed: string): void {
  const begun = performance.now();
  try {
    read();
  } catch (error) {
    throw new Error(`mutation ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  expect(performance.now() - begun, `mutation ${seed} took too long`).toBeLessThan(MS_MAX);
}

test(`${SCENARIOS} spoilt scenarios`, () => {
  const files = readSources(['scenarios']).map(({ file }) => ({ file, text: readFileSync(file, 'utf8') }));
  let refused = 0;
  for (let nth = 0; nth < SCENARIOS; nth++) {
    const { file, text } = files[nth % files.length]!;
    const spoilt = mutated(text, file, nth);
    quick(() => {
      const { scenario, problems } = loadScenario(spoilt, file, systems);
      expect(scenario === undefined).toBe(problems.length > 0);
      shown(problems, spoilt);
      if (scenario === undefined) refused++;
    }, `${file} ${nth}`);
  }
  // Most accidents are noticed, and not all do harm: a comment or a sentence may change.
  expect(refused).toBeGreaterThan(SCENARIOS * 0.5);
  expect(refused).toBeLessThan(SCENARIOS);
});

test(`${HISTORIES} spoilt histories`, () => {
  let refused = 0;
  for (let nth = 0; nth < HISTORIES; nth++) {
    const spoilt = mutated(goodHistory, 'history', nth);
    quick(() => {
      const { problems } = readHistory(spoilt, 'h.jsonl', MODEL_NAMES[nth % MODEL_NAMES.length]!);
      shown(problems, spoilt);
      if (problems.length > 0) refused++;
    }, `history ${nth}`);
  }
  expect(refused).toBeGreaterThan(HISTORIES * 0.5);
});

test(`${CAPSULES} spoilt capsules`, () => {
  const good = goodCapsule();
  expect(parseCapsule(good, 'c.yaml').problems).toEqual([]);
  let refused = 0;
  for (let nth = 0; nth < CAPSULES; nth++) {
    const spoilt = mutated(good, 'capsule', nth);
    quick(() => {
      const { capsule, problems } = parseCapsule(spoilt, 'c.yaml');
      expect(capsule === undefined).toBe(problems.length > 0);
      shown(problems, spoilt);
      if (capsule !== undefined) {
        const inside = loadScenario(capsule.scenario, 'c.yaml', systems);
        shown(inside.problems, capsule.scenario);
        if (inside.scenario !== undefined) return;
      }
      refused++;
    }, `capsule ${nth}`);
  }
  expect(refused).toBeGreaterThan(CAPSULES * 0.5);
});
