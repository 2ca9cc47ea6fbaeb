// The checker against the slow truth on 50,000 small random histories, between 30 % and 70 % of them not linearizable.
import { describe, expect, test } from 'vitest';
import type { Plain } from '../../src/base/plain.ts';
import { RandomStream } from '../../src/base/random.ts';
import {
  checkLinearizable,
  type Explanation,
  type LinearizableOptions,
  MODEL_NAMES,
  MODELS,
  type ModelName,
} from '../../src/checkers/index.ts';
import { partitionsOf } from '../../src/checkers/partitions.ts';
import { searchJudge } from '../../src/checkers/search-judge.ts';
import type { Operation } from '../../src/contract/history.ts';
import { bruteForce } from './brute-force.ts';
import { type HistoryShape, randomHistory } from './random-history.ts';

const HISTORIES = 8_400;

/** Percent of answers spoilt, tuned so that about half of the histories are violated. */
const CORRUPTION: { readonly [name in ModelName]: number } = {
  register: 30,
  'cas-register': 30,
  kv: 33,
  'kv-append': 22,
  set: 22,
  mutex: 40,
};

function init(model: ModelName, random: RandomStream): Plain | undefined {
  if (random.int(10) < 6) return undefined;
  if (model === 'mutex') return random.int(2) === 0;
  if (model === 'set') return [random.int(3)];
  return model === 'kv-append' ? 'b' : random.int(3);
}

function shape(model: ModelName, random: RandomStream, initial: Plain | undefined): HistoryShape {
  const mustHaveKey = model === 'kv' || model === 'kv-append';
  return {
    model,
    clients: 2 + random.int(3),
    operations: 4 + random.int(4),
    keys: random.int(3) === 0 ? ['x', 'y'] : [mustHaveKey ? 'x' : undefined],
    init: initial,
    values: random.int(3) === 0 ? 'unique' : 3,
    unknown: 15,
    refused: 30,
    corruption: CORRUPTION[model],
  };
}

/** The search alone, also where the polynomial test would have judged. */
function searchVerdict(operations: readonly Operation[], model: ModelName, options: LinearizableOptions) {
  const { init: initial = MODELS[model].init } = options;
  const parts = partitionsOf(operations, MODELS[model], MODELS[model].initialState(initial)!, options);
  const outcomes = parts.map((partition) => {
    const judge = searchJudge(partition);
    judge.run(Infinity);
    return judge.outcome;
  });
  return outcomes.includes('violated') ? 'violated' : 'ok';
}

/** What had completed before the cut; what was open may have taken effect, unless it is known to have failed. */
function beginning(operations: readonly Operation[], cut: number): readonly Operation[] {
  const isOver = ({ completed }: Operation) => completed !== undefined && completed < cut;
  return operations
    .filter((operation) => operation.invoked < cut && (operation.outcome !== 'fail' || isOver(operation)))
    .map((operation) => (isOver(operation) ? operation : { ...operation, outcome: 'info', completed: undefined }));
}

/** The operation blamed is the first that fits no order, and the states named are exactly the possible ones. */
function expectTrueExplanation(all: readonly Operation[], explanation: Explanation, options: LinearizableOptions) {
  const { model, key, operation, states } = explanation;
  const operations = all.filter((other) => other.key === key);
  const cut = operation.completed!;
  const before = beginning(operations, cut);
  expect(bruteForce(before, model, options)).toBe('ok');
  expect(bruteForce(beginning(operations, cut + 1), model, options)).toBe('violated');
  if (!['register', 'cas-register', 'kv'].includes(model)) return;
  const read = { ...operation, f: 'read', outcome: 'ok' as const, invoked: cut - 0.5, completed: cut };
  const candidates = new Set([null, 0, 1, 2, ...operations.flatMap(({ input }) => input)]);
  // Reads of null that say nothing go, so that the one added here observes null.
  const strict = before.filter(
    ({ outcome, output }) => outcome !== 'ok' || options.nullRead !== 'any' || output !== null,
  );
  const possible = [...candidates].filter((output) => {
    return bruteForce([...strict, { ...read, output }], model, { ...options, nullRead: 'observe' }) === 'ok';
  });
  expect([...states].sort()).toEqual(possible.sort());
}

describe('agrees with trying every order', () => {
  test.each(MODEL_NAMES)('%s', (model) => {
    const random = new RandomStream('agreement', model);
    const counts = { ok: 0, violated: 0, zones: 0 };
    for (let i = 0; i < HISTORIES; i++) {
      const initial = init(model, random);
      const options: LinearizableOptions = {
        ...(initial === undefined ? {} : { init: initial }),
        nullRead: random.int(4) === 0 ? 'any' : 'observe',
        failedCas: random.int(2) === 0 ? 'observed' : 'nothing',
      };
      const operations = randomHistory(random, shape(model, random, initial));
      const result = checkLinearizable(operations, model, options);
      const truth = bruteForce(operations, model, options);
      if (result.verdict !== truth) {
        throw new Error(
          `history ${i}: ${result.verdict}, truth ${truth}\n${JSON.stringify({ options, operations, result })}`,
        );
      }
      expect(searchVerdict(operations, model, options)).toBe(truth);
      if (result.verdict === 'violated') expectTrueExplanation(operations, result.explanation, options);
      counts[truth]++;
      if (result.keys.some((key) => key.method === 'zones')) counts.zones++;
    }
    console.log(`${model}: ${counts.ok} ok, ${counts.violated} violated, ${counts.zones} with a key judged by zones`);
    expect(counts.violated).toBeGreaterThan(0.3 * HISTORIES);
    expect(counts.violated).toBeLessThan(0.7 * HISTORIES);
  });
});
