// Clients stand beside the servers where their system has a view of them: what they believe beside what servers hold.
import { expect, test } from 'vitest';
import { textOfFile } from '../../../src/cli/step/show.ts';

const rowsOf = async (file: string) => {
  const lines = (await textOfFile(file, { color: 'never' })).join('\n').split('\n');
  const from = lines.indexOf('nodes');
  return lines.slice(from + 2, lines.indexOf('', from)).map((line) => line.trim().split(/ {2,}/).slice(0, 2));
};

test('of a lock: who holds it, and who believes', async () => {
  expect(await rowsOf('scenarios/locks/redis-expires-under-load.yaml')).toEqual([
    ['n1', 'primary holder'],
    ['r1', 'up'],
    ['c1', 'believer'],
    ['c2', 'believer'],
  ]);
});

test('of a store: the servers alone', async () => {
  const names = (await rowsOf('scenarios/faults/no-sync.yaml')).map(([name]) => name);
  expect(names.every((name) => name?.startsWith('n'))).toBe(true);
});
