// What must hold of every history, whatever the verdict is.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RandomStream } from '../../src/base/random.ts';
import { checkLinearizable, MODEL_NAMES, type ModelName } from '../../src/checkers/index.ts';
import type { Operation } from '../../src/contract/history.ts';
import { randomHistory } from './random-history.ts';

const RUNS = { seed: 1, numRuns: 400 };

type Case = { readonly model: ModelName; readonly operations: readonly Operation[]; readonly pick: number };

/** Histories of up to 14 operations, some of them spoilt. */
const histories: fc.Arbitrary<Case> = fc
  .record({
    model: fc.constantFrom(...MODEL_NAMES),
    seed: fc.nat(),
    corruption: fc.constantFrom(0, 4, 12),
    pick: fc.nat(),
  })
  .map(({ model, seed, corruption, pick }) => ({
    model,
    pick,
    operations: randomHistory(new RandomStream(String(seed), 'laws'), {
      model,
      clients: 4,
      operations: 14,
      keys: ['x', 'y'],
      init: undefined,
      values: 3,
      unknown: 15,
      refused: 20,
      corruption,
    }),
  }));

function verdictOf(model: ModelName, operations: readonly Operation[]) {
  const { verdict } = checkLinearizable(operations, model, { failedCas: 'observed' });
  expect(verdict).not.toBe('unknown');
  return verdict;
}

/** One of those that fit, or undefined. */
function picked({ operations, pick }: Case, fits: (operation: Operation) => boolean): Operation | undefined {
  const fitting = operations.filter(fits);
  return fitting[pick % Math.max(fitting.length, 1)];
}

/** If the history has an order, the changed history has one, too. Counts how often that said anything. */
function staysLegal(change: (found: Case) => readonly Operation[] | undefined): void {
  let told = 0;
  fc.assert(
    fc.property(histories, (found) => {
      const changed = change(found);
      if (changed === undefined || verdictOf(found.model, found.operations) !== 'ok') return;
      told++;
      expect(verdictOf(found.model, changed)).toBe('ok');
    }),
    RUNS,
  );
  expect(told).toBeGreaterThan(RUNS.numRuns / 10);
}

describe('the verdict does not change with', () => {
  test('the names of processes', () => {
    fc.assert(
      fc.property(histories, ({ model, operations, pick }) => {
        const renamed = operations.map((operation) => ({ ...operation, process: 1_000 + pick - operation.process }));
        expect(verdictOf(model, renamed)).toBe(verdictOf(model, operations));
      }),
      RUNS,
    );
  });

  test('the names of values', () => {
    const rename = (value: Operation['input']): Operation['input'] =>
      Array.isArray(value) ? value.map(rename) : value === null ? null : { named: value };
    fc.assert(
      fc.property(histories, ({ model, operations }) => {
        fc.pre(model !== 'kv-append' && model !== 'mutex');
        const renamed = operations.map(({ input, output, ...rest }) => {
          return { ...rest, input: rename(input), output: output === undefined ? undefined : rename(output) };
        });
        expect(verdictOf(model, renamed)).toBe(verdictOf(model, operations));
      }),
      RUNS,
    );
  });

  test('the names of keys', () => {
    fc.assert(
      fc.property(histories, ({ model, operations }) => {
        const swapped = operations.map((operation) => ({ ...operation, key: operation.key === 'x' ? 'z' : 'x' }));
        expect(verdictOf(model, swapped)).toBe(verdictOf(model, operations));
      }),
      RUNS,
    );
  });
});

describe('a history with an order keeps one when', () => {
  test('an unknown operation is added anywhere', () => {
    staysLegal((found) => {
      const extra = picked(found, (operation) => operation.outcome === 'info');
      if (extra === undefined) return undefined;
      return [...found.operations, { ...extra, process: 999, invoked: extra.invoked + 0.5 }];
    });
  });

  test('an operation that is ok becomes unknown', () => {
    staysLegal((found) => {
      const lost = picked(found, (operation) => operation.outcome === 'ok');
      if (lost === undefined) return undefined;
      const unknown = { ...lost, outcome: 'info' as const, output: undefined, completed: undefined };
      return found.operations.map((operation) => (operation === lost ? unknown : operation));
    });
  });

  test('a read is taken out', () => {
    staysLegal((found) => {
      const read = picked(found, ({ f, outcome }) => outcome === 'ok' && (f === 'read' || f === 'get'));
      return read === undefined ? undefined : found.operations.filter((operation) => operation !== read);
    });
  });

  test('an operation is answered later', () => {
    staysLegal((found) => {
      const slow = picked(found, ({ outcome }) => outcome === 'ok');
      if (slow === undefined) return undefined;
      const completed = slow.completed! + (found.pick % 7) + 0.5;
      return found.operations.map((operation) => (operation === slow ? { ...operation, completed } : operation));
    });
  });

  test('it is cut off anywhere', () => {
    staysLegal(({ operations, pick }) => {
      const cut = pick % 28;
      return operations
        .filter((operation) => operation.invoked < cut)
        .map((operation) => {
          if (operation.completed === undefined || operation.completed < cut) return operation;
          return { ...operation, outcome: 'info' as const, output: undefined, completed: undefined };
        });
    });
  });
});

test('the same history gives the same result to the last configuration', () => {
  fc.assert(
    fc.property(histories, ({ model, operations }) => {
      expect(checkLinearizable(operations, model)).toEqual(checkLinearizable(operations, model));
    }),
    { seed: 2, numRuns: 100 },
  );
});
