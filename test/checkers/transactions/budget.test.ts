// What is known without a search, and what a search without budget leaves open.
import { expect, test } from 'vitest';
import { RandomStream } from '../../../src/base/random.ts';
import { operationsOf } from '../../../src/checkers/operations.ts';
import { checkTransactions, type TransactionsResult } from '../../../src/checkers/transactions/index.ts';
import { busyTransactions } from './busy-transactions.ts';
import { anomaliesOf, operationsIn } from './histories.ts';

/** A circle of so many transactions, each of which missed the append of the next. */
function circle(length: number) {
  const key = (i: number): string => String.fromCharCode(97 + (i % length));
  return operationsIn(Array.from({ length }, (_, i) => `l ${key(i)}: a ${key(i + 1)}1`));
}

function judged(result: TransactionsResult) {
  if ('reason' in result) throw new Error(result.reason);
  return result;
}

test('the whole circle is the witness where there is no shorter one', () => {
  const { anomalies, levels } = judged(checkTransactions(circle(20), 'list-append'));
  expect(anomalies.map(({ anomaly, cycle }) => [anomaly, cycle?.edges.length])).toEqual([['G2-item', 20]]);
  expect(levels).toMatchObject({ serializable: 'violated', 'snapshot-isolation': 'ok' });
});

test('without the budget to find it, it is still known that it is there', () => {
  const result = judged(checkTransactions(circle(20), 'list-append', { budget: 30 }));
  expect(anomaliesOf(result)).toEqual([]);
  expect(result.unshown).toEqual(['G2-item']);
  expect(result.levels).toMatchObject({ serializable: 'violated', 'snapshot-isolation': 'ok' });
});

test('a graph that is larger than the budget is not judged', () => {
  expect(checkTransactions(circle(20), 'list-append', { budget: 19 })).toEqual({
    reason: 'there are 20 dependencies, more than the budget of 19 edges',
  });
});

test('of a long fork without budget it is not known whether it is read skew: snapshot isolation is gone either way', () => {
  const lines = ['a x1', 'a y1', 'l x:1 l y:', 'l x: l y:1'];
  const all = judged(checkTransactions(operationsIn(lines), 'list-append'));
  expect(anomaliesOf(all)).toEqual(['G-nonadjacent']);
  const some = judged(checkTransactions(operationsIn(lines), 'list-append', { budget: 4 }));
  expect(some.levels).toMatchObject({ 'snapshot-isolation': 'violated', 'consistent-view': 'unknown' });
});

test('snapshot isolation among thousands of cycles is decided without going round them', () => {
  const busy = { transactions: 6_000, clients: 100, keys: 40, tangled: 4_000 };
  const { operations } = operationsOf(busyTransactions(new RandomStream('1', 'budget'), busy));
  const result = judged(checkTransactions(operations, 'list-append'));
  expect(anomaliesOf(result)).toEqual(['G2-item']);
  expect(result.strongest).toEqual(['strong-snapshot-isolation']);
  expect(result.edges).toBeLessThan(1_000_000);
});
