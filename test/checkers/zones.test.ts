// The polynomial test and the search must say the same, down to the explanation, wherever both apply.
import { describe, expect, test } from 'vitest';
import { RandomStream } from '../../src/base/random.ts';
import { MODELS } from '../../src/checkers/models.ts';
import { type Partition, partitionsOf } from '../../src/checkers/partitions.ts';
import { searchJudge } from '../../src/checkers/search-judge.ts';
import { zonesJudge } from '../../src/checkers/zones-judge.ts';
import type { Operation } from '../../src/contract/history.ts';
import { done, fail, info, invoke, ok, operationsIn } from './histories.ts';
import { randomHistory } from './random-history.ts';

const HISTORIES = 3_000;

function partitionOf(operations: readonly Operation[], initial = 'null'): Partition {
  return partitionsOf(operations, MODELS['cas-register'], initial, { failedCas: 'observed' })[0]!;
}

describe('where the test applies', () => {
  test.each([
    ['different writes', operationsIn(done(0, 'write', 1), done(0, 'write', 2)), true],
    [
      'a cas that did not happen',
      operationsIn(invoke(0, 'cas', [1, 2]), fail(0, 'cas', [1, 2], 'no-leader'), done(0, 'write', 1)),
      true,
    ],
    ['an unknown write', operationsIn(invoke(0, 'write', 1), info(0, 'write', 1), done(1, 'read', 1)), true],
    ['one value written twice', operationsIn(done(0, 'write', 1), done(0, 'write', 1)), false],
    ['one value written twice, once unknown', operationsIn(done(0, 'write', 1), invoke(0, 'write', 1)), false],
    ['the initial value written', operationsIn(done(0, 'write', null)), false],
    ['a cas', operationsIn(done(0, 'cas', [null, 2])), false],
    ['an observed mismatch', operationsIn(invoke(0, 'cas', [1, 2]), fail(0, 'cas', [1, 2])), false],
  ])('%s', (_, operations, applies) => {
    expect(zonesJudge(partitionOf(operations)) !== undefined).toBe(applies);
  });
});

describe('edges of zones', () => {
  const verdict = (...events: Parameters<typeof operationsIn>) =>
    zonesJudge(partitionOf(operationsIn(...events)))?.outcome;

  test('a read of the initial value that begins after a write is over', () => {
    expect(verdict(invoke(0, 'read'), done(1, 'write', 1), ok(0, 'read', null))).toBe('ok');
    expect(verdict(done(1, 'write', 1), done(0, 'read', null))).toBe('violated');
  });

  test('a write within the time that another value is held', () => {
    expect(verdict(done(0, 'write', 1), done(0, 'write', 2), done(0, 'read', 1))).toBe('violated');
    expect(verdict(done(0, 'write', 1), invoke(1, 'write', 2), done(0, 'read', 1), ok(1, 'write', 2))).toBe('ok');
  });

  test('an unknown write counts from the read that saw it, and not at all if none did', () => {
    const lost = [invoke(1, 'write', 2), info(1, 'write', 2)];
    expect(verdict(lost, done(0, 'write', 1), done(0, 'read', 2), done(0, 'read', 1))).toBe('violated');
    expect(verdict(lost, done(0, 'write', 1), done(0, 'read', 1))).toBe('ok');
    expect(verdict(lost, done(0, 'write', 1), done(0, 'read', 1), done(0, 'read', 2))).toBe('ok');
  });
});

test(`agrees with the search on ${HISTORIES} histories of 20 to 60 operations`, () => {
  const random = new RandomStream('zones', 'agreement');
  const counts = { ok: 0, violated: 0 };
  for (let i = 0; i < HISTORIES; i++) {
    const operations = randomHistory(random, {
      model: 'register',
      clients: 2 + random.int(5),
      operations: 20 + random.int(41),
      keys: [undefined],
      init: null,
      values: 'unique',
      unknown: random.int(2) * 6,
      refused: 10,
      corruption: 1,
    });
    const last = operations.filter((operation) => operation.outcome === 'ok').length;
    const partition = partitionOf(withOldRead(operations, random, random.int(last + 1)));
    const search = searchJudge(partition);
    search.run(200_000);
    const zones = zonesJudge(partition)!;
    expect(zones.outcome).toBe(search.outcome);
    counts[zones.outcome!]++;
    if (zones.outcome !== 'violated') continue;
    const [ours, theirs] = [zones.failure(), search.failure()];
    expect([ours.turn, [...ours.states].sort()]).toEqual([theirs.turn, [...theirs.states].sort()]);
  }
  console.log(`zones and search: ${counts.ok} ok, ${counts.violated} violated`);
  expect(counts.ok).toBeGreaterThan(0.3 * HISTORIES);
  expect(counts.violated).toBeGreaterThan(0.3 * HISTORIES);
});

/** One read at or after `from`, if there is one, answers with the value of a write shortly before it. */
function withOldRead(operations: readonly Operation[], random: RandomStream, from: number): readonly Operation[] {
  const at = operations.findIndex(({ f, outcome }, index) => index >= from && f === 'read' && outcome === 'ok');
  const writes = operations.slice(0, Math.max(at, 0)).filter((operation) => operation.f === 'write');
  const write = writes[writes.length - 1 - random.int(6)];
  if (at === -1 || write === undefined) return operations;
  return operations.map((operation, index) => (index === at ? { ...operation, output: write.input } : operation));
}
